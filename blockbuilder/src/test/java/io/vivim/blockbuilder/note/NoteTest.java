package io.vivim.blockbuilder.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vivim.blockbuilder.merkle.TreeHead;
import io.vivim.codec.Bytes;
import io.vivim.did.SignatureVerifier;
import io.vivim.did.SigningKey;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Notes, with the example of the specification, and what is refused of them. */
final class NoteTest {
  private static final NoteCheck CHECK = new NoteCheck(SignatureVerifier.create());

  private static final String EXAMPLE_KEY =
      "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
  private static final String EXAMPLE =
      """
      This is an example message.

      \u2014 example.com/foo Uw2QOkn8srV1yJGh2VYRlL1Tnagv1YEq6TfXppzi2ONncAlTgK7Ztg1ERYNZXsYjOBH3mFXmRKuwHjG1Yu72IneyaQM=
      """;

  private static final NoteSigner LOG =
      NoteSigner.ofNotes("example.com/log", SigningKey.generate());
  private static final NoteSigner WITNESS =
      NoteSigner.witness("example.com/witness", SigningKey.generate());
  private static final Instant TIME = Instant.ofEpochSecond(1_679_315_147);

  private static SignedNote signed(String text) {
    return new SignedNote(text, List.of(LOG.sign(text, TIME)));
  }

  private static NoteReason reason(org.assertj.core.api.ThrowableAssert.ThrowingCallable call) {
    Throwable thrown = org.assertj.core.api.Assertions.catchThrowable(call);
    assertThat(thrown).isInstanceOf(NoteException.class);
    return ((NoteException) thrown).reason();
  }

  @Test
  void theExampleOfTheSpecificationIsSignedByItsKey() throws NoteException {
    VerifierKey key = VerifierKey.parse(EXAMPLE_KEY);
    SignedNote note = SignedNote.parse(Bytes.utf8(EXAMPLE));
    assertThat(CHECK.signers(note, List.of(key))).containsOnlyKeys(key);
    assertThat(note.text()).isEqualTo("This is an example message.\n");
    assertThat(note.encode()).isEqualTo(Bytes.utf8(EXAMPLE));
    assertThat(key.text()).isEqualTo(EXAMPLE_KEY);
  }

  @Test
  void aChangedTextIsNotSigned() throws NoteException {
    VerifierKey key = VerifierKey.parse(EXAMPLE_KEY);
    SignedNote note = SignedNote.parse(Bytes.utf8(EXAMPLE.replace("example message", "example")));
    assertThat(reason(() -> CHECK.signers(note, List.of(key))))
        .isEqualTo(NoteReason.SIGNATURE_FAILS);
  }

  @Test
  void whatIsSignedIsChecked() throws NoteException {
    SignedNote note =
        SignedNote.parse(signed("a\n\nb\n").with(WITNESS.sign("a\n\nb\n", TIME)).encode());
    assertThat(note.text()).isEqualTo("a\n\nb\n");
    Map<VerifierKey, Optional<Instant>> signers =
        CHECK.signers(note, List.of(LOG.verifier(), WITNESS.verifier()));
    assertThat(signers)
        .containsEntry(LOG.verifier(), Optional.empty())
        .containsEntry(WITNESS.verifier(), Optional.of(TIME));
  }

  @Test
  void aCosignatureIsOverItsTime() {
    NoteSignature cosignature = WITNESS.sign("a\n", TIME);
    byte[] later = cosignature.signature().toArray();
    later[7] ^= 1;
    SignedNote note =
        new SignedNote(
            "a\n",
            List.of(
                new NoteSignature(cosignature.name(), cosignature.keyId(), Bytes.owning(later))));
    assertThat(reason(() -> CHECK.signers(note, List.of(WITNESS.verifier()))))
        .isEqualTo(NoteReason.SIGNATURE_FAILS);
  }

  @Test
  void signaturesOfOthersCountForNothing() throws NoteException {
    NoteSigner sameName = NoteSigner.ofNotes("example.com/log", SigningKey.generate());
    SignedNote note = signed("a\n").with(sameName.sign("b\n", TIME));
    assertThat(CHECK.signers(note, List.of(LOG.verifier()))).containsOnlyKeys(LOG.verifier());
  }

