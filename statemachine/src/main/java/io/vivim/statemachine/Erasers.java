package io.vivim.statemachine;

import io.vivim.codec.Bytes;
import io.vivim.did.DidKey;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventId;
import io.vivim.statemachine.model.Kind;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/** Which events erase which, and whose erasure the events of a commit may change. The writer's. */
final class Erasers {
  private final Rows rows;
  private final Events events;
  private final Endings endings;

  /** What is named by erase events, so that most events ask no row. */
  private final FirstParts erased;

  /** Events that may be erased now and were not, or the other way round. */
  private final Set<EventId> questioned = new LinkedHashSet<>();

  Erasers(Rows rows, Events events, Endings endings, int mostAtHand) {
    this.rows = rows;
    this.events = events;
    this.endings = endings;
    this.erased = FirstParts.ids(rows, StateKeys.ERASES, mostAtHand);
  }

  /** An event comes that erase events may name. */
  void arrive(DecodedEvent event) {
    if (erased.contains(event.id())) {
      // Whether it is erased may be otherwise at the end of the commit than when it is folded.
      questioned.add(event.id());
    }
  }

  /** An erase event comes. */
  void add(EventId target, DecodedEvent erase) {
    rows.put(StateKeys.pair(StateKeys.ERASES, target, erase.id()), Bytes.EMPTY);
    erased.add(target.digest());
    if (events.find(target).filter(event -> mayErase(erase, event)).isPresent()) {
      question(target);
    }
  }

  /** An event may be erased now, and lose its payload, or no longer be. */
  void question(EventId target) {
    events.forget(target);
    questioned.add(target);
  }

  /** The erase event that takes an event away, if one does. */
  Optional<EventId> of(DecodedEvent event) {
    if (!erased.contains(event.id()) || event.header().type().isControl()) {
      return Optional.empty();
    }
    return rows.idsBehind(StateKeys.ERASES, event.id()).stream()
        .filter(id -> isErasedBy(event, events.cause(id)))
        .findFirst();
  }

  private boolean isErasedBy(DecodedEvent target, DecodedEvent erase) {
    return mayErase(erase, target) && endings.of(erase).isEmpty();
  }

  /** Whether an event is its author's to erase, or that of the entity's first event. */
  private boolean mayErase(DecodedEvent erase, DecodedEvent target) {
    if (!erase.logScope().equals(target.logScope())) {
      return false;
    }
    DidKey author = erase.header().author();
    boolean hasFirst = !target.header().prevVersion().isEmpty();
    return author.equals(target.header().author())
        || (hasFirst && events.naming(target).filter(f -> isBy(author, f)).isPresent());
  }

  private static boolean isBy(DidKey author, DecodedEvent event) {
    return event.header().author().equals(author);
  }

  /** Tells of each event that is erased and was not, or the other way round. */
  void settle(Removals.GroundOf stored, Consumer<DecodedEvent> changed) {
    for (EventId target : questioned) {
      events.find(target).filter(event -> isOtherwise(event, stored)).ifPresent(changed);
    }
    questioned.clear();
  }

  /** Anybody can name an event, so that it is questioned says little. */
  private boolean isOtherwise(DecodedEvent target, Removals.GroundOf stored) {
    Optional<Verdict> before = stored.find(target);
    Optional<EventId> now = endings.of(target).isPresent() ? Optional.empty() : of(target);
    Optional<EventId> was =
        before.filter(verdict -> verdict.ground() == Ground.ERASED).map(Verdict::by);
    // A void event is no more void for being erased, but its key goes with its payload.
    boolean hidesKey =
        endings.of(target).isPresent() && Kind.of(target.header().type()).mayHaveKey();
    return before.isEmpty() || !was.equals(now) || hidesKey;
  }
}
