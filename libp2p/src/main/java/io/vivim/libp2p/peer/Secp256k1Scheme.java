package io.vivim.libp2p.peer;

import io.vivim.codec.Bytes;
import java.math.BigInteger;
import java.security.SecureRandom;
import org.bouncycastle.math.ec.ECPoint;

/**
 * ECDSA on secp256k1 as Bitcoin does it: s of a signature is the smaller one when written, either
 * when read.
 *
 * <pre>
 *   public    33 bytes, the compressed point
 *   private   32 bytes, big-endian
 * </pre>
 */
final class Secp256k1Scheme implements KeyScheme {
  private static final int COMPRESSED_BYTES = 33;

  /** Made when first used. */
  private static final class Lazy {
    private static final EcCurve CURVE = EcCurve.named("secp256k1");
  }

  @Override
  public Verifier verifier(Bytes publicData) throws PeerException {
    if (publicData.size() != COMPRESSED_BYTES) {
      throw new PeerException(PeerReason.KEY);
    }
    ECPoint point = Lazy.CURVE.point(publicData);
    return (message, signature) ->
        EcSignature.decode(signature)
            .map(read -> Lazy.CURVE.verify(point, message, read))
            .orElse(false);
  }

  @Override
  public Signer signer(Bytes privateData) throws PeerException {
    return new ScalarSigner(Lazy.CURVE.scalar(privateData));
  }

  @Override
  public Signer generate(SecureRandom random) {
    return new ScalarSigner(Lazy.CURVE.randomScalar(random));
  }

  private static final class ScalarSigner implements Signer {
    private final BigInteger scalar;

    ScalarSigner(BigInteger scalar) {
      this.scalar = scalar;
    }

    @Override
    public Bytes privateData() {
      return Lazy.CURVE.encode(scalar);
    }

    @Override
    public Bytes publicData() {
      return Bytes.owning(Lazy.CURVE.publicPoint(scalar).getEncoded(true));
    }

    @Override
    public Bytes sign(Bytes message) {
      return Lazy.CURVE.withLowS(Lazy.CURVE.sign(scalar, message)).encode();
    }
  }
}
