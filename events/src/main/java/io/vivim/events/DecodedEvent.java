package io.vivim.events;

import io.vivim.codec.Bytes;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An event that is well formed in itself; whether its signature is good is not known yet. Only an
 * {@link EventDecoder} makes one.
 */
public final class DecodedEvent {
  private final EventId id;
  private final EventHeader header;
  private final RawEvent raw;
  private final @Nullable Payload payload;
  private final LogScope logScope;

  DecodedEvent(EventId id, EventHeader header, RawEvent raw, @Nullable Payload payload) {
    this.id = id;
    this.header = header;
    this.raw = raw;
    this.payload = payload;
    this.logScope = header.scope().logScope(header.author(), id);
  }

  public EventId id() {
    return id;
  }

  public EventHeader header() {
    return header;
  }

  /** The bytes as they came. */
  public RawEvent raw() {
    return raw;
  }

  /** What the payload is, or nothing where it is not here. */
  public Optional<Payload> payload() {
    return Optional.ofNullable(payload);
  }

  /** The tags of a plain payload that is here. */
  public List<Tag> tags() {
    return payload instanceof Payload.Plain plain ? plain.tags() : List.of();
  }

  /** The entity that the event belongs to. */
  public EventId entity() {
    return header.entity(id);
  }

  public LogScope logScope() {
    return logScope;
  }

  /** The signature, over the bytes that follow it in the header. */
  public Bytes signature() {
    return HeaderReader.signature(raw.header());
  }

  /** The same event without its payload. */
  public DecodedEvent withoutPayload() {
    return new DecodedEvent(id, header, new RawEvent(raw.header(), null), null);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof DecodedEvent that && raw.equals(that.raw);
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  @Override
  public String toString() {
    return header.type() + " " + id;
  }
}
