package io.vivim.benchmarks;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.util.SecretBytes;
import io.vivim.baseline.Ed25519Workload;
import io.vivim.codec.Bytes;
import io.vivim.did.SignatureVerifier;
import io.vivim.did.SigningKey;
import io.vivim.did.Verdict;
import java.security.GeneralSecurityException;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Signing and verifying as events do it: signing keys stay, while public keys, messages and
 * signatures come as bytes.
 */
@State(Scope.Thread)
public class SignatureBenchmark {
  private final SignatureVerifier verifier = SignatureVerifier.create();
  private final SigningKey[] signingKeys = new SigningKey[Ed25519Workload.KEYS];
  private final Bytes[] publicKeys = new Bytes[Ed25519Workload.KEYS];
  private final Bytes[] messages = new Bytes[Ed25519Workload.KEYS];
  private final Bytes[] signatures = new Bytes[Ed25519Workload.KEYS];
  private int next;

  /** Makes the keys and checks that ours are theirs. */
  @Setup
  public void makeKeys() throws GeneralSecurityException {
    List<Ed25519Workload> workload = Ed25519Workload.make();
    for (int i = 0; i < workload.size(); i++) {
      Ed25519Workload one = workload.get(i);
      signingKeys[i] =
          SigningKey.fromSeed(SecretBytes.copyFrom(one.seed(), InsecureSecretKeyAccess.get()));
      publicKeys[i] = Bytes.copyOf(one.publicKey());
      messages[i] = Bytes.copyOf(one.message());
      signatures[i] = Bytes.copyOf(one.signature());
      if (!verify().isValid() || !signingKeys[i].sign(messages[i]).equals(signatures[i])) {
        throw new IllegalStateException("we and the JDK disagree");
      }
    }
  }

  @Benchmark
  public Verdict verify() {
    int i = turn();
    return verifier.verify(publicKeys[i], messages[i], signatures[i]);
  }

  @Benchmark
  public Bytes sign() {
    int i = turn();
    return signingKeys[i].sign(messages[i]);
  }

  /** Each key in turn. */
  private int turn() {
    int turn = next;
    next = (turn + 1) % Ed25519Workload.KEYS;
    return turn;
  }
}
