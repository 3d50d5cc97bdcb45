package io.vivim.eventlog;

import io.vivim.codec.Bytes;
import io.vivim.events.EventDecoder;
import io.vivim.events.EventId;
import io.vivim.store.Snapshot;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Answers filters from the index, one page at a time, each with a bounded amount of work. */
final class FilterScan {
  /** Looks into the store for one page. */
  static final long MAX_LOOKS = 100_000;

  /** Events that are looked up at once, at first and when it turns out that many are wanted. */
  private static final int FIRST_LOOKED_UP = 4;

  private static final int MOST_LOOKED_UP = 32;

  private static final Bytes START = Bytes.owning(new byte[IndexKey.ORDER_BYTES]);

  private final EventTable table;
  private final Filter filter;
  private final IndexStream.Budget budget;

  FilterScan(Snapshot snapshot, EventDecoder decoder, Filter filter, long looks) {
    this.table = new EventTable(snapshot, decoder);
    this.filter = filter;
    this.budget = new IndexStream.Budget(looks);
  }

  /** Up to {@code limit} events behind a mark. */
  Page page(@Nullable PageMark after, int limit) {
    List<AppendedEvent> found = new ArrayList<>(Math.min(limit, 1024));
    Optional<PageMark> next =
        visit(
            after,
            event -> {
              found.add(event);
              return found.size() < limit;
            });
    return new Page(found, next);
  }

  /**
   * Visits the events behind a mark until the visitor has enough or the work is done.
   *
   * @return where to go on, or nothing at the end
   */
  Optional<PageMark> visit(@Nullable PageMark after, Predicate<AppendedEvent> visitor) {
    Bytes floor = after == null ? START : successor(after.place());
    if (!filter.ids().isEmpty()) {
      return visitIds(floor, visitor);
    }
    try (IndexStream stream = IndexStream.of(filter, table.store(), budget)) {
      Bytes place = stream.from(floor);
      for (int most = FIRST_LOOKED_UP; place != null && !budget.isSpent(); ) {
        List<Bytes> places = new ArrayList<>(most);
        while (place != null && places.size() < most && !budget.isSpent()) {
          budget.spend();
          places.add(place);
          place = stream.from(successor(place));
        }
        Optional<PageMark> enough = visitPlaces(places, visitor);
        if (enough.isPresent()) {
          return enough;
        }
        most = Math.min(2 * most, MOST_LOOKED_UP);
      }
      // Where the budget is spent this place itself was perhaps not looked at by all streams.
      return Optional.ofNullable(place).map(next -> new PageMark(predecessor(next)));
    }
  }

  /** Visits events until the visitor has enough, and gives the mark of that. */
  private Optional<PageMark> visitPlaces(List<Bytes> places, Predicate<AppendedEvent> visitor) {
    List<Optional<AppendedEvent>> events =
        table.at(places.stream().map(IndexKey::positionOf).toList());
    for (int i = 0; i < places.size(); i++) {
      Optional<AppendedEvent> event = events.get(i);
      if (event.isPresent() && filter.matches(event.get().event()) && !visitor.test(event.get())) {
        return Optional.of(new PageMark(places.get(i)));
      }
    }
    return Optional.empty();
  }

  private Optional<PageMark> visitIds(Bytes floor, Predicate<AppendedEvent> visitor) {
    record Placed(Bytes place, AppendedEvent event) {}
    List<Placed> placed = new ArrayList<>();
    for (EventId id : filter.ids()) {
      Optional<AppendedEvent> found = table.find(id);
      if (found.isPresent() && filter.matches(found.get().event())) {
        AppendedEvent event = found.get();
        Bytes place =
            IndexKey.order(event.event().header().timestamp(), event.id(), event.position());
        placed.add(new Placed(place, event));
      }
    }
    placed.sort(Comparator.comparing(Placed::place));
    for (Placed one : placed) {
      if (one.place().compareTo(floor) >= 0 && !visitor.test(one.event())) {
        return Optional.of(new PageMark(one.place()));
      }
    }
    return Optional.empty();
  }

  /** The place right behind one. */
  private static Bytes successor(Bytes place) {
    byte[] next = place.toArray();
    for (int i = next.length - 1; i >= 0 && ++next[i] == 0; i--) {
      // Carries.
    }
    return Bytes.owning(next);
  }

  /** The place right in front of one. */
  private static Bytes predecessor(Bytes place) {
    if (place.equals(START)) {
      return START;
    }
    byte[] before = place.toArray();
    for (int i = before.length - 1; i >= 0 && before[i]-- == 0; i--) {
      // Borrows.
    }
    return Bytes.owning(before);
  }
}
