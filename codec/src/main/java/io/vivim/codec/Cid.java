package io.vivim.codec;

/**
 * A content id: what some bytes are, and the digest that proves them.
 *
 * <pre>
 *   v1   varint 1 | varint codec | multihash          text: any multibase, base32 when written
 *   v0   0x12 0x20 | 32 bytes of SHA-256              text: base58btc without a prefix; dag-pb
 * </pre>
 *
 * <p>Version 0 is read and kept as it is; only version 1 is made.
 */
public final class Cid implements Comparable<Cid> {
  /** Longer than any CID of a known hash; a CID is refused beyond it. */
  public static final int MAX_CID_BYTES = 160;

  /** The longest text of a CID that is read. */
  public static final int MAX_CID_CHARS = 512;

  public static final long RAW = 0x55;
  public static final long DAG_PB = 0x70;
  public static final long DAG_CBOR = 0x71;
  public static final long DAG_JSON = 0x0129;

  private static final int V0_BYTES = 34;
  private static final int V0_CHARS = 46;

  private final int version;
  private final long codec;
  private final Multihash multihash;
  private final Bytes bytes;

  private Cid(int version, long codec, Multihash multihash, Bytes bytes) {
    this.version = version;
    this.codec = codec;
    this.multihash = multihash;
    this.bytes = bytes;
  }

  /** The CIDv1 of this codec and multihash. */
  public static Cid v1(long codec, Multihash multihash) {
    Bytes bytes = Bytes.concat(Varint.encode(1), Varint.encode(codec), multihash.encode());
    return new Cid(1, codec, multihash, bytes);
  }

  /** The CIDv1 of a DAG-CBOR block: what every event, block and manifest is named by. */
  public static Cid ofDagCbor(Bytes block) {
    return v1(DAG_CBOR, Multihash.sha256(block));
  }

  /** The CIDv1 of bytes that mean nothing but themselves. */
  public static Cid ofRaw(Bytes block) {
    return v1(RAW, Multihash.sha256(block));
  }

  /** All of {@code bytes} as one binary CID. */
  public static Cid decode(Bytes bytes) throws RefusedException {
    Cid cid = read(bytes);
    if (cid.size() != bytes.size()) {
      throw new RefusedException(Reason.CID, cid.size());
    }
    return cid;
  }

  /** The binary CID that {@code bytes} begin with; {@link #size} tells where it ends. */
  public static Cid read(Bytes bytes) throws RefusedException {
    if (bytes.size() >= 2 && bytes.at(0) == 0x12 && bytes.at(1) == 0x20) {
      Multihash multihash = Multihash.read(bytes, 0);
      return new Cid(0, DAG_PB, multihash, bytes.slice(0, V0_BYTES).compact());
    }
    long version = Varint.decode(bytes, 0);
    if (version != 1) {
      throw new RefusedException(Reason.CID, 0);
    }
    long codec = Varint.decode(bytes, 1);
    int hashAt = 1 + Varint.size(codec);
    Multihash multihash = Multihash.read(bytes, hashAt);
    Bytes own = bytes.slice(0, hashAt + multihash.size()).compact();
    return new Cid(1, codec, multihash, own);
  }

  /** A CID's text: version 1 in any multibase, version 0 in base58btc. */
  public static Cid parse(String text) throws RefusedException {
    if (text.length() > MAX_CID_CHARS) {
      throw new RefusedException(Reason.TOO_LARGE, MAX_CID_CHARS);
    }
    if (text.length() == V0_CHARS && text.startsWith("Qm")) {
      return decode(Multibase.decode("z" + text));
    }
    Cid cid = decode(Multibase.decode(text));
    if (cid.version == 0) {
      throw new RefusedException(Reason.CID, 0);
    }
    return cid;
  }

  public int version() {
    return version;
  }

  /** What the bytes are, as a code of the multicodec table. */
  public long codec() {
    return codec;
  }

  /** The codec's name in the multicodec table, or its code in hex. */
  public String codecName() {
    return MulticodecNames.ofContent(codec);
  }

  public Multihash multihash() {
    return multihash;
  }

  /** The binary form. */
  public Bytes bytes() {
    return bytes;
  }

  public int size() {
    return bytes.size();
  }

  /** The text in the given base; only for version 1. */
  public String toString(Multibase base) {
    if (version == 0) {
      throw new IllegalStateException("a CIDv0 has one text");
    }
    return base.encode(bytes);
  }

  @Override
  public int compareTo(Cid that) {
    return bytes.compareTo(that.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Cid that && bytes.equals(that.bytes);
  }

  @Override
  public int hashCode() {
    return bytes.hashCode();
  }

  @Override
  public String toString() {
    return version == 0
        ? Multibase.BASE58_BTC.encode(bytes).substring(1)
        : Multibase.BASE32.encode(bytes);
  }
}
