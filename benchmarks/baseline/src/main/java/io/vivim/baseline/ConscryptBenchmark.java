package io.vivim.baseline;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Provider;
import java.security.PublicKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.conscrypt.Conscrypt;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Ed25519 of Conscrypt, called with nothing in between: keys that were made before, one {@link
 * Signature} used over and over.
 */
@State(Scope.Thread)
public class ConscryptBenchmark {
  // The DER in front of the key's 32 bytes (RFC 8410, sections 4 and 7).
  private static final byte[] BEFORE_PUBLIC_KEY =
      HexFormat.of().parseHex("302a300506032b6570032100");
  private static final byte[] BEFORE_SEED =
      HexFormat.of().parseHex("302e020100300506032b657004220420");

  private final PublicKey[] publicKeys = new PublicKey[Ed25519Workload.KEYS];
  private final PrivateKey[] privateKeys = new PrivateKey[Ed25519Workload.KEYS];
  private final byte[][] messages = new byte[Ed25519Workload.KEYS][];
  private final byte[][] signatures = new byte[Ed25519Workload.KEYS][];
  private final Signature signature;
  private int next;

  public ConscryptBenchmark() {
    try {
      signature = Signature.getInstance("Ed25519", Conscrypt.newProvider());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Conscrypt has no Ed25519 here", e);
    }
  }

  /** Makes the keys and checks that the provider and the workload's maker agree. */
  @Setup
  public void makeKeys() throws GeneralSecurityException {
    Provider provider = signature.getProvider();
    KeyFactory factory = KeyFactory.getInstance("Ed25519", provider);
    List<Ed25519Workload> workload = Ed25519Workload.make();
    for (int i = 0; i < workload.size(); i++) {
      Ed25519Workload one = workload.get(i);
      publicKeys[i] =
          factory.generatePublic(new X509EncodedKeySpec(join(BEFORE_PUBLIC_KEY, one.publicKey())));
      privateKeys[i] =
          factory.generatePrivate(new PKCS8EncodedKeySpec(join(BEFORE_SEED, one.seed())));
      messages[i] = one.message();
      signatures[i] = one.signature();
      if (!verify() || !Arrays.equals(signatures[i], signatureAt(i))) {
        throw new IllegalStateException("Conscrypt and the JDK disagree");
      }
    }
  }

  @Benchmark
  public boolean verify() throws GeneralSecurityException {
    int i = turn();
    signature.initVerify(publicKeys[i]);
    signature.update(messages[i]);
    return signature.verify(signatures[i]);
  }

  @Benchmark
  public byte[] sign() throws GeneralSecurityException {
    return signatureAt(turn());
  }

  private byte[] signatureAt(int i) throws GeneralSecurityException {
    signature.initSign(privateKeys[i]);
    signature.update(messages[i]);
    return signature.sign();
  }

  /** Each key in turn. */
  private int turn() {
    int turn = next;
    next = (turn + 1) % Ed25519Workload.KEYS;
    return turn;
  }

  private static byte[] join(byte[] first, byte[] second) {
    byte[] joined = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, joined, first.length, second.length);
    return joined;
  }
}
