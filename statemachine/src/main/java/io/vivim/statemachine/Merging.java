package io.vivim.statemachine;

import io.vivim.codec.Bytes;
import io.vivim.store.KeyRange;
import io.vivim.store.Scan;
import io.vivim.store.StoreView;
import java.util.Map;
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

  /** What the entities of a page may come to, as they are stored, unless it has but one. */
  static final long MAX_PAGE_BYTES = 8 * 1024 * 1024;

  private final StoreView view;
  private final EntityReader entities;
  private final Sight sight;
  private final int mostLooks;
  private final @Nullable Bytes after;
  private final NavigableMap<Bytes, EntityReader.Found> best = new TreeMap<>();

  /** How many entities the page has at most; fewer once those are too large. */
  private int limit;

  /** What the rows of {@link #best} come to. */
  private long bytes;

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
            .find(scan.key())
            .filter(found -> sight.maySee(found.state().scope()))
            .filter(found -> matches.test(found.state()))
            .ifPresent(found -> put(rank, found));
        if (looks == mostLooks) {
          stopAt(rank);
          return;
        }
      }
    }
  }

  private void put(Bytes rank, EntityReader.Found found) {
    EntityReader.Found other = best.put(rank, found);
    bytes += found.bytes() - (other == null ? 0 : other.bytes());
    while (best.size() > limit || (bytes > MAX_PAGE_BYTES && best.size() > 1)) {
      bytes -= best.pollLastEntry().getValue().bytes();
      // What comes behind those that are left is for the next page.
      limit = best.size();
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
    NavigableMap<Bytes, EntityReader.Found> sure = until == null ? best : best.headMap(until, true);
    ShownPage page = new ShownPage(entities);
    for (Map.Entry<Bytes, EntityReader.Found> each : sure.entrySet()) {
      if (!page.add(each.getKey(), each.getValue())) {
        return page.endingEarly();
      }
    }
    return page.ending(
        sure.size() == limit ? Optional.of(sure.lastKey()) : Optional.ofNullable(until));
  }
}
