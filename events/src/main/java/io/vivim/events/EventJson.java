package io.vivim.events;

import io.vivim.codec.Bytes;
import io.vivim.codec.Cid;
import io.vivim.codec.DagCbor;
import io.vivim.codec.DagJson;
import io.vivim.codec.Decoded;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.codec.Limits;
import io.vivim.codec.RefusedException;
import io.vivim.did.SignedEnvelope;
import io.vivim.did.SigningKey;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The JSON form of events: one DAG-JSON object with the header's fields, the id, the signature and,
 * where the payload is here, what it says.
 *
 * <pre>
 *   plain     salt, tags, body                sealed     epoch, sealed
 *   other     payloadBytes                    not here   none of these
 * </pre>
 *
 * <p>Other payloads are those that cannot be read, and those with a body that DAG-JSON has no words
 * for. The form says all of an event: its bytes can be made of it again.
 */
public final class EventJson {
  private static final String ID = "id";
  private static final String SIGNATURE = "signature";
  private static final String TIMESTAMP = "timestamp";
  private static final String PAYLOAD = "payload";
  private static final String PAYLOAD_SIZE = "payloadSize";
  private static final String SIGNER = "signer";
  private static final String PAYLOAD_BYTES = "payloadBytes";
  private static final Set<String> PLAIN = Set.of("salt", "tags", "body");
  private static final Set<String> SEALED = Set.of("epoch", "sealed");
  private static final Limits LIMITS =
      new Limits(Limits.MAX_BLOCK_BYTES, EventLimits.MAX_PAYLOAD_DEPTH, Limits.MAX_ITEMS);

  private EventJson() {}

  /** The text of an event, in the one spelling of canonical DAG-JSON. */
  public static String write(DecodedEvent event) {
    IpldMap.Builder form = header(event);
    form.put(ID, Ipld.of(event.id().cid()));
    form.put(SIGNATURE, Ipld.of(event.signature()));
    return write(form.build(), event);
  }

  /** The text of an event without its id and signature, as {@link #sign} takes it. */
  static String writeUnsigned(DecodedEvent event) {
    return write(header(event).build(), event);
  }

  private static IpldMap.Builder header(DecodedEvent event) {
    IpldMap.Builder form = IpldMap.builder();
    String time = event.header().timestamp().toString();
    event
        .header()
        .toIpld()
        .forEach((key, value) -> form.put(key, key.equals(TIMESTAMP) ? Ipld.of(time) : value));
    return form;
  }

  private static String write(IpldMap header, DecodedEvent event) {
    Bytes payload = event.raw().payload();
    if (payload == null) {
      return encoded(header);
    }
    if (!event.payload().map(Payload.Malformed.class::isInstance).orElse(true)) {
      try {
        return DagJson.encode(
            joined(header, (IpldMap) DagCbor.decode(payload, EventLimits.PAYLOAD).orThrow()));
      } catch (RefusedException e) {
        // The body has a map that would read as a link or as bytes.
      }
    }
    IpldMap bytes = IpldMap.builder().put(PAYLOAD_BYTES, Ipld.of(payload)).build();
    return encoded(joined(header, bytes));
  }

  private static IpldMap joined(IpldMap one, IpldMap other) {
    IpldMap.Builder joined = IpldMap.builder();
    one.forEach(joined::put);
    other.forEach(joined::put);
    return joined.build();
  }

  private static String encoded(IpldMap form) {
    try {
      return DagJson.encode(form);
    } catch (RefusedException e) {
      throw new IllegalStateException("no map of a header has the key \"/\"", e);
    }
  }

  /** The bytes of a header with this signature, whatever it is worth. */
  static Bytes envelope(Bytes signature, IpldMap content) {
    return DagCbor.encode(
        Ipld.listOf(
            Ipld.of(signature),
            IpldMap.builder()
                .put("h", Ipld.of(SignedEnvelope.VARSIG))
                .put(EventHeader.TAG, content)
                .build()));
  }

  /**
   * The bytes of the event that a text says, in any spelling of DAG-JSON; nothing of them is judged
   * yet but that they are what the text's id, payload and payloadSize name.
   */
  public static Checked<RawEvent> read(String text) {
    try {
      IpldMap form = parsed(text);
      Bytes payload = payload(form);
      IpldMap content = content(form, computed(payload), Set.of(ID, SIGNATURE));
      Bytes header = envelope(signature(form), content);
      requireMatch(get(form, ID).equals(Ipld.of(Cid.ofDagCbor(header))), ID);
      return new Checked.Good<>(new RawEvent(header, payload));
    } catch (RejectedException e) {
      return new Checked.Bad<>(e.rejection());
    }
  }

