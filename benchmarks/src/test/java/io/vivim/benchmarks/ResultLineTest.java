package io.vivim.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

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
  void numbersHaveNoExponentHoweverLargeOrSmall() {
    assertThat(new ResultLine("x").add("y", new Score(12_345_678_900.0, 0.000123456789, 1e14)))
        .hasToString(
            "{\"bench\":\"x\",\"rate\":12345700000,\"limit\":0.000123457,"
                + "\"ratio\":100000000000000}");
  }
}
