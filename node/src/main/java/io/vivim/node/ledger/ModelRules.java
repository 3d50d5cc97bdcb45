package io.vivim.node.ledger;

import io.vivim.events.EventFacts;
import io.vivim.events.EventId;
import io.vivim.statemachine.Entity;
import io.vivim.statemachine.Ground;
import io.vivim.statemachine.State;
import io.vivim.statemachine.Verdict;
import io.vivim.statemachine.model.Kind;
import io.vivim.statemachine.model.Model;
import io.vivim.statemachine.model.ModelDefinition;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** By which model the entity of a write folds, once the write is in it. */
final class ModelRules {
  /** As the fold has it, so that what is refused here is what would change nothing there. */
  private static final Comparator<EventFacts> LATER =
      Comparator.comparingLong(EventFacts::version)
          .thenComparing(EventFacts::timestamp)
          .thenComparing(EventFacts::id);

  private final State state;

  ModelRules(State state) {
    this.state = state;
  }

  /**
   * The model to check a write by; refused is one that is none of the kind, and one by which the
   * entity would not fold after it.
   *
   * @param entity that is there already
   * @param given what the writer names as the model
   * @param auth all that the event is to cite
   * @param folded the definition by which the entity that is there folds
   */
  Model require(
      Kind kind,
      Optional<Entity> entity,
      Optional<EventId> given,
      List<EventFacts> auth,
      Optional<EventFacts> folded)
      throws RefusedWriteException {
    Optional<EventFacts> cited = cited(given, auth);
    if (cited.isEmpty()) {
      return state.model(kind, folded.map(EventFacts::id));
    }
    EventFacts model = cited.get();
    requireUsable(kind, model);
    if (entity.isPresent() && !folded.map(EventFacts::id).equals(Optional.of(model.id()))) {
      requireLater(model, folded);
    }
    return state.model(kind, Optional.of(model.id()));
  }

  /** The first model that an event cites, in the latest version that it cites of it. */
  private static Optional<EventFacts> cited(Optional<EventId> given, List<EventFacts> auth) {
    if (given.isPresent()) {
      return auth.stream().filter(each -> each.id().equals(given.get())).findFirst();
    }
    List<EventFacts> all =
        auth.stream().filter(each -> each.type().equals(ModelDefinition.DEFINE)).toList();
    return all.stream().filter(each -> each.entity().equals(all.get(0).entity())).max(LATER);
  }

  private void requireUsable(Kind kind, EventFacts model) throws RefusedWriteException {
    if (!model.type().equals(ModelDefinition.DEFINE)) {
      throw refused("the model is none: " + model.id() + " is a " + model.type());
    }
    if (kind.isInCatalogue()) {
      throw refused("a " + kind + " is built in, and folds by no model of yours");
    }
    if (state.model(kind, Optional.of(model.id())) == Model.generic()) {
      throw refused("the model is none of " + kind);
    }
    Optional<Verdict> verdict = state.verdict(model).filter(held -> !held.counts());
    if (verdict.isPresent()) {
      throw refused("the model does not count: " + verdict.get().ground().code());
    }
  }

  private static void requireLater(EventFacts model, Optional<EventFacts> folded)
      throws RefusedWriteException {
    if (folded.isEmpty()) {
      throw refused("the entity folds by no model, since its first event named none");
    }
    EventFacts now = folded.get();
    if (!model.entity().equals(now.entity())) {
      throw refused(
          "the entity folds by "
              + now.id()
              + ", and goes on with later versions of "
              + now.entity()
              + " alone");
    }
    if (LATER.compare(model, now) < 0) {
      throw refused("the entity folds by " + now.id() + ", which is a later version");
    }
  }

  private static RefusedWriteException refused(String detail) {
    return new RefusedWriteException(Ground.SCHEMA.code(), detail);
  }
}