  @Test
  void aGoodSignatureDoesNotMakeUpForABadOne() {
    SignedNote note = signed("a\n").with(LOG.sign("b\n", TIME));
    assertThat(reason(() -> CHECK.signers(note, List.of(LOG.verifier()))))
        .isEqualTo(NoteReason.SIGNATURE_FAILS);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "a\n",
        "a\n\n",
        "a\n\n\u2014 k AAAAAAA=",
        "a\n\n- k AAAAAAA=\n",
        "a\n\n\u2014 k AAAAAAA=\n\n",
        "a\n\n\u2014 k AAAA\n",
        "a\n\n\u2014 k AAAAAAA\n",
        "a\n\n\u2014 k AAAAAAB=\n",
        "a\n\n\u2014 k+ AAAAAAA=\n",
        "a\n\n\u2014  AAAAAAA=\n",
        "a\n\n\u2014 k\u00a0 AAAAAAA=\n",
        "a\n\n\u2014 k AAAAAAA= \n",
        "a\r\n\n\u2014 k AAAAAAA=\n",
        "a\t\n\n\u2014 k AAAAAAA=\n"
      })
  void whatIsNoNoteIsRefused(String text) {
    assertThatThrownBy(() -> SignedNote.parse(Bytes.utf8(text))).isInstanceOf(NoteException.class);
  }

  @Test
  void bytesThatAreNoTextAreRefused() {
    Bytes note = Bytes.concat(Bytes.fromHex("ff"), signed("a\n").encode());
    assertThat(reason(() -> SignedNote.parse(note))).isEqualTo(NoteReason.NOT_UTF8);
  }

  @Test
  void sixteenSignaturesAndMoreAreTakenButNotAnyNumber() throws NoteException {
    SignedNote note = signed("a\n");
    for (int i = 1; i < SignedNote.MAX_SIGNATURES; i++) {
      note = note.with(WITNESS.sign("a\n", TIME));
    }
    assertThat(SignedNote.parse(note.encode()).signatures()).hasSize(SignedNote.MAX_SIGNATURES);
    Bytes oneMore = note.with(WITNESS.sign("a\n", TIME)).encode();
    assertThat(reason(() -> SignedNote.parse(oneMore))).isEqualTo(NoteReason.TOO_MANY_SIGNATURES);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "example.com/foo",
        "example.com/foo+530d903a",
        "example.com/foo+530d903b+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/bar+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530D903A+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530d903a+AukyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2",
        "example.com/foo+530d903a+AekyeRrm",
        "example com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k",
        "+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k"
      })
  void whatIsNoKeyIsRefused(String text) {
    assertThatThrownBy(() -> VerifierKey.parse(text)).isInstanceOf(NoteException.class);
  }

  @Test
  void aCheckpointIsReadAsItIsWritten() throws NoteException {
    Checkpoint checkpoint = new Checkpoint(LOG.verifier().name(), TreeHead.EMPTY);
    SignedNote note = signed(checkpoint.text());
    assertThat(Checkpoint.open(SignedNote.parse(note.encode()), LOG.verifier(), CHECK))
        .isEqualTo(checkpoint);
    Checkpoint extended = new Checkpoint("o", TreeHead.EMPTY, List.of("more", "and more"));
    assertThat(Checkpoint.parse(extended.text())).isEqualTo(extended);
  }

  @Test
  void aCheckpointOfAnotherLogOrOfNobodyIsRefused() {
    SignedNote other = signed(new Checkpoint("example.com/other", TreeHead.EMPTY).text());
    assertThat(reason(() -> Checkpoint.open(other, LOG.verifier(), CHECK)))
        .isEqualTo(NoteReason.OTHER_ORIGIN);
    SignedNote unsigned =
        new SignedNote(
            new Checkpoint(LOG.verifier().name(), TreeHead.EMPTY).text(),
            List.of(WITNESS.sign("x\n", TIME)));
    assertThat(reason(() -> Checkpoint.open(unsigned, LOG.verifier(), CHECK)))
        .isEqualTo(NoteReason.NOT_SIGNED);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "o\n0\n",
        "\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
        "o\n00\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
        "o\n-1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
        "o\n9223372036854775808\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n",
        "o\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuF==\n",
        "o\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n",
        "o\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU="
      })
  void whatIsNoCheckpointIsRefused(String text) {
    assertThatThrownBy(() -> Checkpoint.parse(text)).isInstanceOf(NoteException.class);
  }
}
