package io.vivim.blockbuilder.note;

import io.vivim.codec.Bytes;
import io.vivim.did.SignatureVerifier;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Checks who signed a note. For any thread. */
public final class NoteCheck {
  private static final String COSIGNATURE_HEADER = "cosignature/v1\ntime ";

  private final SignatureVerifier verifier;

  public NoteCheck(SignatureVerifier verifier) {
    this.verifier = verifier;
  }

  /**
   * Those of these keys that signed a note, each with the time at which it did, where it says so.
   *
   * @throws NoteException where a signature under the name and id of one of them fails
   */
  public Map<VerifierKey, Optional<Instant>> signers(SignedNote note, Collection<VerifierKey> known)
      throws NoteException {
    Map<VerifierKey, Optional<Instant>> signers = new LinkedHashMap<>();
    for (VerifierKey key : known) {
      for (NoteSignature signature : note.signatures()) {
        if (signature.isOf(key)) {
          signers.put(key, check(note.text(), signature.signature(), key));
        }
      }
    }
    return signers;
  }

  private Optional<Instant> check(String text, Bytes signature, VerifierKey key)
      throws NoteException {
    if (key.type() == VerifierKey.Type.NOTE) {
      require(key, Bytes.utf8(text), signature);
      return Optional.empty();
    }
    if (signature.size() < Long.BYTES) {
      throw new NoteException(NoteReason.SIGNATURE_FAILS, key.name());
    }
    long seconds = signature.longAt(0);
    if (seconds < 0 || seconds > Instant.MAX.getEpochSecond()) {
      throw new NoteException(NoteReason.BAD_TIME, key.name());
    }
    require(key, cosigned(text, seconds), signature.from(Long.BYTES));
    return Optional.of(Instant.ofEpochSecond(seconds));
  }

  private void require(VerifierKey key, Bytes message, Bytes signature) throws NoteException {
    if (!verifier.verify(key.publicKey(), message, signature).isValid()) {
      throw new NoteException(NoteReason.SIGNATURE_FAILS, key.name());
    }
  }

  /** What a cosignature is over (C2SP tlog-cosignature, "Ed25519 signed message"). */
  static Bytes cosigned(String text, long seconds) {
    return Bytes.utf8(COSIGNATURE_HEADER + seconds + "\n" + text);
  }
}
