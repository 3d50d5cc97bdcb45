package io.vivim.statemachine;

import io.vivim.events.DecodedEvent;
import io.vivim.events.EventId;
import io.vivim.statemachine.model.Kind;
import io.vivim.statemachine.model.Model;
import io.vivim.statemachine.model.ModelDefinition;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** The models that definitions in the log make; any thread may ask. */
final class Definitions {
  /** Definitions that were read last; reading one means to compile its schema. */
  private static final int MAX_READ = 256;

  private final Function<EventId, Optional<DecodedEvent>> events;

  /** Guarded by itself. */
  private final Map<EventId, Optional<ModelDefinition.Defined>> read = new RecentMap<>(MAX_READ);

  Definitions(Function<EventId, Optional<DecodedEvent>> events) {
    this.events = events;
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
        : find(definition).map(ModelDefinition.Defined::model).orElse(Model.generic());
  }

  /** What an event defines, where it defines something that can be used. */
  Optional<ModelDefinition.Defined> find(EventId id) {
    synchronized (read) {
      Optional<ModelDefinition.Defined> known = read.get(id);
      if (known == null) {
        known =
            events
                .apply(id)
                .flatMap(EntityFold::bodyOf)
                .map(ModelDefinition::read)
                .filter(ModelDefinition.Defined.class::isInstance)
                .map(ModelDefinition.Defined.class::cast);
        read.put(id, known);
      }
      return known;
    }
  }
}
