package io.vivim.blockbuilder.note;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vivim.blockbuilder.merkle.TreeHasher;
import io.vivim.blockbuilder.merkle.TreeHead;
import io.vivim.codec.Bytes;
import io.vivim.did.SignatureVerifier;
import io.vivim.did.SigningKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Proof files: what they prove, and that not a bit of one can be changed. */
final class ProofFileTest {
  private static final NoteCheck CHECK = new NoteCheck(SignatureVerifier.create());
  private static final NoteSigner LOG = NoteSigner.ofNotes("log.example", SigningKey.generate());
  private static final TreeHasher HASHER = new TreeHasher();
  private static final Bytes LEAF = HASHER.leaf(Bytes.utf8("b"));
  private static final Bytes BESIDE = HASHER.leaf(Bytes.utf8("a"));
  private static final Bytes ABOVE = HASHER.leaf(Bytes.utf8("c"));

  /** Of the second leaf of three. */
  private static ProofFile proof() {
    TreeHead head = new TreeHead(3, HASHER.node(HASHER.node(BESIDE, LEAF), ABOVE));
    String text = new Checkpoint("log.example", head).text();
    SignedNote note = new SignedNote(text, List.of(LOG.sign(text, Instant.EPOCH)));
    return new ProofFile(Optional.empty(), 1, List.of(BESIDE, ABOVE), note);
  }

  @Test
  void aProofIsReadAsItIsWrittenAndLeadsToItsCheckpoint() throws NoteException {
    ProofFile read = ProofFile.parse(proof().encode());
    assertThat(read).isEqualTo(proof());
    assertThat(read.check(LEAF, LOG.verifier(), CHECK).head().size()).isEqualTo(3);
    ProofFile withMore =
        new ProofFile(Optional.of(Bytes.utf8("more")), 1, read.path(), read.note());
    assertThat(ProofFile.parse(withMore.encode())).isEqualTo(withMore);
  }

  @Test
  void notABitOfItCanBeChanged() {
    byte[] file = proof().encode().toArray();
    for (int bit = 0; bit < file.length * Byte.SIZE; bit++) {
      byte[] changed = file.clone();
      changed[bit / Byte.SIZE] ^= (byte) (1 << (bit % Byte.SIZE));
      assertThatThrownBy(
              () -> ProofFile.parse(Bytes.owning(changed)).check(LEAF, LOG.verifier(), CHECK))
          .isInstanceOf(NoteException.class);
    }
  }

  @Test
  void anotherLeafIsNotProven() {
    assertThatThrownBy(() -> proof().check(BESIDE, LOG.verifier(), CHECK))
        .isInstanceOfSatisfying(
            NoteException.class, e -> assertThat(e.reason()).isEqualTo(NoteReason.NOT_PROVEN));
  }

  @Test
  void nothingIsProvenByMoreHashesThanLeadToAnyLeaf() {
    List<Bytes> path = java.util.Collections.nCopies(ProofFile.MAX_HASHES + 1, BESIDE);
    Bytes file = new ProofFile(Optional.empty(), 1, path, proof().note()).encode();
    assertThatThrownBy(() -> ProofFile.parse(file)).isInstanceOf(NoteException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "c2sp.org/tlog-proof@v1\n",
        "c2sp.org/tlog-proof@v2\nindex 1\n\n",
        "c2sp.org/tlog-proof@v1\nextra a\nindex 1\n\n",
        "c2sp.org/tlog-proof@v1\nindex 01\n\n",
        "c2sp.org/tlog-proof@v1\nindex 1\nextra YQ==\n\n",
        "c2sp.org/tlog-proof@v1\nindex 1\nYQ==\n\n",
        "c2sp.org/tlog-proof@v1\n\n",
        "c2sp.org/tlog-proof@v1\nindex 1\n"
      })
  void whatIsNoProofIsRefused(String beginning) {
    Bytes file = Bytes.concat(Bytes.utf8(beginning), proof().note().encode());
    assertThatThrownBy(() -> ProofFile.parse(file)).isInstanceOf(NoteException.class);
  }
}
