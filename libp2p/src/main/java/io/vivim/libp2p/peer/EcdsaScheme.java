package io.vivim.libp2p.peer;

import io.vivim.codec.Bytes;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.util.List;
import org.bouncycastle.math.ec.ECPoint;

/**
 * ECDSA on the curves of NIST.
 *
 * <pre>
 *   public    SubjectPublicKeyInfo in DER, the point uncompressed
 *   private   ECPrivateKey in DER (RFC 5915), with the curve and the public key
 * </pre>
 *
 * <p>For a given curve all in these but the numbers is fixed, so they are compared rather than
 * parsed.
 */
final class EcdsaScheme implements KeyScheme {
  private static final int UNCOMPRESSED = 0x04;

  /** A curve, and what stands in front of the numbers in the DER of its keys. */
  private static final class NistCurve {
    static final NistCurve P256 =
        new NistCurve(
            "secp256r1",
            "3059301306072a8648ce3d020106082a8648ce3d030107034200",
            "30770201010420",
            "a00a06082a8648ce3d030107a144034200");
    static final NistCurve P384 =
        new NistCurve(
            "secp384r1",
            "3076301006072a8648ce3d020106052b81040022036200",
            "3081a40201010430",
            "a00706052b81040022a164036200");
    static final NistCurve P521 =
        new NistCurve(
            "secp521r1",
            "30819b301006072a8648ce3d020106052b8104002303818600",
            "3081dc0201010442",
            "a00706052b81040023a1818903818600");
    static final List<NistCurve> ALL = List.of(P256, P384, P521);

    private final EcCurve curve;
    private final Bytes publicHead;
    private final Bytes privateHead;
    private final Bytes privateMiddle;

    private NistCurve(String name, String publicHead, String privateHead, String privateMiddle) {
      this.curve = EcCurve.named(name);
      this.publicHead = Bytes.fromHex(publicHead);
      this.privateHead = Bytes.fromHex(privateHead);
      this.privateMiddle = Bytes.fromHex(privateMiddle);
    }

    ECPoint publicPoint(Bytes publicData) throws PeerException {
      Bytes point = publicData.from(publicHead.size());
      if (point.isEmpty() || point.at(0) != UNCOMPRESSED) {
        throw new PeerException(PeerReason.KEY);
      }
      return curve.point(point);
    }

    Signer signer(Bytes privateData) throws PeerException {
      int end = privateHead.size() + curve.scalarBytes();
      if (privateData.size() < end) {
        throw new PeerException(PeerReason.KEY);
      }
      Signer signer =
          new ScalarSigner(this, curve.scalar(privateData.slice(privateHead.size(), end)));
      if (!signer.privateData().equals(privateData)) {
        throw new PeerException(PeerReason.KEY);
      }
      return signer;
    }
  }

  @Override
  public Verifier verifier(Bytes publicData) throws PeerException {
    for (NistCurve nist : NistCurve.ALL) {
      if (publicData.startsWith(nist.publicHead)) {
        ECPoint point = nist.publicPoint(publicData);
        return (message, signature) ->
            EcSignature.decode(signature)
                .map(read -> nist.curve.verify(point, message, read))
                .orElse(false);
      }
    }
    throw new PeerException(PeerReason.KEY);
  }

  @Override
  public Signer signer(Bytes privateData) throws PeerException {
    for (NistCurve nist : NistCurve.ALL) {
      if (privateData.startsWith(nist.privateHead)) {
        return nist.signer(privateData);
      }
    }
    throw new PeerException(PeerReason.KEY);
  }

  @Override
  public Signer generate(SecureRandom random) {
    return new ScalarSigner(NistCurve.P256, NistCurve.P256.curve.randomScalar(random));
  }

  private static final class ScalarSigner implements Signer {
    private final NistCurve nist;
    private final BigInteger scalar;
    private final Bytes point;

    ScalarSigner(NistCurve nist, BigInteger scalar) {
      this.nist = nist;
      this.scalar = scalar;
      this.point = Bytes.owning(nist.curve.publicPoint(scalar).getEncoded(false));
    }

    @Override
    public Bytes privateData() {
      return Bytes.concat(nist.privateHead, nist.curve.encode(scalar), nist.privateMiddle, point);
    }

    @Override
    public Bytes publicData() {
      return Bytes.concat(nist.publicHead, point);
    }

    @Override
    public Bytes sign(Bytes message) {
      return nist.curve.sign(scalar, message).encode();
    }
  }
}
