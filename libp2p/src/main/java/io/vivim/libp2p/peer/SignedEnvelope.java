package io.vivim.libp2p.peer;

import io.vivim.codec.Bytes;
import io.vivim.codec.Varint;
import io.vivim.libp2p.wire.ProtobufReader;
import io.vivim.libp2p.wire.ProtobufWriter;
import io.vivim.libp2p.wire.WireException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that somebody has signed for a purpose (RFC 0002). One that exists has been verified.
 *
 * <pre>
 *   1  public_key     the message of the signer's key
 *   2  payload_type   what the payload is
 *   3  payload
 *   5  signature      over size | domain | size | payload_type | size | payload
 * </pre>
 *
 * <p>The domain says what the signature is for and is not in the envelope: whoever opens it has to
 * know. Sizes are varints.
 */
public final class SignedEnvelope {
  /** Several times what identify lets through. */
  public static final int MAX_ENVELOPE_BYTES = 64 * 1024;

  private static final int PUBLIC_KEY = 1;
  private static final int PAYLOAD_TYPE = 2;
  private static final int PAYLOAD = 3;
  private static final int SIGNATURE = 5;

  private final PublicKey signer;
  private final Bytes payloadType;
  private final Bytes payload;
  private final Bytes encoded;

  private SignedEnvelope(PublicKey signer, Bytes payloadType, Bytes payload, Bytes encoded) {
    this.signer = signer;
    this.payloadType = payloadType;
    this.payload = payload;
    this.encoded = encoded;
  }

  /** Signs the payload for the purpose that {@code domain} names. */
  public static SignedEnvelope seal(
      PrivateKey key, String domain, Bytes payloadType, Bytes payload) {
    Bytes signature = key.sign(toSign(domain, payloadType, payload));
    ProtobufWriter writer = new ProtobufWriter().bytes(PUBLIC_KEY, key.publicKey().encode());
    writeUnlessEmpty(writer, PAYLOAD_TYPE, payloadType);
    writeUnlessEmpty(writer, PAYLOAD, payload);
    Bytes encoded = writer.bytes(SIGNATURE, signature).toBytes();
    if (encoded.size() > MAX_ENVELOPE_BYTES) {
      throw new IllegalArgumentException("an envelope has up to " + MAX_ENVELOPE_BYTES + " bytes");
    }
    return new SignedEnvelope(key.publicKey(), payloadType, payload, encoded);
  }

  private static void writeUnlessEmpty(ProtobufWriter writer, int field, Bytes value) {
    if (!value.isEmpty()) {
      writer.bytes(field, value);
    }
  }

  /** The envelope, if its signature holds for the purpose that {@code domain} names. */
  public static SignedEnvelope open(Bytes encoded, String domain) throws PeerException {
    return Unverified.decode(encoded.compact()).verify(domain);
  }

  /**
   * The envelope, if its payload is of one of these types and its signature holds for the domain
   * that belongs to the type.
   */
  public static SignedEnvelope open(Bytes encoded, Map<Bytes, String> domains)
      throws PeerException {
    Unverified envelope = Unverified.decode(encoded.compact());
    String domain = domains.get(envelope.payloadType);
    if (domain == null) {
      throw new PeerException(PeerReason.PAYLOAD_TYPE);
    }
    return envelope.verify(domain);
  }

  /** What the signature is over. */
  private static Bytes toSign(String domain, Bytes payloadType, Bytes payload) {
    if (domain.isEmpty()) {
      throw new IllegalArgumentException("a signature is for a purpose");
    }
    Bytes purpose = Bytes.utf8(domain);
    return Bytes.concat(
        Varint.encode(purpose.size()),
        purpose,
        Varint.encode(payloadType.size()),
        payloadType,
        Varint.encode(payload.size()),
        payload);
  }

  /** Whoever has signed it. */
  public PublicKey signer() {
    return signer;
  }

  /** How the payload is to be read; may be empty. */
  public Bytes payloadType() {
    return payloadType;
  }

  public Bytes payload() {
    return payload;
  }

  /** The message as it came, or was made. */
  public Bytes encode() {
    return encoded;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SignedEnvelope that && encoded.equals(that.encoded);
  }

  @Override
  public int hashCode() {
    return encoded.hashCode();
  }

  @Override
  public String toString() {
    return "SignedEnvelope[" + signer.peerId() + ", " + payload.size() + " bytes]";
  }

  /** An envelope whose fields were read and whose signature nobody has looked at. */
  private record Unverified(
      PublicKey signer, Bytes payloadType, Bytes payload, Bytes signature, Bytes encoded) {
    static Unverified decode(Bytes encoded) throws PeerException {
      @Nullable Bytes signer = null;
      Bytes payloadType = Bytes.EMPTY;
      Bytes payload = Bytes.EMPTY;
      Bytes signature = Bytes.EMPTY;
      try {
        ProtobufReader reader = ProtobufReader.of(encoded, MAX_ENVELOPE_BYTES);
        while (reader.next()) {
          switch (reader.field()) {
            case PUBLIC_KEY -> signer = reader.once().bytes();
            case PAYLOAD_TYPE -> payloadType = reader.once().bytes();
            case PAYLOAD -> payload = reader.once().bytes();
            case SIGNATURE -> signature = reader.once().bytes();
            default -> {
              // A field of a later version.
            }
          }
        }
      } catch (WireException e) {
        throw PeerException.of(e);
      }
      if (signer == null) {
        throw new PeerException(PeerReason.KEY);
      }
      return new Unverified(PublicKey.decode(signer), payloadType, payload, signature, encoded);
    }

    SignedEnvelope verify(String domain) throws PeerException {
      if (!signer.verify(toSign(domain, payloadType, payload), signature)) {
        throw new PeerException(PeerReason.SIGNATURE);
      }
      return new SignedEnvelope(signer, payloadType, payload, encoded);
    }
  }
}
