package io.vivim.blockbuilder.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vivim.codec.Bytes;
import io.vivim.did.SignatureVerifier;
import io.vivim.did.SigningKey;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Policies, and which cosigners are enough for them. */
final class PolicyTest {
  private static final NoteCheck CHECK = new NoteCheck(SignatureVerifier.create());
  private static final List<NoteSigner> WITNESSES = new ArrayList<>();
  private static final NoteSigner LOG = NoteSigner.ofNotes("log", SigningKey.generate());

  static {
    for (int i = 0; i < 6; i++) {
      WITNESSES.add(NoteSigner.witness("w" + i, SigningKey.generate()));
    }
  }

  private static String witness(int i) {
    return "witness W" + i + " " + WITNESSES.get(i).verifier().text() + "\n";
  }

  private static VerifierKey key(int i) {
    return WITNESSES.get(i).verifier();
  }

  private static Policy read(String text) throws NoteException {
    return PolicyReader.read(Bytes.utf8(text));
  }

  @Test
  void groupsOfGroupsAreCountedAsTheSpecificationsExampleIs() throws NoteException {
    Policy policy =
        read(
            "# an example\n\nlog "
                + LOG.verifier().text()
                + " https://log.example/\n"
                + witness(0)
                + witness(1)
                + witness(2)
                + "group X 2 W0 W1 W2\n"
                + witness(3)
                + witness(4)
                + "  \twitness  W5\t"
                + key(5).text()
                + "  https://w5.example/ \n"
                + "group Y any W3 W4 W5\ngroup X-and-Y all X Y\nquorum X-and-Y\n");
    assertThat(policy.logs()).containsEntry(LOG.verifier(), Optional.of("https://log.example/"));
    assertThat(policy.witnesses())
        .containsEntry("W5", new Policy.Witness(key(5), Optional.of("https://w5.example/")));
    assertThat(policy.quorum().isMetBy(Set.of(key(0), key(2), key(4)))).isTrue();
    assertThat(policy.quorum().isMetBy(Set.of(key(0), key(1), key(2)))).isFalse();
    assertThat(policy.quorum().isMetBy(Set.of(key(0), key(3), key(4), key(5)))).isFalse();
  }

  private static String nested(int groups) {
    StringBuilder text = new StringBuilder(witness(0)).append("group G1 any W0\n");
    for (int i = 2; i <= groups; i++) {
      text.append("group G" + i + " any G" + (i - 1) + "\n");
    }
    return text.append("quorum G" + groups + "\n").toString();
  }

  @Test
  void groupsLieWithinEachOtherAsDeepAsTheBoundSaysAndNoDeeper() throws NoteException {
    int most = PolicyReader.MAX_DEPTH_GROUPS;
    assertThat(read(nested(most)).quorum().isMetBy(Set.of(key(0)))).isTrue();
    for (int groups : new int[] {most + 1, 40_000}) {
      assertThatThrownBy(() -> read(nested(groups)))
          .isInstanceOf(NoteException.class)
          .hasMessageContaining("line " + (most + 2) + ": ")
          .hasMessageContaining("more than 32 groups within each other");
    }
  }

  @Test
  void nobodyIsEnoughWhereNobodyIsAskedFor() throws NoteException {
    assertThat(read("quorum none\n").quorum().isMetBy(Set.of())).isTrue();
    assertThat(read(witness(0) + "quorum W0").quorum().isMetBy(Set.of())).isFalse();
    assertThat(read(witness(0) + "quorum W0").quorum().isMetBy(Set.of(key(0)))).isTrue();
  }

  @Test
  void onlyCosignaturesThatHoldAreCounted() throws NoteException {
    Policy policy =
        Policy.of(
            2,
            List.of(
                new Policy.Witness(key(0), Optional.empty()),
                new Policy.Witness(key(1), Optional.empty())));
    SignedNote note = new SignedNote("a\n", List.of(LOG.sign("a\n", Instant.EPOCH)));
    SignedNote once = note.with(WITNESSES.get(0).sign("a\n", Instant.EPOCH));
    assertThat(policy.isMetBy(once, CHECK)).isFalse();
    assertThat(policy.isMetBy(once.with(WITNESSES.get(0).sign("a\n", Instant.EPOCH)), CHECK))
        .isFalse();
    assertThat(policy.isMetBy(once.with(WITNESSES.get(1).sign("a\n", Instant.EPOCH)), CHECK))
        .isTrue();
    SignedNote forged = once.with(WITNESSES.get(1).sign("b\n", Instant.EPOCH));
    assertThatThrownBy(() -> policy.isMetBy(forged, CHECK)).isInstanceOf(NoteException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "quorum",
        "quorum none\nquorum none",
        "quorum W0",
        "W0quorum W0\nW0",
        "W0group none any W0\nquorum none",
        "W0group G 2 W0\nquorum G",
        "W0group G 0 W0\nquorum G",
        "W0group G 01 W0\nquorum G",
        "W0group G any\nquorum G",
        "W0W1group G any W0 W0\nquorum G",
        "W0W1group G any W0\ngroup H any W0 W1\nquorum H",
        "group G any W0\nW0quorum G",
        "log W0\nquorum none",
        "witness X example.com+00000000+AAAA\nquorum none",
        "quorum none\r\n",
        "final none\nquorum none"
      })
  void whatIsNoPolicyIsRefused(String text) {
    String policy =
        text.replaceAll("W0(?=quorum|group|W1)", witness(0))
            .replace("W1group", witness(1) + "group");
    assertThatThrownBy(() -> read(policy))
        .isInstanceOfSatisfying(
            NoteException.class, e -> assertThat(e.reason()).isEqualTo(NoteReason.BAD_POLICY));
  }

  @Test
  void aRefusalNamesTheLineAndSaysEachThingOnce() {
    assertThatThrownBy(() -> read("quorum none\nfinal none"))
        .hasMessage(
            "a line of the policy cannot be read: line 2: neither log, witness, group nor quorum");
    assertThatThrownBy(() -> read("witness X no-key"))
        .hasMessageStartingWith("a line of the policy cannot be read: line 1: ")
        .hasMessageContaining(NoteReason.BAD_VERIFIER_KEY.text());
    assertThatThrownBy(() -> read("# nothing"))
        .hasMessage("a line of the policy cannot be read: no quorum");
  }
}
