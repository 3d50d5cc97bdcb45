package io.vivim.statemachine;

import io.vivim.events.EventId;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What removals say, of those that were asked for last, up to so many links in all. */
final class RecentRemovals {
  private static final int MAX_LINKS = 1 << 18;
  private static final float LOAD = 0.75f;

  private final Map<EventId, Removal> kept = new LinkedHashMap<>(16, LOAD, true);
  private int links;

  @Nullable Removal get(EventId id) {
    return kept.get(id);
  }

  void put(Removal removal) {
    @Nullable Removal before = kept.put(removal.id(), removal);
    links += removal.links() - (before == null ? 0 : before.links());
    Iterator<Removal> eldest = kept.values().iterator();
    while (links > MAX_LINKS && kept.size() > 1) {
      links -= eldest.next().links();
      eldest.remove();
    }
  }
}
