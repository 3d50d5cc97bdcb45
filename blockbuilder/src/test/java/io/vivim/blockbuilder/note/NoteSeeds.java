package io.vivim.blockbuilder.note;

import io.vivim.blockbuilder.merkle.TreeHead;
import io.vivim.codec.Bytes;
import io.vivim.did.SigningKey;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Good texts of each kind, from which fuzzing begins. */
final class NoteSeeds {
  private static final Bytes HASH = Bytes.owning(new byte[32]);

  private NoteSeeds() {}

  private static SignedNote note() {
    NoteSigner log = NoteSigner.ofNotes("example.org/log", SigningKey.generate());
    NoteSigner witness = NoteSigner.witness("witness.example", SigningKey.generate());
    String text = new Checkpoint("example.org/log", new TreeHead(3, HASH), List.of("more")).text();
    return new SignedNote(
        text, List.of(log.sign(text, Instant.EPOCH), witness.sign(text, Instant.EPOCH)));
  }

  static Stream<byte[]> notes() {
    return Stream.of(note().encode().toArray());
  }

  static Stream<byte[]> checkpoints() {
    return Stream.of(note().text().getBytes(StandardCharsets.UTF_8));
  }

  static Stream<byte[]> proofs() {
    return Stream.of(
        new ProofFile(Optional.of(HASH), 2, List.of(HASH), note()).encode().toArray(),
        new ProofFile(Optional.empty(), 0, List.of(), note()).encode().toArray());
  }

  static Stream<byte[]> requests() {
    return Stream.of(new WitnessRequest(1, List.of(HASH, HASH), note()).encode().toArray());
  }

  private static String key(VerifierKey.Type type) {
    return new VerifierKey("example.org/log", type, SigningKey.generate().publicKey()).text();
  }

  static Stream<byte[]> keys() {
    return Stream.of(VerifierKey.Type.values())
        .map(type -> key(type).getBytes(StandardCharsets.UTF_8));
  }

  static Stream<byte[]> policies() {
    String text =
        "# who is believed\nlog "
            + key(VerifierKey.Type.NOTE)
            + " https://example.org/log\nwitness a "
            + key(VerifierKey.Type.COSIGNATURE)
            + "\nwitness b "
            + key(VerifierKey.Type.COSIGNATURE)
            + " https://b.example\ngroup both all a b\nquorum both\n";
    return Stream.of(text.getBytes(StandardCharsets.UTF_8));
  }
}
