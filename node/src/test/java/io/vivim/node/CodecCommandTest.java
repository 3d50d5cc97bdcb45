package io.vivim.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Limits;
import io.vivim.node.Terminal.Outcome;
import java.io.ByteArrayInputStream;
import org.junit.jupiter.api.Test;

class CodecCommandTest {
  private static final String A1 = "bafyreihltcnuuyqp2jm24aqydpnlj7b6w3ogwrplomrjtg5rifv44mmjey";

  @Test
  void encodeAnswersWithTheCidAndTheHex() {
    Outcome outcome = Terminal.run("codec", "encode", "{\"a\":1}", "[]");
    assertThat(outcome.code()).isZero();
    assertThat(outcome.lines().get(0)).isEqualTo(A1 + " a1616101");
    assertThat(outcome.lines().get(1)).endsWith(" 80");
    assertThat(outcome.err()).isEmpty();
  }

  @Test
  void linesAreAnsweredLikeArguments() {
    String[] values = {"{\"a\":1}", "nonsense", "\"é\"", ""};
    Outcome arguments = Terminal.run("codec", "encode", values[0], values[1], values[2], values[3]);
    Outcome lines = Terminal.runOn(String.join("\r\n", values) + "\r\n", "codec", "encode");
    assertThat(lines.lines()).isEqualTo(arguments.lines()).hasSize(4);
  }

  @Test
  void badLinesAreAnsweredInPlaceAndCountedOnce() {
    Outcome outcome = Terminal.runOn("{\"a\":1}\n{\"a\":\n{}}\n", "codec", "encode");
    assertThat(outcome.code()).isEqualTo(ExitCode.REFUSED);
    assertThat(outcome.lines())
        .containsExactly(A1 + " a1616101", "error truncated at 5", "error json-syntax at 2");
    assertThat(outcome.complaints())
        .containsExactly(
            "vivim: 2 of 3 lines were refused; the first was line 2: truncated at 5: the input"
                + " ends inside an item");
  }

  @Test
  void invalidUtf8IsAnAnswerToo() {
    byte[] line = {'"', (byte) 0xff, '"', '\n', '1', '\n'};
    Outcome outcome = Terminal.runOn(new ByteArrayInputStream(line), "codec", "encode");
    assertThat(outcome.lines().get(0)).isEqualTo("error utf8 at 1");
    assertThat(outcome.lines().get(1)).endsWith(" 01");
    assertThat(outcome.code()).isEqualTo(ExitCode.REFUSED);
  }

  @Test
  void encodeWritesNoBlockThatDecodeWouldNotRead() {
    // Nine bytes in DAG-CBOR for each four of JSON.
    String floats = "[" + "1.5,".repeat(240_000) + "1.5]";
    assertThat(floats.length()).isLessThan(Limits.MAX_BLOCK_BYTES);
    Outcome outcome = Terminal.runOn(floats + "\n", "codec", "encode");
    assertThat(outcome.out()).isEqualTo("error too-large at " + floats.length() + "\n");
  }

  @Test
  void decodeAnswersWithDagJson() {
    Outcome outcome = Terminal.run("codec", "decode", "a1616101", "D82A4500015500" + "00");
    assertThat(outcome.lines()).containsExactly("{\"a\":1}", "{\"/\":\"bafkqaaa\"}");
  }

  @Test
  void decodeCountsOffsetsInBytesOfTheBlock() {
    Outcome outcome =
        Terminal.run("codec", "decode", "a16161", "a16161xx", "a1616", "1801", "zz", "", "00 ");
    assertThat(outcome.lines())
        .containsExactly(
            "error truncated at 3",
            "error hex at 3",
            "error hex at 2",
            "error integer-width at 0",
            "error hex at 0",
            "error truncated at 0",
            "error hex at 1");
    assertThat(outcome.code()).isEqualTo(ExitCode.REFUSED);
  }

  @Test
  void aMapThatDagJsonCannotSayIsRefused() {
    // {"/": "x"}
    Outcome outcome = Terminal.run("codec", "decode", "a1612f6178");
    assertThat(outcome.out()).isEqualTo("error reserved-key at 0\n");
  }

  @Test
  void jsonAnswersAreObjects() {
    assertThat(Terminal.run("codec", "encode", "--json", "1").out())
        .matches("\\{\"cid\":\"bafyrei[a-z2-7]+\",\"hex\":\"01\"}\n");
    assertThat(Terminal.run("codec", "decode", "--json", "a1616101", "a1").lines())
        .containsExactly(
            "{\"value\":{\"a\":1}}",
            "{\"error\":\"truncated\",\"message\":\"the input ends inside an item\",\"offset\":1}");
  }

  @Test
  void encodeAndDecodeUndoEachOther() {
    String value =
        "{\"a\":[1,-1,1.5,null,true,\"ü\",{\"/\":{\"bytes\":\"AQ\"}},{\"/\":\"bafkqaaa\"}]}";
    String answer = Terminal.run("codec", "encode", value).out().strip();
    String hex = answer.substring(answer.indexOf(' ') + 1);
    assertThat(Terminal.run("codec", "decode", hex).out()).isEqualTo(value + "\n");
  }

  @Test
  void negativeNumbersAndAtSignsAreValues() {
    assertThat(Terminal.run("codec", "encode", "--", "-5").out()).endsWith(" 24\n");
    assertThat(Terminal.run("codec", "encode", "@x").out()).isEqualTo("error json-syntax at 0\n");
  }
}
