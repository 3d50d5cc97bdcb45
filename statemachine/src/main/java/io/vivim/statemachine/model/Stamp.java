package io.vivim.statemachine.model;

import io.vivim.codec.Bytes;
import io.vivim.codec.DagCborReader;
import io.vivim.codec.Ipld;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventHeader;
import io.vivim.events.EventId;
import io.vivim.events.Timestamp;
import java.nio.ByteBuffer;
import java.util.Comparator;

/**
 * Where an operation comes from. The order is that of latest-wins: by time, and of one time by id.
 *
 * @param signerKey the public key of the signer
 * @param seq the event's place in the signer's log
 * @param byOwner whether the entity's owner is the author
 */
public record Stamp(Timestamp timestamp, EventId event, Bytes signerKey, long seq, boolean byOwner)
    implements Comparable<Stamp> {
  private static final int EVENT_AT = Long.BYTES;
  private static final int KEY_AT = EVENT_AT + EventId.DIGEST_BYTES;
  private static final int SEQ_AT = KEY_AT + 32;
  private static final int BY_OWNER_AT = SEQ_AT + Long.BYTES;
  static final int BYTES = BY_OWNER_AT + 1;

  private static final Comparator<Stamp> ORDER =
      Comparator.comparing(Stamp::timestamp).thenComparing(Stamp::event);

  /** The stamp of what an event does to an entity. */
  public static Stamp of(DecodedEvent event, boolean byOwner) {
    EventHeader header = event.header();
    return new Stamp(
        header.timestamp(), event.id(), header.signer().publicKey(), header.seq(), byOwner);
  }

  @Override
  public int compareTo(Stamp that) {
    return ORDER.compare(this, that);
  }

  /** As stores keep it: timestamp 8, event 32, signer's key 32, seq 8, by owner 1. */
  Bytes toBytes() {
    byte[] bytes =
        ByteBuffer.allocate(BYTES)
            .putLong(timestamp.bits())
            .put(event.digest().toArray())
            .put(signerKey.toArray())
            .putLong(seq)
            .put((byte) (byOwner ? 1 : 0))
            .array();
    return Bytes.owning(bytes);
  }

  Ipld encode() {
    return Ipld.of(toBytes());
  }

  static Stamp read(DagCborReader from) {
    from.next();
    return of(from.bytes());
  }

  static Stamp of(Bytes bytes) {
    return new Stamp(
        new Timestamp(bytes.longAt(0)),
        new EventId(bytes.slice(EVENT_AT, KEY_AT)),
        bytes.slice(KEY_AT, SEQ_AT),
        bytes.longAt(SEQ_AT),
        bytes.at(BY_OWNER_AT) == 1);
  }
}
