package io.vivim.events;

/** An event whose signature is good. Only an {@link EventVerifier} makes one. */
public final class VerifiedEvent {
  private final DecodedEvent event;

  VerifiedEvent(DecodedEvent event) {
    this.event = event;
  }

  public DecodedEvent event() {
    return event;
  }

  /** The event without its payload; the signature is over the header alone. */
  public VerifiedEvent withoutPayload() {
    return event.payload().isEmpty() ? this : new VerifiedEvent(event.withoutPayload());
  }

  public EventId id() {
    return event.id();
  }

  public EventHeader header() {
    return event.header();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof VerifiedEvent that && event.equals(that.event);
  }

  @Override
  public int hashCode() {
    return event.hashCode();
  }

  @Override
  public String toString() {
    return event.toString();
  }
}
