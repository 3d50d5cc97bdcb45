package io.vivim.did;

import com.google.crypto.tink.AccessesPartialKey;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.LowLevelCryptoCaller;
import com.google.crypto.tink.PublicKeySign;
import com.google.crypto.tink.PublicKeyVerify;
import com.google.crypto.tink.signature.Ed25519PrivateKey;
import com.google.crypto.tink.signature.Ed25519PublicKey;
import com.google.crypto.tink.signature.subtle.Ed25519Signer;
import com.google.crypto.tink.signature.subtle.Ed25519Verifier;
import com.google.crypto.tink.subtle.Ed25519Sign;
import com.google.crypto.tink.subtle.Ed25519Verify;
import com.google.crypto.tink.util.Bytes;
import java.security.GeneralSecurityException;
import java.security.Provider;
import java.security.Security;
import org.conscrypt.Conscrypt;

/**
 * Who does the arithmetic of Ed25519, always behind Tink's public interfaces.
 *
 * <p>Keys come from events and DIDs, not from keysets that are rotated, so Tink asks for the
 * annotations of those who know that.
 */
@LowLevelCryptoCaller
@AccessesPartialKey
public enum SignatureProvider {
  /** Conscrypt's native library, several times faster. */
  NATIVE {
    @Override
    PublicKeyVerify verifier(byte[] publicKey) throws GeneralSecurityException {
      return Ed25519Verifier.create(Ed25519PublicKey.create(Bytes.copyFrom(publicKey)));
    }

    @Override
    PublicKeySign signer(Ed25519PrivateKey key) throws GeneralSecurityException {
      return Ed25519Signer.create(key);
    }
  },

  /** Tink's own Java, which runs everywhere. */
  JAVA {
    @Override
    PublicKeyVerify verifier(byte[] publicKey) {
      return new Ed25519Verify(publicKey);
    }

    @Override
    PublicKeySign signer(Ed25519PrivateKey key) throws GeneralSecurityException {
      return new Ed25519Sign(key.getPrivateKeyBytes().toByteArray(InsecureSecretKeyAccess.get()));
    }
  };

  abstract PublicKeyVerify verifier(byte[] publicKey) throws GeneralSecurityException;

  abstract PublicKeySign signer(Ed25519PrivateKey key) throws GeneralSecurityException;

  /** The native provider where its library loads, and the Java one elsewhere. */
  public static SignatureProvider preferred() {
    return NATIVE.isAvailable() ? NATIVE : JAVA;
  }

  /**
   * Whether this provider works on this machine. For the native one, Conscrypt joins the end of the
   * JVM's list of providers, where Tink finds it by its name and nothing else is served by it
   * unasked.
   */
  public boolean isAvailable() {
    if (this == JAVA) {
      return true;
    }
    if (!Conscrypt.isAvailable()) {
      return false;
    }
    Provider conscrypt = Conscrypt.newProvider();
    if (Security.getProvider(conscrypt.getName()) == null) {
      Security.addProvider(conscrypt);
    }
    return true;
  }
}
