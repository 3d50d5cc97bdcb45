package io.vivim.did;

import io.vivim.codec.Bytes;
import java.security.GeneralSecurityException;

/**
 * Checks Ed25519 signatures by the one rule, the same with every provider: the equation without the
 * cofactor, S below L, canonical A and R, neither of small order.
 *
 * <p>It has no state and serves any number of threads.
 */
public final class SignatureVerifier {
  private final SignatureProvider provider;

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
    byte[] key = publicKey.toArray();
    Verdict ofKey = StrictRule.checkPublicKey(key);
    if (!ofKey.isValid()) {
      return ofKey;
    }
    byte[] signatureBytes = signature.toArray();
    Verdict ofSignature = StrictRule.checkSignature(signatureBytes);
    if (!ofSignature.isValid()) {
      return ofSignature;
    }
    if (equationHolds(key, message.toArray(), signatureBytes)) {
      return Verdict.VALID;
    }
    return StrictRule.isOnCurve(key) ? Verdict.EQUATION : Verdict.PUBLIC_KEY_NOT_ON_CURVE;
  }

  private boolean equationHolds(byte[] key, byte[] message, byte[] signature) {
    try {
      provider.verifier(key).verify(signature, message);
      return true;
    } catch (GeneralSecurityException e) {
      // Tink says "no" by throwing, and the same way for a key that is no point.
      return false;
    }
  }
}
