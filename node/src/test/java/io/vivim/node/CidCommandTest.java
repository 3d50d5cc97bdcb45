package io.vivim.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.node.Terminal.Outcome;
import java.io.ByteArrayInputStream;
import org.junit.jupiter.api.Test;

class CidCommandTest {
  private static final String V0 = "QmbWqxBEKC3P8tqsKc98xmWNzrzDtRLMiMPL8wBuTGsMnR";
  private static final String V0_DIGEST =
      "c3c4733ec8affd06cf9e9ff50ffc6bcd2ec85a6170004bb709669c31de94391a";
  private static final String V0_AS_V1 =
      "bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi";

  @Test
  void inspectTakesACidApart() {
    assertThat(Terminal.run("cid", "inspect", "bafkqaaa", V0).lines())
        .containsExactly(
            "version=1 base=base32 codec=raw(0x55) hash=identity(0x0) digest= v1=bafkqaaa"
                + " hex=01550000",
            "version=0 base=base58btc codec=dag-pb(0x70) hash=sha2-256(0x12) digest="
                + V0_DIGEST
                + " v1="
                + V0_AS_V1
                + " hex=1220"
                + V0_DIGEST);
  }

  @Test
  void inspectNamesTheBaseThatTheTextIsIn() {
    assertThat(Terminal.run("cid", "inspect", "f01550000").out()).contains(" base=base16 ");
  }

  @Test
  void jsonHasTheCodesToo() {
    assertThat(Terminal.run("cid", "inspect", "--json", "bafkqaaa").out())
        .isEqualTo(
            "{\"base\":\"base32\",\"codec\":\"raw\",\"codecCode\":85,\"digest\":\"\","
                + "\"hash\":\"identity\",\"hashCode\":0,\"hex\":\"01550000\",\"v1\":\"bafkqaaa\","
                + "\"version\":1}\n");
  }

  @Test
  void badCidsAreAnsweredWithReasons() {
    Outcome outcome =
        Terminal.runOn("bafkqaaa\n\n?\n" + "b" + "a".repeat(600) + "\n", "cid", "inspect");
    assertThat(outcome.lines()).hasSize(4);
    assertThat(outcome.lines().get(1)).isEqualTo("error multibase at 0");
    assertThat(outcome.lines().get(2)).isEqualTo("error multibase at 0");
    assertThat(outcome.lines().get(3)).isEqualTo("error too-large at 512");
    assertThat(outcome.complaints()).hasSize(1).first().asString().contains("3 of 4 lines");
    assertThat(outcome.code()).isEqualTo(ExitCode.REFUSED);
  }

  @Test
  void bytesThatAreNoTextAreRefusedWithTheirPlace() {
    byte[] line = {'b', 'a', (byte) 0xc3, '\n'};
    assertThat(Terminal.runOn(new ByteArrayInputStream(line), "cid", "inspect").out())
        .isEqualTo("error utf8 at 2\n");
  }
}
