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
import org.jspecify.annotations.Nullable;

/** The entities as they are in the commit that is being made; the writer's. */
final class Entities {
  /** Entities that were folded last; the next event is often of one of these. */
  private static final int MAX_RECENT = 4096;

  /** Larger ones are read again each time, or they would fill the memory. */
  private static final int MAX_RECENT_BYTES = 4096;

  /** Elements of a field that come to more get rows of their own, to be changed one by one. */
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
    // Small ones are at hand, and whoever is at hand lies in no parts.
    Optional<Bytes> row =
        recent.containsKey(now.name()) ? Optional.empty() : rows.get(StateKeys.entity(now.name()));
    Bytes value = EntityRows.write(rows, change.before(), row, now, mostElementBytes);
    List<Bytes> after = ViewRows.of(now, models.of(now));
    @Nullable List<Bytes> before =
        change.before().map(old -> ViewRows.of(old, models.of(old))).orElse(null);
    if (before == null) {
      after.forEach(key -> rows.put(key, THERE));
    } else if (!before.equals(after)) {
      Set<Bytes> left = new HashSet<>(before);
      for (Bytes key : after) {
        if (!left.remove(key)) {
          rows.put(key, THERE);
        }
      }
      left.forEach(rows::delete);
    }
    remember(now, value);
  }

  private void remember(EntityState entity, Bytes value) {
    if (value.size() > MAX_RECENT_BYTES) {
      recent.remove(entity.name());
      return;
    }
    // What was changed of elements that lie in rows is in the rows now.
    boolean isApart = EntityRows.hasElements(entity, each -> each.isStored() || isMany(each));
    recent.put(
        entity.name(), isApart ? EntityRows.decodeToGoOn(rows, entity.name(), value) : entity);
  }

  private boolean isMany(Elements elements) {
    return elements.exceeds(mostElementBytes);
  }
}
