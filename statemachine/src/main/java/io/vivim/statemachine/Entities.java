package io.vivim.statemachine;

import io.vivim.codec.Bytes;
import io.vivim.events.DecodedEvent;
import io.vivim.statemachine.model.Elements;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The entities as they are in the commit that is being made; the writer's. */
final class Entities {
  /** Entities that were folded last; the next event is often of one of these. */
  private static final int MAX_RECENT = 4096;

  /** Larger ones are read again each time, or they would fill the memory. */
  private static final int MAX_RECENT_BYTES = 4096;

  /** What there are many of and comes to more gets rows of its own, to be changed one by one. */
  static final int MAX_ELEMENT_BYTES = 4096;

  private static final Bytes THERE = Bytes.EMPTY;

  private final Rows rows;
  private final Models models;
  private final int mostElementBytes;
  private final Map<EntityName, EntityState> recent = new RecentMap<>(MAX_RECENT);

  /** What the commit changes. */
  private final Map<EntityName, Change> changed = new LinkedHashMap<>();

  /** Entities whose grants it changes. */
  private final Set<EntityName> touched = new LinkedHashSet<>();

  private record Change(Optional<EntityState> before, EntityState now) {}

  Entities(Rows rows, Models models, int mostElementBytes) {
    this.rows = rows;
    this.models = models;
    this.mostElementBytes = mostElementBytes;
  }

  /** Reads at once the entities of these events. */
  void expect(List<DecodedEvent> events) {
    Set<EntityName> wanted = new LinkedHashSet<>();
    for (DecodedEvent event : events) {
      EntityName entity = EntityName.of(event);
      if (!recent.containsKey(entity)) {
        wanted.add(entity);
      }
    }
    rows.expect(wanted.stream().map(StateKeys::entity).toList());
  }

  Optional<EntityState> find(EntityName name) {
    Change change = changed.get(name);
    if (change != null) {
      return Optional.of(change.now());
    }
    EntityState known = recent.get(name);
    if (known != null) {
      return Optional.of(known);
    }
    return EntityRows.findToGoOn(rows, name);
  }

  void put(EntityState now) {
    Change change = changed.get(now.name());
    Optional<EntityState> before = change == null ? find(now.name()) : change.before();
    changed.put(now.name(), new Change(before, now));
  }

  /** Something that an entity shows beside its fields has changed. */
  void touch(EntityName entity) {
    touched.add(entity);
  }

  /** Writes what changed, with the rows by which it is found. */
  Set<EntityName> finish() {
    Set<EntityName> all = new LinkedHashSet<>(changed.keySet());
    all.addAll(touched);
    changed.values().forEach(this::write);
    changed.clear();
    touched.clear();
    return all;
  }

  private void write(Change change) {
    EntityState now = change.now();
    // What the entity was before is read from rows that are about to be written.
    writeViews(change);
    Bytes value = EntityRows.write(rows, change.before(), now, mostElementBytes);
    remember(now, value);
  }

  private void writeViews(Change change) {
    EntityState now = change.now();
    Elements parents = change.before().map(EntityState::parents).orElse(Elements.NONE);
    now.parents()
        .forEachChangeFrom(
            parents, (parent, isThere) -> writeView(ViewRows.child(parent, now.name()), isThere));
    List<Bytes> after = ViewRows.of(now, models.of(now));
    List<Bytes> before =
        change.before().map(old -> ViewRows.of(old, models.of(old))).orElse(List.of());
    if (!before.equals(after)) {
      Set<Bytes> left = new HashSet<>(before);
      for (Bytes key : after) {
        if (!left.remove(key)) {
          writeView(key, true);
        }
      }
      left.forEach(key -> writeView(key, false));
    }
  }

  private void writeView(Bytes key, boolean isThere) {
    if (isThere) {
      rows.put(key, THERE);
    } else {
      rows.delete(key);
    }
  }

  private void remember(EntityState entity, Bytes value) {
    if (value.size() > MAX_RECENT_BYTES) {
      recent.remove(entity.name());
      return;
    }
    // What was changed of what lies in rows of its own is in the rows now.
    recent.put(
        entity.name(),
        entity.isApart(mostElementBytes)
            ? EntityRows.decodeToGoOn(rows, entity.name(), value)
            : entity);
  }
}
