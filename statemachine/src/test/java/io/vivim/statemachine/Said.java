package io.vivim.statemachine;

import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventId;
import io.vivim.events.Payload;
import io.vivim.statemachine.model.Body;
import io.vivim.statemachine.model.Kind;
import io.vivim.statemachine.model.Model;
import io.vivim.statemachine.model.Operation;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What an event's body says, where it has one that can be read. */
final class Said {
  private Said() {}

  static Optional<Body> body(DecodedEvent event) {
    return event.payload().orElse(null) instanceof Payload.Plain plain
        ? Body.read(plain.body())
        : Optional.empty();
  }

  static boolean isApplications(DecodedEvent event) {
    return !Kind.of(event.header().type()).isInCatalogue();
  }

  /** Whether the entity of an event can be one that a key names. */
  static boolean mayHaveKey(DecodedEvent event) {
    return isOfKeyedKind(event) || isApplications(event);
  }

  private static boolean isOfKeyedKind(DecodedEvent event) {
    return Kind.of(event.header().type()).keyed() != Kind.Keyed.NONE;
  }

  /** The code of what is wrong with an event's body, by the model of its kind. */
  static Optional<String> fault(DecodedEvent event, Model model) {
    return body(event)
        .map(body -> model.check(event.header().type(), body, isFirst(event)))
        .map(fault -> fault.map(each -> each.reason().code()))
        .orElse(Optional.of("grammar"));
  }

  private static boolean isFirst(DecodedEvent event) {
    return event.header().prevVersion().isEmpty();
  }

  private static Map<String, Operation> operations(DecodedEvent event) {
    return body(event).orElse(Body.EMPTY).operations();
  }

  /** What the body sets a field to; null is no value. */
  static Optional<Ipld> value(DecodedEvent event, String field) {
    return operations(event).get(field) instanceof Operation.Assign assign
            && !assign.value().equals(Ipld.NULL)
        ? Optional.of(assign.value())
        : Optional.empty();
  }

  static Optional<String> text(DecodedEvent event, String field) {
    return value(event, field).orElse(Ipld.NULL) instanceof Ipld.Text text
        ? Optional.of(text.value())
        : Optional.empty();
  }

  static Optional<EventId> link(DecodedEvent event, String field) {
    return value(event, field).flatMap(Said::link);
  }

  private static Optional<EventId> link(Ipld value) {
    return value instanceof Ipld.Link link ? EventId.of(link.value()) : Optional.empty();
  }

  static Optional<BigInteger> integer(DecodedEvent event, String field) {
    return value(event, field).orElse(Ipld.NULL) instanceof Ipld.Int number
        ? Optional.of(number.asBigInteger())
        : Optional.empty();
  }

  /** The events that the body lists in a field that it sets. */
  static List<EventId> links(DecodedEvent event, String field) {
    List<EventId> links = new ArrayList<>();
    if (value(event, field).orElse(Ipld.NULL) instanceof Ipld.Sequence list) {
      list.values().forEach(value -> link(value).ifPresent(links::add));
    }
    return links;
  }

  /** Whether a list that the body sets, or what it adds to one, has a value in it. */
  static boolean lists(DecodedEvent event, String field, Ipld value) {
    Operation operation = operations(event).get(field);
    if (operation instanceof Operation.Change change) {
      return change.added().contains(value);
    }
    return operation instanceof Operation.Assign assign
        && assign.value() instanceof Ipld.Sequence list
        && list.values().contains(value);
  }

  static Ipld.Link linkTo(EventId id) {
    return Ipld.of(id.cid());
  }

  static Ipld.Sequence linksTo(List<EventId> ids) {
    return new Ipld.Sequence(ids.stream().<Ipld>map(Said::linkTo).toList());
  }

  static IpldMap set(IpldMap values) {
    return IpldMap.builder().put("set", values).build();
  }
}
