package io.vivim.events;

import io.vivim.codec.Bytes;
import io.vivim.codec.Cid;
import io.vivim.codec.Multihash;
import io.vivim.codec.RefusedException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What an event is named by: the CIDv1 (dag-cbor, sha2-256) of its header, held as the digest
 * alone. There are more of these in memory than of anything else, so one is a single object.
 */
public final class EventId implements Comparable<EventId> {
  public static final int DIGEST_BYTES = 32;

  /** Version 1, dag-cbor, sha2-256, 32 bytes. */
  private static final Bytes CID_PREFIX = Bytes.fromHex("01711220");

  /** The digest, eight bytes each. */
  private final long first;

  private final long second;
  private final long third;
  private final long fourth;

  public EventId(Bytes digest) {
    if (digest.size() != DIGEST_BYTES) {
      throw new IllegalArgumentException("a digest has 32 bytes");
    }
    first = digest.longAt(0);
    second = digest.longAt(Long.BYTES);
    third = digest.longAt(2 * Long.BYTES);
    fourth = digest.longAt(3 * Long.BYTES);
  }

  /** The id of a header. */
  public static EventId ofHeader(Bytes header) {
    return new EventId(Multihash.sha256(header).digest());
  }

  /** The id that the bytes of a CID are, where it has the version, codec and hash of one. */
  static Optional<EventId> ofCid(Bytes cid) {
    return cid.size() == CID_PREFIX.size() + DIGEST_BYTES && cid.startsWith(CID_PREFIX)
        ? Optional.of(new EventId(cid.from(CID_PREFIX.size())))
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

  public Bytes digest() {
    return Bytes.owning(putTo(ByteBuffer.allocate(DIGEST_BYTES)).array());
  }

  /** Writes the digest where a buffer, big-endian, stands. */
  public ByteBuffer putTo(ByteBuffer buffer) {
    return buffer.putLong(first).putLong(second).putLong(third).putLong(fourth);
  }

  /** The first eight bytes of the digest, big-endian. */
  public long prefix() {
    return first;
  }

  public Cid cid() {
    return Cid.v1(Cid.DAG_CBOR, new Multihash(Multihash.SHA2_256, digest()));
  }

  /** The order of the digests' bytes. */
  @Override
  public int compareTo(EventId that) {
    int order = Long.compareUnsigned(first, that.first);
    order = order != 0 ? order : Long.compareUnsigned(second, that.second);
    order = order != 0 ? order : Long.compareUnsigned(third, that.third);
    return order != 0 ? order : Long.compareUnsigned(fourth, that.fourth);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof EventId that
        && first == that.first
        && second == that.second
        && third == that.third
        && fourth == that.fourth;
  }

  /** Of a digest any four bytes are a hash. */
  @Override
  public int hashCode() {
    return (int) first;
  }

  /** The CID's text. */
  @Override
  public String toString() {
    return cid().toString();
  }
}
