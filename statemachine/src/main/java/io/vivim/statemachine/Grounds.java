package io.vivim.statemachine;

import io.vivim.events.DecodedEvent;
import io.vivim.events.EventHeader;
import io.vivim.events.EventId;
import io.vivim.events.Payload;
import io.vivim.statemachine.model.Body;
import io.vivim.statemachine.model.Fault;
import io.vivim.statemachine.model.Kind;
import io.vivim.statemachine.model.Model;
import io.vivim.statemachine.model.Verbs;
import java.util.Optional;

/** Whether an event counts, and the first reason why it does not: section 6 of authority.md. */
final class Grounds {
  private final Events events;
  private final Removals removals;

  Grounds(Events events, Removals removals) {
    this.events = events;
    this.removals = removals;
  }

  /**
   * What becomes of an event.
   *
   * @param entity the entity as it was before the event
   * @param model that the entity folds by
   */
  Verdict judge(DecodedEvent event, EntityState entity, Model model) {
    Optional<Ended> ended = removals.ended(event);
    if (ended.isPresent()) {
      return new Verdict(ended.get().ground(), ended.get().by());
    }
    Optional<EventId> erase = removals.erasedBy(event);
    if (erase.isPresent()) {
      return new Verdict(Ground.ERASED, erase.get());
    }
    return Verdict.of(byPayload(event, entity, model));
  }

  private Ground byPayload(DecodedEvent event, EntityState entity, Model model) {
    Optional<Payload> payload = event.payload();
    if (payload.isEmpty()) {
      return Ground.NO_PAYLOAD;
    } else if (payload.get() instanceof Payload.Sealed) {
      return Ground.SEALED;
    } else if (!(payload.get() instanceof Payload.Plain)) {
      return Ground.MALFORMED;
    }
    Optional<Body> body = EntityFold.bodyOf(event);
    Kind kind = Kind.of(event.header().type());
    Optional<Ground> misplaced = misplaced(event, kind, entity, body.orElse(Body.EMPTY));
    if (misplaced.isPresent()) {
      return misplaced.get();
    }
    if (body.isEmpty()) {
      return Ground.GRAMMAR;
    }
    boolean isFirst = event.header().prevVersion().isEmpty();
    return model
        .check(event.header().type(), body.get(), isFirst)
        .map(fault -> groundOf(fault.reason()))
        .orElse(Ground.COUNTS);
  }

  private static Ground groundOf(Fault.Reason reason) {
    return switch (reason) {
      case GRAMMAR -> Ground.GRAMMAR;
      case FIELD -> Ground.FIELD;
      case MERGE -> Ground.MERGE;
      case SCHEMA -> Ground.SCHEMA;
    };
  }

  private Optional<Ground> misplaced(DecodedEvent event, Kind kind, EntityState entity, Body body) {
    Optional<DecodedEvent> named = kind.mayBeEither() ? events.naming(event) : Optional.empty();
    if (named.isPresent()) {
      if (!mayChange(event, named.get())) {
        return Optional.of(Ground.OWNER);
      }
    } else if (kind.mayHaveKey() && !event.logScope().isOwned() && !hasKey(event, body)) {
      return Optional.of(Ground.KEY);
    }
    return kind.name().equals(entity.kind()) ? Optional.empty() : Optional.of(Ground.KIND);
  }

  private static boolean hasKey(DecodedEvent event, Body body) {
    EventHeader header = event.header();
    return Verbs.keyedId(header.type(), header.scope(), header.author(), body)
        .equals(Optional.of(event.entity()));
  }

  /**
   * Whether an event shows what a keyed entity is, by naming its key. One that is erased does not,
   * though its payload goes only with the commit that erases it.
   */
  boolean shows(DecodedEvent event) {
    return Kind.of(event.header().type()).mayHaveKey()
        && !event.logScope().isOwned()
        && hasKey(event, EntityFold.bodyOf(event).orElse(Body.EMPTY))
        && events.naming(event).isEmpty()
        && removals.erasedBy(event).isEmpty();
  }

  /**
   * Whether an event is of somebody who has nothing to do with the entity. Grants are checked when
   * events come, but where those do not show whose the entity is, anybody may write of it.
   */
  boolean isStrange(DecodedEvent event, EntityState entity) {
    Kind kind = Kind.of(event.header().type());
    if (!kind.mayHaveKey()
        || event.logScope().isOwned()
        || entity.owners().contains(event.header().author())) {
      return false;
    }
    Optional<DecodedEvent> named = kind.mayBeEither() ? events.naming(event) : Optional.empty();
    return named.isEmpty() || !mayChange(event, named.get());
  }

  /** Whether an event may change the entity that another event names. */
  private boolean mayChange(DecodedEvent event, DecodedEvent named) {
    if (named.header().author().equals(event.header().author()) || event.logScope().isOwned()) {
      return true;
    }
    boolean isOfCircle = event.entity().equals(event.header().scope().circle());
    return isOfCircle || removals.rules().toAnothers(event, named).isPresent();
  }
}
