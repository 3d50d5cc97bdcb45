package io.vivim.statemachine;

import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.events.DecodedEvent;
import io.vivim.statemachine.model.Body;
import io.vivim.statemachine.model.Kind;
import io.vivim.statemachine.model.Verbs;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The keys of entities that exist in the open as well as hidden in somebody's own scopes. */
final class HiddenKeys {
  static final Set<String> KINDS = Set.of("conversation", "follow", "friend", "like");

  private static final List<String> FIELDS = List.of("source", "with", "target");

  private HiddenKeys() {}

  /** The key that the body of an event names, in whatever scope it is. */
  static Optional<List<Ipld>> of(DecodedEvent event) {
    return KINDS.contains(Kind.of(event.header().type()).name())
        ? Verbs.keyOf(
            event.header().type(), event.header().author(), Said.body(event).orElse(Body.EMPTY))
        : Optional.empty();
  }

  /** A body that names the same key as an event does and nothing else. */
  static IpldMap bodyOf(DecodedEvent event) {
    IpldMap.Builder set = IpldMap.builder();
    FIELDS.forEach(field -> Said.value(event, field).ifPresent(value -> set.put(field, value)));
    return Said.set(set.build());
  }
}
