package io.vivim.statemachine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Bytes;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventId;
import io.vivim.store.KeyRange;
import io.vivim.store.Scan;
import io.vivim.store.StoreView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Histories, a page at a time. */
final class HistoryRowsTest {
  private static final int EVENTS = 100;

  private final Pen pen = new Pen();
  private final List<DecodedEvent> history = new ArrayList<>();

  HistoryRowsTest() {
    history.add(pen.by(0, "memory:create").set("content", "no. 0").send());
    for (int i = 1; i < EVENTS; i++) {
      DecodedEvent last = history.get(i - 1);
      history.add(pen.by(0, "memory:update").after(last).set("content", "no. " + i).send());
    }
  }

  private EventId entity() {
    return history.get(0).id();
  }

  private List<EventId> ids() {
    return history.stream().map(DecodedEvent::id).toList();
  }

  @Test
  void pagesLeaveOutNothingAndRepeatNothing() {
    try (FoldedLog log = FoldedLog.of(history)) {
      for (int limit : List.of(1, 3, EVENTS - 1, EVENTS, EVENTS + 1)) {
        List<EventId> found = new ArrayList<>();
        @Nullable EventId after = null;
        do {
          HistoryPage page =
              log.state().history(Reader.ANYONE, entity(), after, limit).orElseThrow();
          assertThat(page.entries()).hasSizeBetween(1, limit);
          page.entries().forEach(entry -> found.add(entry.event()));
          after = page.next().orElse(null);
        } while (after != null);
        assertThat(found).as("%s a page", limit).isEqualTo(ids());
      }
    }
  }

  @Test
  void nothingIsBehindAnEventOfAnotherEntity() {
    DecodedEvent other = pen.by(0, "memory:create").set("content", "else").send();
    DecodedEvent absent = pen.by(0, "memory:create").set("content", "nowhere").send();
    history.add(other);
    try (FoldedLog log = FoldedLog.of(history)) {
      State state = log.state();
      assertThat(state.history(Reader.ANYONE, entity(), other.id(), 10)).isEmpty();
      assertThat(state.history(Reader.ANYONE, entity(), absent.id(), 10)).isEmpty();
      assertThat(state.history(Reader.ANYONE, absent.id(), null, 10)).isEmpty();
      assertThat(state.history(Reader.ANYONE, other.id(), other.id(), 10))
          .contains(new HistoryPage(List.of(), Optional.empty()));
    }
  }

  @Test
  void aPageReadsNoMoreRowsThanItHas() {
    try (FoldedLog log = FoldedLog.of(history)) {
      Counting counting = new Counting(log.store);
      HistoryRows rows = new HistoryRows(counting, EntityName.of(history.get(0)));
      assertThat(rows.first(5).entries()).hasSize(5);
      assertThat(counting.moves).isEqualTo(6);
      counting.moves = 0;
      assertThat(rows.behind(history.get(EVENTS - 10), 5).orElseThrow().entries()).hasSize(5);
      assertThat(counting.moves).isEqualTo(7);
    }
  }

  /** Counts how often its scans move. */
  private static final class Counting implements StoreView {
    private final StoreView store;
    private int moves;

    Counting(StoreView store) {
      this.store = store;
    }

    @Override
    public Optional<Bytes> get(Bytes key) {
      return store.get(key);
    }

    @Override
    public Scan scan(KeyRange range) {
      Scan scan = store.scan(range);
      return new Scan() {
        @Override
        public boolean next() {
          moves++;
          return scan.next();
        }

        @Override
        public boolean seek(Bytes key) {
          moves++;
          return scan.seek(key);
        }

        @Override
        public Bytes key() {
          return scan.key();
        }

        @Override
        public Bytes value() {
          return scan.value();
        }

        @Override
        public void close() {
          scan.close();
        }
      };
    }
  }
}
