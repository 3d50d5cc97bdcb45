package io.vivim.did;

import com.google.crypto.tink.PublicKeyVerify;
import io.vivim.codec.Bytes;
import java.security.GeneralSecurityException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Checks Ed25519 signatures by the one rule, the same with every provider: the equation without the
 * cofactor, S below L, canonical A and R, neither of small order.
 *
 * <p>It serves any number of threads. Authors sign again and again, so it keeps the last keys that
 * it met in the form that the provider works with; making that form costs a twentieth of a
 * verification.
 */
public final class SignatureVerifier {
  /** How many keys are kept ready; when there are as many, all are let go. */
  static final int MAX_READY_KEYS = 4096;

  private final SignatureProvider provider;

  /** Verifiers by the keys that passed {@link StrictRule}; any thread may lose or find one. */
  private final Map<Bytes, PublicKeyVerify> ready = new ConcurrentHashMap<>();

  private SignatureVerifier(SignatureProvider provider) {
    this.provider = provider;
  }

  /** A verifier on the fastest provider that this machine has. */
  public static SignatureVerifier create() {
    return new SignatureVerifier(SignatureProvider.preferred());
  }

  /**
   * A verifier on this provider.
   *
   * @throws IllegalStateException where it does not work on this machine
   */
  public static SignatureVerifier on(SignatureProvider provider) {
    if (!provider.isAvailable()) {
      throw new IllegalStateException("the native library does not load on this machine");
    }
    return new SignatureVerifier(provider);
  }

  public SignatureProvider provider() {
    return provider;
  }

  /** The verdict over bytes as they came; none of them has to have the right length. */
  public Verdict verify(Bytes publicKey, Bytes message, Bytes signature) {
    PublicKeyVerify verifier = ready.get(publicKey);
    if (verifier == null) {
      Verdict ofKey = StrictRule.checkPublicKey(publicKey.toArray());
      if (!ofKey.isValid()) {
        return ofKey;
      }
    }
    byte[] signatureBytes = signature.toArray();
    Verdict ofSignature = StrictRule.checkSignature(signatureBytes);
    if (!ofSignature.isValid()) {
      return ofSignature;
    }
    if (verifier == null) {
      verifier = madeReady(publicKey);
    }
    if (verifier != null && holds(verifier, message.toArray(), signatureBytes)) {
      return Verdict.VALID;
    }
    return StrictRule.isOnCurve(publicKey.toArray())
        ? Verdict.EQUATION
        : Verdict.PUBLIC_KEY_NOT_ON_CURVE;
  }

  private static boolean holds(PublicKeyVerify verifier, byte[] message, byte[] signature) {
    try {
      verifier.verify(signature, message);
      return true;
    } catch (GeneralSecurityException e) {
      // Tink says "no" by throwing.
      return false;
    }
  }

  /** How many keys are kept ready now. */
  int readyKeys() {
    return ready.size();
  }

  /** The provider's form of a key, or nothing where the provider refuses it as no point. */
  private @Nullable PublicKeyVerify madeReady(Bytes publicKey) {
    try {
      PublicKeyVerify made = provider.verifier(publicKey.toArray());
      if (ready.size() >= MAX_READY_KEYS) {
        ready.clear();
      }
      ready.put(publicKey.compact(), made);
      return made;
    } catch (GeneralSecurityException e) {
      return null;
    }
  }
}
