package io.vivim.eventlog;

import io.vivim.codec.Bytes;
import io.vivim.events.Timestamp;
import io.vivim.store.KeyRange;
import io.vivim.store.Scan;
import io.vivim.store.StoreView;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Places in the index that match something, newest first. One stream reads one value; streams
 * combine to any-of and all-of.
 */
sealed interface IndexStream extends AutoCloseable {
  /** The first place at {@code floor} or behind it, or null where there is none. */
  @Nullable Bytes from(Bytes floor);

  @Override
  void close();

  /** How often streams looked into the store, for whoever bounds that. */
  final class Budget {
    private long left;

    Budget(long looks) {
      this.left = looks;
    }

    void spend() {
      left--;
    }

    boolean isSpent() {
      return left <= 0;
    }
  }

  /** The places of one value in one section. */
  final class OneValue implements IndexStream {
    private final Scan scan;
    private final Bytes prefix;
    private final Budget budget;
    private @Nullable Bytes current;
    private boolean isAtStart = true;

    OneValue(StoreView store, Bytes prefix, Bounds bounds, Budget budget) {
      this.prefix = prefix;
      this.budget = budget;
      KeyRange all = KeyRange.startingWith(prefix);
      Bytes from = Bytes.concat(prefix, IndexKey.atOrBefore(bounds.until()));
      KeyRange range =
          bounds.since().bits() == 0
              ? all
              : KeyRange.of(prefix, Bytes.concat(prefix, IndexKey.behind(bounds.since())));
      this.scan = store.scan(range.startingAt(from));
    }

    @Override
    public @Nullable Bytes from(Bytes floor) {
      if (isAtStart) {
        isAtStart = false;
        move(scan.next());
      }
      if (current == null || current.compareTo(floor) >= 0) {
        return current;
      }
      // What is asked for is often the very next.
      move(scan.next());
      if (current != null && current.compareTo(floor) < 0) {
        move(scan.seek(Bytes.concat(prefix, floor)));
      }
      return current;
    }

    private void move(boolean found) {
      budget.spend();
      current = found ? scan.key().from(prefix.size()).compact() : null;
    }

    @Override
    public void close() {
      scan.close();
    }
  }

  /** The places that any of these streams has. */
  record AnyOf(List<IndexStream> streams) implements IndexStream {
    @Override
    public @Nullable Bytes from(Bytes floor) {
      Bytes first = null;
      for (IndexStream stream : streams) {
        Bytes found = stream.from(floor);
        if (found != null && (first == null || found.compareTo(first) < 0)) {
          first = found;
        }
      }
      return first;
    }

    @Override
    public void close() {
      streams.forEach(IndexStream::close);
    }
  }

  /**
   * The places that all of these streams have, or are believed to have; each leaps to where the
   * others are. The first is asked first, and always.
   */
  record AllOf(List<IndexStream> streams, Budget budget) implements IndexStream {
    /**
     * The first common place, or where the search stood when the budget was spent: whoever asks
     * looks at the budget first.
     */
    @Override
    public @Nullable Bytes from(Bytes floor) {
      Bytes candidate = floor;
      int agreed = 0;
      for (int i = 0; agreed < streams.size(); i = (i + 1) % streams.size()) {
        Bytes found = streams.get(i).from(candidate);
        if (found == null) {
          return null;
        }
        agreed = found.equals(candidate) ? agreed + 1 : 1;
        candidate = found;
        if (budget.isSpent()) {
          return candidate;
        }
      }
      return candidate;
    }

    @Override
    public void close() {
      streams.forEach(IndexStream::close);
    }
  }

  /**
   * A stream beside a narrower one, such as all events of a type beside those of an author. Where
   * it had every place that it was asked for, it is believed to have the next ones too, and looked
   * at again only now and then: what a place holds is compared with the filter anyway.
   */
  final class Believed implements IndexStream {
    private static final int CONVINCING = 8;
    private static final int UNSEEN = 15;

    private final IndexStream stream;
    private int agreed;
    private int unseen;

    Believed(IndexStream stream) {
      this.stream = stream;
    }

    @Override
    public @Nullable Bytes from(Bytes floor) {
      if (agreed >= CONVINCING && unseen < UNSEEN) {
        unseen++;
        return floor;
      }
      unseen = 0;
      Bytes found = stream.from(floor);
      agreed = found != null && found.equals(floor) ? agreed + 1 : 0;
      return found;
    }

    @Override
    public void close() {
      stream.close();
    }
  }

  /** The times between which places are wanted. */
  record Bounds(Timestamp since, Timestamp until) {}

  /** The places that may match a filter, ids excepted; what they hold is to be compared with it. */
  static IndexStream of(Filter filter, StoreView store, Budget budget) {
    return new IndexStreams(filter, store, budget).allOf();
  }
}
