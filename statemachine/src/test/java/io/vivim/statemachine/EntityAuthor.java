package io.vivim.statemachine;

import io.vivim.codec.Bytes;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventBuilder;
import io.vivim.events.EventFacts;
import io.vivim.events.EventLimits;
import io.vivim.events.EventType;
import io.vivim.events.Timestamp;
import io.vivim.statemachine.model.Merge;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Someone who works on one entity for long, in public; each event is a millisecond later. */
final class EntityAuthor {
  private static final long START_MILLIS = 1_700_000_000_000L;

  private static final String KIND = "x.note";

  private final DecodedEvent definition;
  private final List<DecodedEvent> log = new ArrayList<>();
  private final List<DecodedEvent> heads = new ArrayList<>();

  /** Where in the log the event is that names the entity. */
  private int firstAt;

  /** Defines the kind of the entity, and how its field {@code doc} merges. */
  EntityAuthor(Merge merge) {
    IpldMap model =
        IpldMap.builder()
            .put("kind", Ipld.of(KIND))
            .put("schema", IpldMap.EMPTY)
            .put("merges", IpldMap.builder().put("doc", Ipld.of(merge.text())).build())
            .build();
    definition = sign("model:define", IpldMap.builder().put("set", model).build(), List.of());
  }

  /** All events, each behind those that it has seen. */
  List<DecodedEvent> log() {
    return Collections.unmodifiableList(log);
  }

  /** The event that names the entity. */
  DecodedEvent first() {
    return log.get(firstAt);
  }

  /** The events of the entity. */
  List<DecodedEvent> entity() {
    return log.stream().filter(event -> event.header().type().entity().equals(KIND)).toList();
  }

  /** An event that has seen all of the entity. */
  DecodedEvent post(String part, Ipld value) {
    return post(part, value, List.copyOf(heads));
  }

  /** An event that has seen these and what they have seen. */
  DecodedEvent post(String part, Ipld value, List<DecodedEvent> seen) {
    return postPart(part, IpldMap.builder().put("doc", value).build(), seen);
  }

  /** An event that has seen all of the entity and writes another field. */
  DecodedEvent postField(String part, String field, Ipld value) {
    return postPart(part, IpldMap.builder().put(field, value).build(), List.copyOf(heads));
  }

  /** The first event of one more entity, to which those belong that are posted from now on. */
  DecodedEvent begin() {
    heads.clear();
    return postPart("unset", Ipld.listOf(Ipld.of("doc")), List.of());
  }

  DecodedEvent unset(List<DecodedEvent> seen) {
    return postPart("unset", Ipld.listOf(Ipld.of("doc")), seen);
  }

  private DecodedEvent postPart(String part, Ipld value, List<DecodedEvent> seen) {
    DecodedEvent event = sign(KIND + ":edit", IpldMap.builder().put(part, value).build(), seen);
    heads.removeAll(seen);
    heads.add(event);
    return event;
  }

  /** Erases an event. */
  DecodedEvent erase(DecodedEvent target) {
    IpldMap set = IpldMap.builder().put("target", Ipld.of(target.id().cid())).build();
    return sign("system:erase", IpldMap.builder().put("set", set).build(), List.of());
  }

  private DecodedEvent sign(String eventType, IpldMap body, List<DecodedEvent> seen) {
    EventBuilder builder =
        EventBuilder.of(EventType.named(eventType), Bytes.owning(new byte[EventLimits.SALT_BYTES]))
            .timestamp(Timestamp.of(START_MILLIS + log.size(), 0))
            .body(body);
    if (!log.isEmpty()) {
      DecodedEvent last = log.get(log.size() - 1);
      builder.after(last.header().seq(), last.id());
    }
    if (eventType.startsWith(KIND) && seen.isEmpty()) {
      firstAt = log.size();
      builder.auth(List.of(definition.id()));
    } else if (!seen.isEmpty()) {
      builder.entity(first().id()).heads(seen.stream().map(EventFacts::of).toList());
    }
    DecodedEvent event = builder.sign(World.root(0));
    log.add(event);
    return event;
  }
}
