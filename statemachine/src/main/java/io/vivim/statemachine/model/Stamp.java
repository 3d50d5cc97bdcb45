package io.vivim.statemachine.model;

import io.vivim.codec.Bytes;
import io.vivim.codec.DagCborReader;
import io.vivim.codec.Ipld;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventHeader;
import io.vivim.events.EventId;
import io.vivim.events.Timestamp;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * Where an operation comes from. The order is that of latest-wins: by time, and of one time by id.
 *
 * <p>There is one for every value that somebody wrote, and most are never asked for anything, so
 * the parts stay packed: timestamp 8, event 32, seq 8, by owner 1.
 */
public final class Stamp implements Comparable<Stamp> {
  private static final int EVENT_AT = Long.BYTES;
  private static final int SEQ_AT = EVENT_AT + EventId.DIGEST_BYTES;
  private static final int BY_OWNER_AT = SEQ_AT + Long.BYTES;
  static final int BYTES = BY_OWNER_AT + 1;

  private final Bytes packed;

  private Stamp(Bytes packed) {
    this.packed = packed;
  }

  /** The stamp of what an event does to an entity. */
  public static Stamp of(DecodedEvent event, boolean byOwner) {
    EventHeader header = event.header();
    return of(header.timestamp(), event.id(), header.seq(), byOwner);
  }

  static Stamp of(Timestamp timestamp, EventId event, long seq, boolean byOwner) {
    ByteBuffer packed = ByteBuffer.allocate(BYTES).putLong(timestamp.bits());
    byte[] bytes = event.putTo(packed).putLong(seq).put((byte) (byOwner ? 1 : 0)).array();
    return of(Bytes.owning(bytes));
  }

  /** The stamp that {@link #toBytes} gave. */
  static Stamp of(Bytes packed) {
    return new Stamp(packed);
  }

  public Timestamp timestamp() {
    return new Timestamp(packed.longAt(0));
  }

  public EventId event() {
    return new EventId(packed.slice(EVENT_AT, SEQ_AT));
  }

  /** The event's place in the signer's log. */
  public long seq() {
    return packed.longAt(SEQ_AT);
  }

  /** Whether the entity's owner is the author. */
  public boolean byOwner() {
    return packed.at(BY_OWNER_AT) == 1;
  }

  @Override
  public int compareTo(Stamp that) {
    return packed.slice(0, SEQ_AT).compareTo(that.packed.slice(0, SEQ_AT));
  }

  /** As stores keep it. */
  Bytes toBytes() {
    return packed;
  }

  Ipld encode() {
    return Ipld.of(packed);
  }

  static Stamp read(DagCborReader from) {
    from.next();
    return of(from.bytes());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Stamp that && packed.equals(that.packed);
  }

  @Override
  public int hashCode() {
    return packed.hashCode();
  }

  @Override
  public String toString() {
    return timestamp() + " " + event();
  }
}
