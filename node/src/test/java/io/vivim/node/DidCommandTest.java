package io.vivim.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.node.Terminal.Outcome;
import org.junit.jupiter.api.Test;

class DidCommandTest {
  /** The seed and the key of the first test of RFC 8032, section 7.1. */
  private static final String SEED =
      "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60";

  private static final String DID = "did:key:z6MktwupdmLXVVqTzCw4i46r4uGyosGXRnR3XjN4Zq7oMMsw";

  @Test
  void aSeedGivesTheDocumentThatResolvingItsDidGives() {
    Outcome ofSeed = Terminal.runOn(SEED + "\n", "did", "document", "--seed-hex");
    assertThat(ofSeed.err()).isEmpty();
    assertThat(ofSeed.out()).startsWith("{\"@context\":[").contains("\"id\":\"" + DID + "\"");
    assertThat(Terminal.run("did", "document", "--seed-hex", SEED).out()).isEqualTo(ofSeed.out());
    assertThat(Terminal.run("did", "resolve", DID).out()).isEqualTo(ofSeed.out());
  }

  @Test
  void documentsCanBeHadWithoutTheirContext() {
    assertThat(Terminal.run("did", "resolve", "--no-context", DID).out())
        .startsWith("{\"id\":\"" + DID + "\"");
    assertThat(Terminal.run("did", "resolve", "--json", DID).out()).startsWith("{\"document\":{");
  }

  @Test
  void badDidsAndSeedsAreRefusedWithReasons() {
    Outcome dids = Terminal.runOn("did:web:x\n\ndid:key:z\n" + DID + "\n", "did", "resolve");
    assertThat(dids.lines()).hasSize(4);
    assertThat(dids.lines().subList(0, 3)).allMatch(line -> line.startsWith("error "));
    assertThat(dids.lines().get(0)).isEqualTo("error methodNotSupported");
    assertThat(dids.code()).isEqualTo(ExitCode.REFUSED);
    Outcome seeds = Terminal.runOn("00\n\nx\n" + SEED + "00\n", "did", "document", "--seed-hex");
    assertThat(seeds.lines())
        .containsExactly(
            "error seed-length at 2",
            "error seed-length at 0",
            "error hex at 0",
            "error seed-length at 66");
    assertThat(seeds.err()).doesNotContain(SEED);
  }
}
