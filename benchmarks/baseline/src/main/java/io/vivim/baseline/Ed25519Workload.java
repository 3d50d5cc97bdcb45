package io.vivim.baseline;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.interfaces.EdECPrivateKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What signing and verifying are measured on, ours and the provider's alike: one of 64 keys, with a
 * message of 500 bytes and its signature.
 *
 * <p>The JDK's own provider makes them, so that neither side's has seen them before.
 */
public final class Ed25519Workload {
  public static final int KEYS = 64;
  public static final int MESSAGE_BYTES = 500;

  private static final String MAKER = "SunEC";
  private static final int PUBLIC_KEY_BYTES = 32;

  private final byte[] seed;
  private final byte[] publicKey;
  private final byte[] message;
  private final byte[] signature;

  private Ed25519Workload(SecureRandom random) throws GeneralSecurityException {
    KeyPair pair = KeyPairGenerator.getInstance("Ed25519", MAKER).generateKeyPair();
    seed = ((EdECPrivateKey) pair.getPrivate()).getBytes().orElseThrow();
    byte[] info = pair.getPublic().getEncoded();
    publicKey = Arrays.copyOfRange(info, info.length - PUBLIC_KEY_BYTES, info.length);
    message = new byte[MESSAGE_BYTES];
    random.nextBytes(message);
    Signature signer = Signature.getInstance("Ed25519", MAKER);
    signer.initSign(pair.getPrivate());
    signer.update(message);
    signature = signer.sign();
  }

  /** One for each of {@link #KEYS} new keys. */
  public static List<Ed25519Workload> make() throws GeneralSecurityException {
    SecureRandom random = new SecureRandom();
    List<Ed25519Workload> all = new ArrayList<>();
    for (int i = 0; i < KEYS; i++) {
      all.add(new Ed25519Workload(random));
    }
    return List.copyOf(all);
  }

  /** The 32 bytes that are the whole secret. */
  public byte[] seed() {
    return seed.clone();
  }

  public byte[] publicKey() {
    return publicKey.clone();
  }

  public byte[] message() {
    return message.clone();
  }

  public byte[] signature() {
    return signature.clone();
  }
}
