package io.vivim.statemachine;

import io.vivim.codec.Bytes;
import io.vivim.store.KeyRange;
import io.vivim.store.Scan;
import io.vivim.store.StoreView;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A page of the entities of several origins that lie in one order. Where an entity stands in it is
 * its rank, which its row has behind the prefix of the origin, and the cursor of a page is the rank
 * up to which it goes: so the pages leave out nothing and repeat nothing, whatever comes in between
 * them.
 *
 * <p>A page ends early after so many rows of an origin. Origins are to be such that the reader may
 * see what their rows are about; else its end and its cursor would tell of what is hidden.
 */
final class Merging {
  /** Rows of an origin that one page looks at, so that no answer takes for ever. */
  static final int MAX_LOOKS = 10_000;

  private final StoreView view;
  private final EntityReader entities;
  private final Sight sight;
  private final int mostLooks;
  private final @Nullable Bytes after;
  private final int limit;
  private final NavigableMap<Bytes, EntityState> best = new TreeMap<>();

  /** How far all origins were looked through; null where that is to the end of the page. */
  private @Nullable Bytes frontier;

  /**
   * @param mostLooks rows of an origin that the page looks at
   * @param after the cursor of the page before
   * @param limit at least 1
   */
  Merging(
      StoreView view,
      EntityReader entities,
      Sight sight,
      int mostLooks,
      @Nullable Bytes after,
      int limit) {
    this.view = view;
    this.entities = entities;
    this.sight = sight;
    this.mostLooks = mostLooks;
    this.after = after;
    this.limit = limit;
  }

  /**
   * Takes in an origin.
   *
   * @param prefix of its rows, in front of the rank
   */
  void take(Bytes prefix, Predicate<EntityState> matches) {
    try (Scan scan = view.scan(KeyRange.startingWith(prefix))) {
      boolean isThere = first(scan, prefix);
      for (int looks = 1; isThere; looks++, isThere = scan.next()) {
        Bytes rank = scan.key().from(prefix.size()).compact();
        if (best.size() == limit && rank.compareTo(best.lastKey()) >= 0) {
          return;
        }
        entities
            .stateOf(scan.key())
            .filter(state -> sight.maySee(state.scope()))
            .filter(matches)
            .ifPresent(state -> best.put(rank, state));
        if (best.size() > limit) {
          best.pollLastEntry();
        }
        if (looks == mostLooks) {
          stopAt(rank);
          return;
        }
      }
    }
  }

  private boolean first(Scan scan, Bytes prefix) {
    if (after == null) {
      return scan.next();
    }
    Bytes last = Bytes.concat(prefix, after);
    return scan.seek(last) && (!scan.key().equals(last) || scan.next());
  }

  private void stopAt(Bytes rank) {
    if (frontier == null || rank.compareTo(frontier) < 0) {
      frontier = rank;
    }
  }

  EntityPage page() {
    Bytes until = frontier;
    NavigableMap<Bytes, EntityState> sure = until == null ? best : best.headMap(until, true);
    List<Entity> shown = sure.values().stream().map(entities::shown).toList();
    Optional<Bytes> next =
        sure.size() == limit ? Optional.of(sure.lastKey()) : Optional.ofNullable(until);
    return new EntityPage(shown, next);
  }
}
