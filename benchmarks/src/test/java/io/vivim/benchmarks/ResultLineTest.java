package io.vivim.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.benchmarks.log.Figure;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResultLineTest {
  @Test
  void oneCaseIsOneFlatObject() {
    assertThat(new ResultLine("verify").add("native", new Score(25_200.5, 26_000, 0.96925)))
        .hasToString("{\"bench\":\"verify\",\"rate\":25200.5,\"limit\":26000,\"ratio\":0.9692}");
  }

  @Test
  void furtherCasesStandUnderCasesInTheSameForm() {
    ResultLine line =
        new ResultLine("codec")
            .add("decode", new Score(200, 100, 2))
            .add("encode", new Score(300, 100, 3))
            .add("both", new Score(100, 100, 1));

    assertThat(line)
        .hasToString(
            "{\"bench\":\"codec\",\"rate\":200,\"limit\":100,\"ratio\":2,\"cases\":["
                + "{\"bench\":\"codec/encode\",\"rate\":300,\"limit\":100,\"ratio\":3},"
                + "{\"bench\":\"codec/both\",\"rate\":100,\"limit\":100,\"ratio\":1}]}");
  }

  @Test
  void aFigureBearsItsBarWhereItHasOne() {
    ResultLine line = new ResultLine("ingest");
    for (String text : List.of("h2/small 30 60 >=0.4", "h2/mib 900 1000 <=1", "h2/large 1 2 -")) {
      line.add(Figure.parse(text).orElseThrow());
    }

    assertThat(line)
        .hasToString(
            "{\"bench\":\"ingest/h2/small\",\"rate\":30,\"limit\":60,\"ratio\":0.5,\"least\":0.4,"
                + "\"cases\":["
                + "{\"bench\":\"ingest/h2/mib\",\"rate\":900,\"limit\":1000,\"ratio\":0.9,\"most\":1},"
                + "{\"bench\":\"ingest/h2/large\",\"rate\":1,\"limit\":2,\"ratio\":0.5}]}");
  }

  @Test
  void numbersHaveNoExponentHoweverLargeOrSmall() {
    assertThat(new ResultLine("x").add("y", new Score(12_345_678_900.0, 0.000123456789, 1e14)))
        .hasToString(
            "{\"bench\":\"x\",\"rate\":12345700000,\"limit\":0.000123457,"
                + "\"ratio\":100000000000000}");
  }
}
