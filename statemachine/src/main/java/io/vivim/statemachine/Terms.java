package io.vivim.statemachine;

import io.vivim.codec.Bytes;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.events.EventFacts;
import io.vivim.events.EventId;
import io.vivim.events.Timestamp;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What the body of a control event says, wherever it is well formed. */
final class Terms {
  private static final long MILLIS_PER_SECOND = 1000;

  private final IpldMap set;
  private final IpldMap add;

  private Terms(IpldMap body) {
    this.set = mapIn(body, "set");
    this.add = mapIn(body, "add");
  }

  static Terms of(IpldMap body) {
    return new Terms(body);
  }

  static Terms of(EventFacts event) {
    return of(event.terms());
  }

  private static IpldMap mapIn(IpldMap map, String key) {
    return map.get(key).orElse(Ipld.NULL) instanceof IpldMap found ? found : IpldMap.EMPTY;
  }

  Optional<String> text(String field) {
    return set.get(field)
        .filter(Ipld.Text.class::isInstance)
        .map(value -> ((Ipld.Text) value).value());
  }

  Optional<Bytes> bytes(String field) {
    return set.get(field)
        .filter(Ipld.Binary.class::isInstance)
        .map(value -> ((Ipld.Binary) value).value());
  }

  Optional<EventId> link(String field) {
    return set.get(field).flatMap(Terms::event);
  }

  /** The events that a list in {@code set} links, those that are links to events. */
  List<EventId> links(String field) {
    return listIn(set, field).flatMap(value -> event(value).stream()).distinct().toList();
  }

  /** The texts and linked events, as texts, in {@code set} and {@code add}. */
  Set<String> names(String field) {
    Set<String> names = new LinkedHashSet<>();
    Stream.concat(listIn(set, field), listIn(add, field))
        .forEach(
            value -> {
              if (value instanceof Ipld.Text text) {
                names.add(text.value());
              } else {
                event(value).ifPresent(event -> names.add(event.toString()));
              }
            });
    return names;
  }

  private static Stream<Ipld> listIn(IpldMap map, String field) {
    return map.get(field).orElse(Ipld.NULL) instanceof Ipld.Sequence list
        ? list.values().stream()
        : Stream.empty();
  }

  private static Optional<EventId> event(Ipld value) {
    return value instanceof Ipld.Link link ? EventId.of(link.value()) : Optional.empty();
  }

  /** Whether the time of an event is within {@code nbf} and {@code exp}. */
  boolean holdAt(Timestamp time) {
    long seconds = secondsOf(time);
    return notBefore() <= seconds && seconds <= expires();
  }

  /** From which second on it holds, {@code Long.MIN_VALUE} where it does not say. */
  long notBefore() {
    // A bound that is there and is no number lets nothing through.
    return bound("nbf", Long.MIN_VALUE, Long.MAX_VALUE);
  }

  /** Up to which second it holds, {@code Long.MAX_VALUE} where it does not say. */
  long expires() {
    return bound("exp", Long.MAX_VALUE, Long.MIN_VALUE);
  }

  private long bound(String field, long open, long closed) {
    Optional<Ipld> value = set.get(field).filter(each -> !each.equals(Ipld.NULL));
    if (value.isEmpty()) {
      return open;
    }
    if (!(value.get() instanceof Ipld.Int number)) {
      return closed;
    } else if (number.asBigInteger().bitLength() < Long.SIZE) {
      return number.asLong();
    }
    // No clock reaches such a second, so the bound is as far as bounds go.
    return number.asBigInteger().signum() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
  }

  static long secondsOf(Timestamp time) {
    return time.millis() / MILLIS_PER_SECOND;
  }
}
