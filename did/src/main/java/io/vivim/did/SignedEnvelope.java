package io.vivim.did;

import io.vivim.codec.Bytes;
import io.vivim.codec.Cid;
import io.vivim.codec.DagCbor;
import io.vivim.codec.Decoded;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.codec.Limits;
import io.vivim.codec.Reason;
import io.vivim.codec.RefusedException;
import java.util.Optional;

/**
 * A signature and what it signs, as one DAG-CBOR block: the envelope of UCAN 1.0, which events,
 * proofs of identity and capabilities share.
 *
 * <pre>
 *   82                          a list of two
 *     58 40 | 64 bytes          the signature, over the exact bytes of the map below
 *     a2                        a map of two; the key "h" is the shorter and so the first
 *       61 68  48 | 8 bytes     "h": 34 01 ed 01 ed 01 13 71
 *       tag, content            such as "vivim/event@1.0.0": {…}
 *
 *   34      varsig      01      version 1
 *   ed 01   EdDSA       ed 01   on edwards25519     13   with SHA2-512     71   over DAG-CBOR
 * </pre>
 *
 * <p>An envelope is kept as the bytes that came in, and they are what is verified.
 */
public final class SignedEnvelope {
  /** The varsig header: Ed25519 with SHA2-512 over DAG-CBOR, version 1. */
  public static final Bytes VARSIG = Bytes.fromHex("3401ed01ed011371");

  /** A shorter tag could sort before the key "h", or be it. */
  public static final int MIN_TAG_BYTES = 2;

  public static final int MAX_TAG_BYTES = 128;

  private static final Bytes PREAMBLE = Bytes.fromHex("825840");
  private static final int SIGNED_FROM = 3 + StrictRule.SIGNATURE_BYTES;

  private final Bytes bytes;
  private final String tag;
  private final IpldMap content;

  private SignedEnvelope(Bytes bytes, String tag, IpldMap content) {
    this.bytes = bytes;
    this.tag = tag;
    this.content = content;
  }

  /**
   * Signs {@code content} under {@code tag}.
   *
   * @throws IllegalArgumentException for a tag of less than {@link #MIN_TAG_BYTES} or more than
   *     {@link #MAX_TAG_BYTES}
   */
  public static SignedEnvelope sign(SigningKey key, String tag, IpldMap content) {
    if (!isTag(tag)) {
      throw new IllegalArgumentException("no tag: " + tag);
    }
    Bytes signed =
        DagCbor.encode(IpldMap.builder().put("h", Ipld.of(VARSIG)).put(tag, content).build());
    return new SignedEnvelope(Bytes.concat(PREAMBLE, key.sign(signed), signed), tag, content);
  }

  /**
   * Reads an envelope; its signature is not looked at yet. What is canonical DAG-CBOR and no
   * envelope is {@link Reason#UNEXPECTED_KIND}.
   */
  public static Decoded<SignedEnvelope> decode(Bytes bytes, Limits limits) {
    try {
      return new Decoded.Value<>(read(bytes, limits));
    } catch (RefusedException e) {
      return new Decoded.Refused<>(e.refusal());
    }
  }

  private static SignedEnvelope read(Bytes bytes, Limits limits) throws RefusedException {
    Ipld value = DagCbor.decode(bytes, limits).orThrow();
    if (!bytes.startsWith(PREAMBLE)
        || !(value instanceof Ipld.Sequence pair)
        || !(pair.values().get(1) instanceof IpldMap signed)
        || signed.size() != 2
        || !signed.get("h").equals(Optional.of(Ipld.of(VARSIG)))) {
      throw new RefusedException(Reason.UNEXPECTED_KIND, 0);
    }
    String tag = signed.keys().get(1);
    if (!isTag(tag) || !(signed.get(tag).orElseThrow() instanceof IpldMap content)) {
      throw new RefusedException(Reason.UNEXPECTED_KIND, SIGNED_FROM);
    }
    return new SignedEnvelope(bytes, tag, content);
  }

  private static boolean isTag(String tag) {
    int size = Bytes.utf8(tag).size();
    return size >= MIN_TAG_BYTES && size <= MAX_TAG_BYTES;
  }

  /** What the content is, such as {@code vivim/event@1.0.0}. */
  public String tag() {
    return tag;
  }

  public IpldMap content() {
    return content;
  }

  public Bytes signature() {
    return bytes.slice(3, SIGNED_FROM);
  }

  /** The bytes that the signature is over. */
  public Bytes signedBytes() {
    return bytes.from(SIGNED_FROM);
  }

  /** The whole envelope, as it came or was made. */
  public Bytes bytes() {
    return bytes;
  }

  /** The CID of the whole envelope. */
  public Cid cid() {
    return Cid.ofDagCbor(bytes);
  }

  /** Whether {@code signer} signed this content under this tag. */
  public Verdict verify(SignatureVerifier verifier, DidKey signer) {
    if (signer.type() != KeyType.ED25519) {
      return Verdict.PUBLIC_KEY_TYPE;
    }
    return verifier.verify(signer.publicKey(), signedBytes(), signature());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof SignedEnvelope that && bytes.equals(that.bytes);
  }

  @Override
  public int hashCode() {
    return bytes.hashCode();
  }

  @Override
  public String toString() {
    return tag + " " + cid();
  }
}
