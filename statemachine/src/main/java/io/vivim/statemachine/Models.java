package io.vivim.statemachine;

import io.vivim.events.DecodedEvent;
import io.vivim.events.EventId;
import io.vivim.statemachine.model.Kind;
import io.vivim.statemachine.model.Model;
import io.vivim.statemachine.model.ModelDefinition;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Which model entities fold by, and which definitions their events cite. */
final class Models {
  /** Definitions that were read last; reading one means to compile its schema. */
  private static final int MAX_READ = 256;

  private static final Comparator<DecodedEvent> LATER =
      Comparator.<DecodedEvent>comparingLong(define -> define.header().version())
          .thenComparing(define -> define.header().timestamp())
          .thenComparing(DecodedEvent::id);

  private final Events events;
  private final Removals removals;
  private final Map<EventId, Optional<ModelDefinition.Defined>> read =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(
            Map.Entry<EventId, Optional<ModelDefinition.Defined>> eldest) {
          return size() > MAX_READ;
        }
      };

  Models(Events events, Removals removals) {
    this.events = events;
    this.removals = removals;
  }

  /** The model of an entity. */
  Model of(EntityState entity) {
    Kind kind = Kind.named(entity.kind());
    if (kind.isInCatalogue()) {
      return Model.builtIn(kind);
    }
    EventId definition = entity.model();
    return definition == null
        ? Model.generic()
        : definition(definition).map(ModelDefinition.Defined::model).orElse(Model.generic());
  }

  /** The definition that an entity begins with: the first that the event naming it cites. */
  Optional<EventId> begins(DecodedEvent named) {
    Kind kind = Kind.of(named.header().type());
    if (kind.isInCatalogue() || removals.ended(named).isPresent()) {
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
        && definition(cited).map(known -> known.kind().equals(kind)).orElse(false);
  }

  private Optional<ModelDefinition.Defined> definition(EventId id) {
    return read.computeIfAbsent(
        id,
        any ->
            EntityFold.bodyOf(events.cause(id))
                .map(ModelDefinition::read)
                .filter(ModelDefinition.Defined.class::isInstance)
                .map(ModelDefinition.Defined.class::cast));
  }
}
