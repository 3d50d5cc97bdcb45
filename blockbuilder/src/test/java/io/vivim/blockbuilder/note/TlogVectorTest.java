package io.vivim.blockbuilder.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vivim.blockbuilder.merkle.Tile;
import io.vivim.blockbuilder.merkle.TreeHasher;
import io.vivim.codec.Bytes;
import io.vivim.did.SignatureVerifier;
import io.vivim.testvectors.VectorCase;
import io.vivim.testvectors.Vectors;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The vectors of logs, which were made without our code. */
final class TlogVectorTest {
  private static final Vectors VECTORS = Vectors.load("tlog");
  private static final NoteCheck CHECK = new NoteCheck(SignatureVerifier.create());

  static List<VectorCase> valid() {
    return VECTORS.cases("valid");
  }

  static List<VectorCase> invalid() {
    return VECTORS.cases("invalid");
  }

  static List<VectorCase> keys() {
    return VECTORS.cases("keys");
  }

  static List<VectorCase> invalidKeys() {
    return VECTORS.cases("invalidKeys");
  }

  static List<VectorCase> tiles() {
    return VECTORS.cases("tiles");
  }

  static List<VectorCase> invalidTiles() {
    return VECTORS.cases("invalidTiles");
  }

  private static Checkpoint checked(VectorCase given) throws NoteException {
    Bytes leaf = new TreeHasher().leaf(Bytes.fromHex(given.text("entry")));
    VerifierKey key = VerifierKey.parse(given.text("key"));
    return ProofFile.parse(Bytes.utf8(given.text("file"))).check(leaf, key, CHECK);
  }

  @ParameterizedTest
  @MethodSource("valid")
  void aGoodProofIsBelieved(VectorCase given) throws NoteException {
    Bytes file = Bytes.utf8(given.text("file"));
    ProofFile proof = ProofFile.parse(file);
    assertThat(proof.encode()).isEqualTo(file);
    assertThat(proof.index()).isEqualTo(given.number("index"));
    assertThat(checked(given).head().size()).isEqualTo(given.number("size"));
    VerifierKey witness = VerifierKey.parse(given.text("witness"));
    assertThat(CHECK.signers(proof.note(), List.of(witness)).containsKey(witness))
        .isEqualTo(given.flag("witnessed"));
  }

  @ParameterizedTest
  @MethodSource("invalid")
  void aBadProofIsRefusedWithItsReason(VectorCase given) {
    assertThatThrownBy(() -> checked(given))
        .isInstanceOfSatisfying(
            NoteException.class,
            e -> assertThat(e.reason().name()).isEqualTo(given.text("reason")));
  }

  @ParameterizedTest
  @MethodSource("keys")
  void aGoodKeyIsRead(VectorCase given) throws NoteException {
    VerifierKey key = VerifierKey.parse(given.text("text"));
    assertThat(key.name()).isEqualTo(given.text("name"));
    assertThat(key.publicKey().toHex()).isEqualTo(given.text("publicKey"));
    assertThat(key.type().name()).isEqualTo(given.text("type"));
    assertThat(key.text()).isEqualTo(given.text("text"));
  }

  @ParameterizedTest
  @MethodSource("invalidKeys")
  void aBadKeyIsRefusedWithItsReason(VectorCase given) {
    assertThatThrownBy(() -> VerifierKey.parse(given.text("text")))
        .isInstanceOfSatisfying(
            NoteException.class,
            e -> assertThat(e.reason().name()).isEqualTo(given.text("reason")));
  }

  @ParameterizedTest
  @MethodSource("tiles")
  void aTileHasOneName(VectorCase given) {
    Tile tile =
        new Tile((int) given.number("level"), given.number("index"), (int) given.number("width"));
    assertThat(tile.path()).isEqualTo(given.text("path"));
    assertThat(Tile.parse(given.text("path"))).contains(tile);
  }

  @ParameterizedTest
  @MethodSource("invalidTiles")
  void anotherNameIsNone(VectorCase given) {
    assertThat(Tile.parse(given.text("path"))).isEmpty();
  }
}
