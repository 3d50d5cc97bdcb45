package io.vivim.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Bytes;
import io.vivim.events.DecodedEvent;
import io.vivim.store.KeyRange;
import io.vivim.store.Scan;
import io.vivim.store.Store;
import io.vivim.store.Stores;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** Opening a log reads the same few entries, however long it is. */
class StartUpTest {
  /** Counts what is read, and stays open when a log closes it. */
  private static final class Counting extends WrappedStore {
    private final AtomicLong reads = new AtomicLong();

    Counting(Store real) {
      super(real);
    }

    @Override
    public Optional<Bytes> get(Bytes key) {
      reads.incrementAndGet();
      return super.get(key);
    }

    @Override
    public Scan scan(KeyRange range) {
      Scan scan = super.scan(range);
      return new Scan() {
        @Override
        public boolean next() {
          reads.incrementAndGet();
          return scan.next();
        }

        @Override
        public boolean seek(Bytes key) {
          reads.incrementAndGet();
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

    @Override
    public void close() {}
  }

  private static long readsAtStart(int events) throws Exception {
    Store real = Stores.inMemory();
    Author ada = new Author(1);
    List<DecodedEvent> history = new ArrayList<>();
    for (int i = 0; i < events; i++) {
      history.add(ada.create());
    }
    try (TestLog here = new TestLog(new Counting(real))) {
      here.giveAll(history);
    }
    Counting counting = new Counting(real);
    try (TestLog here = new TestLog(counting)) {
      long reads = counting.reads.get();
      assertThat(here.log.head().position()).isEqualTo(events);
      return reads;
    } finally {
      real.close();
    }
  }

  @Test
  void startUpReadsNoMoreFromALongLogThanFromAShortOne() throws Exception {
    assertThat(readsAtStart(3000)).isEqualTo(readsAtStart(3)).isLessThan(50);
  }
}
