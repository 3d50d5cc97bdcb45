package io.vivim.did;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.crypto.tink.InsecureSecretKeyAccess;
import com.google.crypto.tink.util.SecretBytes;
import io.vivim.codec.Bytes;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;

class SignaturePropertiesTest {
  private static final SignatureVerifier NATIVE = SignatureVerifier.on(SignatureProvider.NATIVE);
  private static final SignatureVerifier JAVA = SignatureVerifier.on(SignatureProvider.JAVA);

  @Property
  void whatOneProviderSignsBothAcceptAndTheSignaturesAreTheSame(
      @ForAll @Size(32) byte[] seed, @ForAll byte[] message) {
    SecretBytes secret = SecretBytes.copyFrom(seed, InsecureSecretKeyAccess.get());
    SigningKey natively = SigningKey.fromSeed(secret, SignatureProvider.NATIVE);
    SigningKey inJava = SigningKey.fromSeed(secret, SignatureProvider.JAVA);
    Bytes signature = natively.sign(Bytes.copyOf(message));

    assertThat(inJava.sign(Bytes.copyOf(message))).isEqualTo(signature);
    assertThat(NATIVE.verify(natively.publicKey(), Bytes.copyOf(message), signature))
        .isEqualTo(Verdict.VALID);
    assertThat(JAVA.verify(natively.publicKey(), Bytes.copyOf(message), signature))
        .isEqualTo(Verdict.VALID);
  }

  @Property
  void aSignatureWithAnyBitTurnedIsInvalidAndBothSayWhyAlike(
      @ForAll @Size(32) byte[] seed, @ForAll @IntRange(max = 8 * 128 - 1) int bit) {
    SigningKey key = SigningKey.fromSeed(SecretBytes.copyFrom(seed, InsecureSecretKeyAccess.get()));
    Bytes message = Bytes.copyOf(new byte[32]);
    byte[] all = Bytes.concat(key.publicKey(), message, key.sign(message)).toArray();
    all[bit / 8] ^= (byte) (1 << (bit % 8));
    Bytes turned = Bytes.copyOf(all);

    Verdict verdict = NATIVE.verify(turned.slice(0, 32), turned.slice(32, 64), turned.from(64));

    assertThat(verdict).isNotEqualTo(Verdict.VALID);
    assertThat(JAVA.verify(turned.slice(0, 32), turned.slice(32, 64), turned.from(64)))
        .isEqualTo(verdict);
  }

  @Property
  void bothProvidersAgreeOnKeysAndSignaturesMadeOfEdges(
      @ForAll("points") Bytes publicKey,
      @ForAll("points") Bytes r,
      @ForAll("scalars") Bytes s,
      @ForAll @Size(max = 4) byte[] message) {
    Bytes signature = Bytes.concat(r, s);

    assertThat(JAVA.verify(publicKey, Bytes.copyOf(message), signature))
        .isEqualTo(NATIVE.verify(publicKey, Bytes.copyOf(message), signature));
  }

  @Property
  void bytesOfAnyLengthGetAVerdict(
      @ForAll byte[] publicKey, @ForAll byte[] message, @ForAll byte[] signature) {
    Verdict verdict =
        NATIVE.verify(Bytes.copyOf(publicKey), Bytes.copyOf(message), Bytes.copyOf(signature));

    assertThat(verdict).isNotEqualTo(Verdict.VALID);
    assertThat(JAVA.verify(Bytes.copyOf(publicKey), Bytes.copyOf(message), Bytes.copyOf(signature)))
        .isEqualTo(verdict);
  }

  /** Encodings at the edges of the field, of the small-order points, and of honest keys. */
  @Provide
  Arbitrary<Bytes> points() {
    BigInteger p = BigInteger.ONE.shiftLeft(255).subtract(BigInteger.valueOf(19));
    List<Bytes> edges = new ArrayList<>();
    for (int i = -20; i < 20; i++) {
      edges.add(littleEndian(p.add(BigInteger.valueOf(i)).mod(BigInteger.ONE.shiftLeft(255)), 0));
      edges.add(
          littleEndian(p.add(BigInteger.valueOf(i)).mod(BigInteger.ONE.shiftLeft(255)), 0x80));
      edges.add(littleEndian(BigInteger.valueOf(i + 20), 0));
      edges.add(littleEndian(BigInteger.valueOf(i + 20), 0x80));
    }
    edges.add(Bytes.fromHex("26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05"));
    edges.add(Bytes.fromHex("c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa"));
    for (int i = 0; i < 8; i++) {
      edges.add(SigningKey.generate().publicKey());
    }
    return Arbitraries.of(edges);
  }

  /** Scalars around zero and around the first multiples of the group order. */
  @Provide
  Arbitrary<Bytes> scalars() {
    BigInteger order =
        BigInteger.ONE.shiftLeft(252).add(new BigInteger("27742317777372353535851937790883648493"));
    return Arbitraries.integers()
        .between(0, 15)
        .flatMap(
            times ->
                Arbitraries.integers()
                    .between(-2, 2)
                    .map(
                        offset ->
                            littleEndian(
                                order
                                    .multiply(BigInteger.valueOf(times))
                                    .add(BigInteger.valueOf(offset))
                                    .mod(BigInteger.ONE.shiftLeft(256)),
                                0)));
  }

  private static Bytes littleEndian(BigInteger number, int lastBits) {
    byte[] out = new byte[32];
    BigInteger rest = number;
    for (int i = 0; i < out.length; i++) {
      out[i] = rest.byteValue();
      rest = rest.shiftRight(8);
    }
    out[31] |= (byte) lastBits;
    return Bytes.copyOf(out);
  }
}
