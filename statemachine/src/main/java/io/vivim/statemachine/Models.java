package io.vivim.statemachine;

import io.vivim.events.DecodedEvent;
import io.vivim.events.EventId;
import io.vivim.statemachine.model.Kind;
import io.vivim.statemachine.model.Model;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which model entities fold by, and which definitions their events cite. */
final class Models {
  private static final Comparator<DecodedEvent> LATER =
      Comparator.<DecodedEvent>comparingLong(define -> define.header().version())
          .thenComparing(define -> define.header().timestamp())
          .thenComparing(DecodedEvent::id);

  private final Events events;
  private final Removals removals;
  private final Definitions definitions;

  Models(Events events, Removals removals) {
    this.events = events;
    this.removals = removals;
    this.definitions = new Definitions(events::find);
  }

  /** The model of an entity. */
  Model of(EntityState entity) {
    return definitions.of(entity);
  }

  /** The definition that an entity begins with: the first that the event naming it cites. */
  Optional<EventId> begins(DecodedEvent named) {
    Kind kind = Kind.of(named.header().type());
    if (kind.isInCatalogue()) {
      return Optional.empty();
    }
    return named.header().auth().stream().filter(cited -> isFor(cited, kind)).findFirst();
  }

  /** The definition that an entity goes on with, once this event is in it. */
  Optional<EventId> goesOn(@Nullable EventId model, DecodedEvent event) {
    if (model == null || event.header().auth().isEmpty() || removals.ended(event).isPresent()) {
      return Optional.ofNullable(model);
    }
    DecodedEvent last = events.cause(model);
    Kind kind = Kind.of(event.header().type());
    for (EventId cited : event.header().auth()) {
      DecodedEvent define = events.cause(cited);
      if (define.entity().equals(last.entity())
          && LATER.compare(define, last) > 0
          && isFor(cited, kind)) {
        last = define;
      }
    }
    return Optional.of(last.id());
  }

  private boolean isFor(EventId cited, Kind kind) {
    DecodedEvent define = events.cause(cited);
    return Kind.of(define.header().type()).name().equals("model")
        && removals.ended(define).isEmpty()
        && definitions.find(cited).map(known -> known.kind().equals(kind)).orElse(false);
  }
}
