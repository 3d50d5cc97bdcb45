package io.vivim.events;

import io.vivim.codec.Bytes;
import io.vivim.codec.Cid;
import io.vivim.codec.IpldMap;
import io.vivim.codec.Multihash;
import io.vivim.did.DidKey;
import io.vivim.did.SignedEnvelope;
import io.vivim.did.SigningKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Makes and signs an event. Version and vector clock come from the heads that it is given; time,
 * place in the log and salt come from the caller, so that building is a pure function.
 */
public final class EventBuilder {
  private final EventType type;
  private final Bytes salt;
  private Scope scope = Scope.PUBLIC;
  private Timestamp timestamp = Timestamp.ZERO;
  private @Nullable DidKey author;
  private long seq = 1;
  private @Nullable EventId prev;
  private @Nullable EventId entityId;
  private List<EventFacts> heads = List.of();
  private @Nullable Cid parentId;
  private List<EventId> auth = List.of();
  private final List<Tag> tags = new ArrayList<>();
  private IpldMap body = IpldMap.EMPTY;
  private @Nullable Bytes payload;

  private EventBuilder(EventType type, Bytes salt) {
    this.type = type;
    this.salt = salt;
  }

  /**
   * An event of this type.
   *
   * @param salt {@link EventLimits#SALT_BYTES} random bytes, so that nobody can guess the payload
   *     from its digest
   */
  public static EventBuilder of(EventType type, Bytes salt) {
    return new EventBuilder(type, salt);
  }

  /** For whom; everyone where it is not said. */
  public EventBuilder scope(Scope value) {
    scope = value;
    return this;
  }

  public EventBuilder timestamp(Timestamp value) {
    timestamp = value;
    return this;
  }

  /** The identity acted for; the signer itself where it is not said. */
  public EventBuilder author(DidKey value) {
    author = value;
    return this;
  }

  /** The place in the signer's log of this scope; the first where it is not said. */
  public EventBuilder after(long previousSeq, EventId previous) {
    seq = previousSeq + 1;
    prev = previous;
    return this;
  }

  /** The entity that it belongs to; a new one where it is not said. */
  public EventBuilder entity(EventId value) {
    entityId = value;
    return this;
  }

  /** The heads of the entity that the signer has seen. */
  public EventBuilder heads(List<EventFacts> value) {
    heads = List.copyOf(value);
    return this;
  }

  /** What it is derived from. */
  public EventBuilder parent(Cid value) {
    parentId = value;
    return this;
  }

  /** The events that grant it. */
  public EventBuilder auth(List<EventId> value) {
    auth = value.stream().sorted().toList();
    return this;
  }

  public EventBuilder tag(String name, String... values) {
    tags.add(Tag.of(name, values));
    return this;
  }

  public EventBuilder body(IpldMap value) {
    body = value;
    return this;
  }

  /** The payload's bytes, in place of salt, tags and body; for what is sealed. */
  public EventBuilder payload(Bytes value) {
    payload = value;
    return this;
  }

  /**
   * The signed event.
   *
   * @throws IllegalArgumentException where it breaks a rule that its bytes alone can show
   */
  public DecodedEvent sign(SigningKey key) {
    Bytes payloadBytes = payloadBytes();
    EventHeader header = header(key.did(), payloadBytes);
    return checked(
        SignedEnvelope.sign(key, EventHeader.TAG, header.toIpld()).bytes(), payloadBytes);
  }

  /**
   * The event as {@link EventJson#sign} takes it, for a key that is elsewhere.
   *
   * @throws IllegalArgumentException where it breaks a rule that its bytes alone can show
   */
  public String unsigned(DidKey signer) {
    Bytes payloadBytes = payloadBytes();
    Bytes blank = Bytes.owning(new byte[HeaderReader.SIGNATURE_BYTES]);
    Bytes header = EventJson.envelope(blank, header(signer, payloadBytes).toIpld());
    return EventJson.writeUnsigned(checked(header, payloadBytes));
  }

  private Bytes payloadBytes() {
    return payload == null ? new Payload.Plain(salt, tags, body).encode() : payload;
  }

  private static DecodedEvent checked(Bytes header, Bytes payloadBytes) {
    Checked<DecodedEvent> checked = new EventDecoder().decode(new RawEvent(header, payloadBytes));
    if (checked instanceof Checked.Bad<DecodedEvent> bad) {
      throw new IllegalArgumentException(bad.rejection().toString());
    }
    return checked.orThrow();
  }

  private EventHeader header(DidKey signer, Bytes payloadBytes) {
    return new EventHeader(
        type,
        author == null ? signer : author,
        signer,
        timestamp,
        seq,
        prev,
        entityId,
        heads.stream().map(EventFacts::id).sorted(Comparator.naturalOrder()).toList(),
        1 + heads.stream().mapToLong(EventFacts::version).max().orElse(0),
        VectorClock.after(heads.stream().map(EventFacts::vectorClock).toList(), signer, seq),
        parentId,
        auth,
        scope,
        Multihash.sha256(payloadBytes).digest(),
        payloadBytes.size());
  }
}
