package io.vivim.statemachine.model;

import io.vivim.codec.Bytes;
import io.vivim.codec.DagCborReader;
import io.vivim.codec.Ipld;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventHeader;
import io.vivim.events.EventId;
import io.vivim.events.Timestamp;
import java.util.Comparator;
import java.util.List;

/**
 * Where an operation comes from. The order is that of latest-wins: by time, and of one time by id.
 *
 * @param signerKey the public key of the signer
 * @param seq the event's place in the signer's log
 * @param byOwner whether the entity's owner is the author
 */
public record Stamp(Timestamp timestamp, EventId event, Bytes signerKey, long seq, boolean byOwner)
    implements Comparable<Stamp> {
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

  Ipld encode() {
    return Ipld.listOf(
        Ipld.of(timestamp.bits()),
        Ipld.of(event.digest()),
        Ipld.of(signerKey),
        Ipld.of(seq),
        Ipld.of(byOwner));
  }

  static Stamp read(DagCborReader from) {
    from.next();
    from.next();
    Timestamp timestamp = new Timestamp(from.number());
    from.next();
    EventId event = new EventId(from.bytes());
    from.next();
    Bytes signerKey = from.bytes();
    from.next();
    long seq = from.number();
    from.next();
    boolean byOwner = from.isTrue();
    from.next();
    return new Stamp(timestamp, event, signerKey, seq, byOwner);
  }

  static Stamp decode(Ipld encoded) {
    List<Ipld> parts = Coded.list(encoded);
    return new Stamp(
        new Timestamp(Coded.number(parts.get(0))),
        new EventId(Coded.bytes(parts.get(1))),
        Coded.bytes(parts.get(2)),
        Coded.number(parts.get(3)),
        Coded.bool(parts.get(4)));
  }
}