  /**
   * Signs the event that a text says: the JSON form without {@code id} and {@code signature}. Where
   * the payload is in the text, {@code payload} and {@code payloadSize} may be left out, and {@code
   * signer} always.
   */
  public static Checked<DecodedEvent> sign(String text, SigningKey key) {
    try {
      IpldMap form = parsed(text);
      Bytes payload = payload(form);
      Map<String, Ipld> known = computed(payload);
      known.put(SIGNER, Ipld.of(key.did().toString()));
      IpldMap content = content(IpldMap.of(withDefaults(form, known)), known, Set.of());
      Bytes header = SignedEnvelope.sign(key, EventHeader.TAG, content).bytes();
      return new EventDecoder().decode(new RawEvent(header, payload));
    } catch (RejectedException e) {
      return new Checked.Bad<>(e.rejection());
    }
  }

  private static IpldMap parsed(String text) throws RejectedException {
    Decoded<Ipld> decoded = DagJson.decode(Bytes.utf8(text), LIMITS);
    if (decoded instanceof Decoded.Refused<Ipld> refused) {
      throw new RejectedException(RejectionReason.JSON, refused.refusal().toString());
    }
    if (decoded instanceof Decoded.Value<Ipld> good && good.value() instanceof IpldMap form) {
      return form;
    }
    throw new RejectedException(RejectionReason.JSON);
  }

  /**
   * The header's content; all keys have to be there, and no others.
   *
   * @param known what fields have to be
   */
  private static IpldMap content(IpldMap form, Map<String, Ipld> known, Set<String> others)
      throws RejectedException {
    Set<String> foreign = new HashSet<>(form.keys());
    IpldMap.Builder content = IpldMap.builder();
    for (String field : EventHeader.FIELDS) {
      Ipld value = get(form, field);
      requireMatch(known.getOrDefault(field, value).equals(value), field);
      content.put(field, field.equals(TIMESTAMP) ? timestamp(value) : value);
      foreign.remove(field);
    }
    foreign.removeAll(payloadKeys(form));
    foreign.removeAll(others);
    if (!foreign.isEmpty()) {
      throw new RejectedException(RejectionReason.JSON, "keys");
    }
    return content.build();
  }

  /** What the payload's bytes, where they are known, say of the header. */
  private static Map<String, Ipld> computed(@Nullable Bytes payload) {
    Map<String, Ipld> known = new HashMap<>();
    if (payload != null) {
      known.put(PAYLOAD, Ipld.of(Cid.ofDagCbor(payload)));
      known.put(PAYLOAD_SIZE, Ipld.of(payload.size()));
    }
    return known;
  }

  private static Map<String, Ipld> withDefaults(IpldMap form, Map<String, Ipld> defaults) {
    Map<String, Ipld> filled = new HashMap<>(defaults);
    form.forEach(filled::put);
    return filled;
  }

  private static Ipld timestamp(Ipld value) throws RejectedException {
    return Optional.of(value)
        .filter(Ipld.Text.class::isInstance)
        .flatMap(text -> Timestamp.parse(((Ipld.Text) text).value()))
        .map(Timestamp::toIpld)
        .orElseThrow(() -> new RejectedException(RejectionReason.JSON, TIMESTAMP));
  }

  private static Bytes signature(IpldMap form) throws RejectedException {
    if (get(form, SIGNATURE) instanceof Ipld.Binary found
        && found.value().size() == HeaderReader.SIGNATURE_BYTES) {
      return found.value();
    }
    throw new RejectedException(RejectionReason.JSON, SIGNATURE);
  }

  /** Which of the payload's keys there are, by the one that each of the forms must have. */
  private static Set<String> payloadKeys(IpldMap form) {
    if (form.get(PAYLOAD_BYTES).isPresent()) {
      return Set.of(PAYLOAD_BYTES);
    }
    if (form.get("body").isPresent()) {
      return PLAIN;
    }
    return form.get("sealed").isPresent() ? SEALED : Set.of();
  }

  /** The payload's bytes, or null where the text has none. */
  private static @Nullable Bytes payload(IpldMap form) throws RejectedException {
    Set<String> keys = payloadKeys(form);
    if (keys.isEmpty()) {
      return null;
    }
    if (keys.contains(PAYLOAD_BYTES)) {
      if (get(form, PAYLOAD_BYTES) instanceof Ipld.Binary found) {
        return found.value();
      }
      throw new RejectedException(RejectionReason.JSON, PAYLOAD_BYTES);
    }
    IpldMap.Builder content = IpldMap.builder();
    for (String key : keys) {
      content.put(key, get(form, key));
    }
    Bytes bytes = DagCbor.encode(content.build());
    if (bytes.size() <= EventLimits.MAX_PAYLOAD_BYTES
        && Payload.read(bytes) instanceof Payload.Malformed) {
      throw new RejectedException(RejectionReason.JSON, "payload");
    }
    return bytes;
  }

  private static Ipld get(IpldMap form, String key) throws RejectedException {
    return form.get(key).orElseThrow(() -> new RejectedException(RejectionReason.JSON, key));
  }

  private static void requireMatch(boolean holds, String field) throws RejectedException {
    if (!holds) {
      throw new RejectedException(RejectionReason.JSON_MISMATCH, field);
    }
  }
}
