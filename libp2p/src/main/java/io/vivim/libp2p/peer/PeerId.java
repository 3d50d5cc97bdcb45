package io.vivim.libp2p.peer;

import io.vivim.codec.Bytes;
import io.vivim.codec.Cid;
import io.vivim.codec.Multibase;
import io.vivim.codec.Multihash;
import io.vivim.codec.RefusedException;
import java.util.Optional;

/**
 * The name of a peer: a multihash of its public key's message (peer-ids.md).
 *
 * <pre>
 *   up to 42 bytes of key   0x00 size | the key itself        text: base58btc, 1…
 *   beyond                  0x12 0x20 | SHA-256 of the key    text: base58btc, Qm…
 *   either                  text: CIDv1 with the codec libp2p-key, in any multibase
 * </pre>
 */
public final class PeerId implements Comparable<PeerId> {
  /** A key whose message is longer is hashed. */
  public static final int MAX_INLINE_KEY_BYTES = 42;

  /** The codec of a peer id in a CID. */
  public static final long LIBP2P_KEY = 0x72;

  /** The longest text of a peer id that is read; base 2 would be the only one to need more. */
  public static final int MAX_PEER_ID_CHARS = 160;

  private static final int SHA256_BYTES = 32;

  private final Multihash multihash;
  private final Bytes bytes;

  private PeerId(Multihash multihash) {
    this.multihash = multihash;
    this.bytes = multihash.encode();
  }

  /** The id of whoever has this key. */
  public static PeerId of(PublicKey key) {
    Bytes message = key.encode();
    return new PeerId(
        message.size() <= MAX_INLINE_KEY_BYTES
            ? new Multihash(Multihash.IDENTITY, message)
            : Multihash.sha256(message));
  }

  /** All of {@code bytes} as one peer id. */
  public static PeerId decode(Bytes bytes) throws PeerException {
    try {
      return of(Multihash.decode(bytes));
    } catch (RefusedException e) {
      throw new PeerException(PeerReason.PEER_ID);
    }
  }

  /** A peer id's text, in base58btc or as a CID. */
  public static PeerId parse(String text) throws PeerException {
    if (text.length() > MAX_PEER_ID_CHARS) {
      throw new PeerException(PeerReason.TOO_LARGE);
    }
    try {
      if (text.startsWith("1") || text.startsWith("Qm")) {
        return decode(Multibase.decode("z" + text));
      }
      Cid cid = Cid.parse(text);
      if (cid.version() != 1 || cid.codec() != LIBP2P_KEY) {
        throw new PeerException(PeerReason.PEER_ID);
      }
      return of(cid.multihash());
    } catch (RefusedException e) {
      throw new PeerException(PeerReason.PEER_ID);
    }
  }

  private static PeerId of(Multihash multihash) throws PeerException {
    long code = multihash.code();
    int size = multihash.digest().size();
    boolean inline = code == Multihash.IDENTITY && size <= MAX_INLINE_KEY_BYTES;
    boolean hashed = code == Multihash.SHA2_256 && size == SHA256_BYTES;
    if (!inline && !hashed) {
      throw new PeerException(PeerReason.PEER_ID);
    }
    return new PeerId(multihash);
  }

  /** The binary form, a multihash. */
  public Bytes bytes() {
    return bytes;
  }

  /** The same id as a CID, whose text is the newer one. */
  public Cid toCid() {
    return Cid.v1(LIBP2P_KEY, multihash);
  }

  /** The key, where it is short enough to stand in the id, and is one. */
  public Optional<PublicKey> publicKey() {
    if (multihash.code() != Multihash.IDENTITY) {
      return Optional.empty();
    }
    try {
      return Optional.of(PublicKey.decode(multihash.digest()));
    } catch (PeerException e) {
      return Optional.empty();
    }
  }

  /** Whether this names whoever has the key. */
  public boolean isOf(PublicKey key) {
    return equals(of(key));
  }

  @Override
  public int compareTo(PeerId that) {
    return bytes.compareTo(that.bytes);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PeerId that && bytes.equals(that.bytes);
  }

  @Override
  public int hashCode() {
    return bytes.hashCode();
  }

  /** In base58btc, which every libp2p reads. */
  @Override
  public String toString() {
    return Multibase.BASE58_BTC.encode(bytes).substring(1);
  }
}
