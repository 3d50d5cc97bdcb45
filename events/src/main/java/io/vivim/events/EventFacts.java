package io.vivim.events;

import io.vivim.codec.IpldMap;
import io.vivim.did.DidKey;

/**
 * What later events need to know of one that they name as a cause.
 *
 * @param entity the entity that it belongs to
 * @param terms the body of an event of a control type, on which others' rights hang; else empty
 */
public record EventFacts(
    EventId id,
    EventType type,
    DidKey author,
    DidKey signer,
    EventId entity,
    LogScope scope,
    Timestamp timestamp,
    long seq,
    long version,
    VectorClock vectorClock,
    IpldMap terms) {

  public static EventFacts of(DecodedEvent event) {
    EventHeader header = event.header();
    return new EventFacts(
        event.id(),
        header.type(),
        header.author(),
        header.signer(),
        event.entity(),
        event.logScope(),
        header.timestamp(),
        header.seq(),
        header.version(),
        header.vectorClock(),
        termsOf(event));
  }

  private static IpldMap termsOf(DecodedEvent event) {
    return event.header().type().isControl()
            && event.payload().orElse(null) instanceof Payload.Plain plain
        ? plain.body()
        : IpldMap.EMPTY;
  }
}
