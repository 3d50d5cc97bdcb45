package io.vivim.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.node.Terminal.Outcome;
import org.junit.jupiter.api.Test;

class SigCommandTest {
  /** The first and second tests of RFC 8032, section 7.1: an empty message, and one byte. */
  private static final String EMPTY =
      "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a  "
          + "e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b";

  private static final String ONE_BYTE =
      "3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c 72 "
          + "92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00";

  @Test
  void goodSignaturesAreValidWithBothProviders() {
    for (String provider : new String[] {"native", "java"}) {
      Outcome outcome =
          Terminal.runOn(EMPTY + "\n" + ONE_BYTE + "\r\n", "sig", "check", "--provider", provider);
      assertThat(outcome.err()).isEmpty();
      assertThat(outcome.lines()).containsExactly("valid", "valid");
      assertThat(outcome.code()).isZero();
    }
  }

  @Test
  void badSignaturesAreInvalidAndCounted() {
    Outcome outcome = Terminal.run("sig", "check", ONE_BYTE.replace(" 72 ", " 73 "), EMPTY);
    assertThat(outcome.lines()).containsExactly("invalid equation", "valid");
    assertThat(outcome.code()).isEqualTo(ExitCode.REFUSED);
    assertThat(outcome.complaints())
        .hasSize(1)
        .first()
        .asString()
        .contains("1 of 2 arguments was refused; it was argument 1: invalid equation");
    assertThat(Terminal.run("sig", "check", "--json", EMPTY.replace("  ", " 00 ")).out())
        .startsWith("{\"message\":")
        .contains("\"reason\":\"equation\",\"valid\":false}");
  }

  @Test
  void malformedLinesAreErrors() {
    Outcome outcome = Terminal.runOn("\n00\n00 00\n  \n00 0 00\n0 x\n", "sig", "check");
    assertThat(outcome.lines())
        .containsExactly(
            "error fields at 0",
            "error fields at 2",
            "error fields at 5",
            "invalid public-key-length",
            "error hex at 3",
            "error fields at 3");
  }

  @Test
  void anUnknownProviderIsBadUsage() {
    assertThat(Terminal.runOn(EMPTY, "sig", "check", "--provider", "x").code())
        .isEqualTo(ExitCode.USAGE);
  }
}
