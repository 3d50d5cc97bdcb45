package io.vivim.events;

import io.vivim.codec.Bytes;
import io.vivim.codec.Cid;
import io.vivim.codec.Multihash;
import io.vivim.codec.RefusedException;
import java.util.Optional;

/**
 * What an event is named by: the CIDv1 (dag-cbor, sha2-256) of its header, held as the digest
 * alone.
 */
public record EventId(Bytes digest) implements Comparable<EventId> {
  public static final int DIGEST_BYTES = 32;

  /** Version 1, dag-cbor, sha2-256, 32 bytes. */
  private static final Bytes CID_PREFIX = Bytes.fromHex("01711220");

  public EventId {
    if (digest.size() != DIGEST_BYTES) {
      throw new IllegalArgumentException("a digest has 32 bytes");
    }
  }

  /** The id of a header. */
  public static EventId ofHeader(Bytes header) {
    return new EventId(Multihash.sha256(header).digest());
  }

  /** The id that the bytes of a CID are, where it has the version, codec and hash of one. */
  static Optional<EventId> ofCid(Bytes cid) {
    return cid.size() == CID_PREFIX.size() + DIGEST_BYTES && cid.startsWith(CID_PREFIX)
        ? Optional.of(new EventId(cid.from(CID_PREFIX.size()).compact()))
        : Optional.empty();
  }

  /** The id that a CID is, where it has the version, codec and hash of one. */
  public static Optional<EventId> of(Cid cid) {
    return isEventCid(cid) ? Optional.of(new EventId(cid.multihash().digest())) : Optional.empty();
  }

  /** The id that a text is. */
  public static Optional<EventId> parse(String text) {
    try {
      return of(Cid.parse(text));
    } catch (RefusedException e) {
      return Optional.empty();
    }
  }

  static boolean isEventCid(Cid cid) {
    return cid.version() == 1
        && cid.codec() == Cid.DAG_CBOR
        && cid.multihash().code() == Multihash.SHA2_256
        && cid.multihash().digest().size() == DIGEST_BYTES;
  }

  public Cid cid() {
    return Cid.v1(Cid.DAG_CBOR, new Multihash(Multihash.SHA2_256, digest));
  }

  @Override
  public int compareTo(EventId that) {
    return digest.compareTo(that.digest);
  }

  /** Of a digest any four bytes are a hash. */
  @Override
  public int hashCode() {
    return digest.at(0) << 24 | digest.at(1) << 16 | digest.at(2) << 8 | digest.at(3);
  }

  /** The CID's text. */
  @Override
  public String toString() {
    return cid().toString();
  }
}
