package io.vivim.eventlog;

import io.vivim.codec.Bytes;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventFacts;
import io.vivim.events.EventId;
import io.vivim.events.EventType;
import io.vivim.events.Payload;
import io.vivim.store.Batch;
import io.vivim.store.KeyRange;
import io.vivim.store.Scan;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Which events are erased. An erase event names its target in the body, {@code {"set": {"target":
 * CID}}}; its mark is kept under the target's id, whichever of the two comes first, and is judged
 * when it is asked for. The writer's.
 */
final class Erasures {
  private static final Bytes MARK = Bytes.owning(new byte[] {1});

  private final EventTable table;
  private final Facts facts;
  private final Grants grants;
  private final Map<EventId, Set<EventId>> marksInRound = new HashMap<>();

  /** Events of which the running round may show that they are erased. */
  private final Set<EventId> questioned = new LinkedHashSet<>();

  /** Entities that events of the running round name. */
  private final Set<EventId> named = new HashSet<>();

  /** Whether there is any mark, so that most logs never look for one. */
  private boolean mayHaveMarks;

  Erasures(EventTable table, Facts facts, Grants grants) {
    this.table = table;
    this.facts = facts;
    this.grants = grants;
    try (Scan marks = table.store().scan(LogKeys.table(LogKeys.ERASE))) {
      mayHaveMarks = marks.next();
    }
  }

  /** The event that an erase event names. */
  static Optional<EventId> targetOf(DecodedEvent event) {
    if (event.header().type().equals(EventType.ERASE)
        && event.payload().orElse(null) instanceof Payload.Plain plain
        && plain.body().get("set").orElse(Ipld.NULL) instanceof IpldMap set
        && set.get("target").orElse(Ipld.NULL) instanceof Ipld.Link target) {
      return EventId.of(target.value());
    }
    return Optional.empty();
  }

  /** Notes what an event that is in the log now has to do with erasures, and answers its target. */
  Optional<EventId> arrived(DecodedEvent event, Batch batch) {
    Optional<EventId> target = targetOf(event);
    target.ifPresent(id -> mark(id, event.id(), batch));
    if (mayHaveMarks && event.entity().equals(event.id())) {
      // Who may erase events about an entity hangs on the one that names it.
      named.add(event.id());
    }
    return target;
  }

  private void mark(EventId target, EventId erase, Batch batch) {
    mayHaveMarks = true;
    questioned.add(target);
    marksInRound.computeIfAbsent(target, id -> new LinkedHashSet<>()).add(erase);
    batch.put(LogKeys.eraseTarget(target), MARK).put(LogKeys.erase(target, erase), MARK);
  }

  /** Events whose erase events are judged otherwise from the running round on. */
  void question(Set<EventId> targets) {
    questioned.addAll(targets);
  }

  /** Questions the events about entities that the round names, which came before those. */
  void questionWhatIsNamed(List<AppendedEvent> round, HoldBack holdBack) {
    if (named.isEmpty()) {
      return;
    }
    for (AppendedEvent event : round) {
      if (named.contains(event.event().entity())) {
        questionIfMarked(event.id());
      }
    }
    for (EventId entity : named) {
      for (IndexKey.Section section : IndexKey.Section.values()) {
        questionIfMarked(IndexKey.prefix(section, IndexKey.Field.ENTITY, entity.prefix()));
      }
      holdBack.withoutPayload(entity).forEach(this::questionIfMarked);
    }
    named.clear();
  }

  private void questionIfMarked(Bytes prefix) {
    try (Scan entries = table.store().scan(KeyRange.startingWith(prefix))) {
      while (entries.next()) {
        table.at(IndexKey.positionOf(entries.key())).ifPresent(e -> questionIfMarked(e.id()));
      }
    }
  }

  private void questionIfMarked(EventId event) {
    if (marksInRound.containsKey(event)
        || table.store().get(LogKeys.eraseTarget(event)).isPresent()) {
      questioned.add(event);
    }
  }

  /** The events to ask of whether they are erased, now that the round is folded. */
  Set<EventId> questioned() {
    return Set.copyOf(questioned);
  }

  /** Whether an erase event that stands names this one. */
  boolean stands(EventFacts target) {
    if (!mayHaveMarks) {
      return false;
    }
    Optional<EventFacts> first = facts.first(target);
    return marksOf(target.id()).stream()
        .map(facts::find)
        .anyMatch(erase -> erase != null && grants.mayErase(erase, target, first));
  }

  private Set<EventId> marksOf(EventId target) {
    Set<EventId> marks = new LinkedHashSet<>(marksInRound.getOrDefault(target, Set.of()));
    Bytes prefix = LogKeys.eraseTarget(target);
    if (table.store().get(prefix).isPresent()) {
      try (Scan scan = table.store().scan(KeyRange.startingWith(prefix))) {
        while (scan.next()) {
          if (scan.key().size() > prefix.size()) {
            marks.add(new EventId(scan.key().from(prefix.size()).compact()));
          }
        }
      }
    }
    return marks;
  }

  void committed() {
    marksInRound.clear();
    questioned.clear();
  }
}
