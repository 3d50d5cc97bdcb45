package io.vivim.blockbuilder.note;

import io.vivim.codec.Bytes;
import io.vivim.did.SigningKey;
import java.nio.ByteBuffer;
import java.time.Instant;

/** A key that signs notes under a name, or cosigns checkpoints: one of the two. */
public final class NoteSigner {
  private final SigningKey key;
  private final VerifierKey verifier;

  private NoteSigner(SigningKey key, VerifierKey verifier) {
    this.key = key;
    this.verifier = verifier;
  }

  /** One that signs what notes say. */
  public static NoteSigner ofNotes(String name, SigningKey key) {
    return new NoteSigner(key, new VerifierKey(name, VerifierKey.Type.NOTE, key.publicKey()));
  }

  /** A witness, whose key signs nothing else. */
  public static NoteSigner witness(String name, SigningKey key) {
    return new NoteSigner(
        key, new VerifierKey(name, VerifierKey.Type.COSIGNATURE, key.publicKey()));
  }

  /** The key by which others check it. */
  public VerifierKey verifier() {
    return verifier;
  }

  /**
   * Signs a text.
   *
   * @param time of a cosignature; a note's signature has none
   */
  public NoteSignature sign(String text, Instant time) {
    Bytes signature =
        switch (verifier.type()) {
          case NOTE -> key.sign(Bytes.utf8(text));
          case COSIGNATURE -> {
            long seconds = time.getEpochSecond();
            Bytes stamp = Bytes.owning(ByteBuffer.allocate(Long.BYTES).putLong(seconds).array());
            yield Bytes.concat(stamp, key.sign(NoteCheck.cosigned(text, seconds)));
          }
        };
    return new NoteSignature(verifier.name(), verifier.id(), signature);
  }
}
