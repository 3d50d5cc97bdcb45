package io.vivim.statemachine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Bytes;
import io.vivim.codec.Ipld;
import io.vivim.events.DecodedEvent;
import io.vivim.statemachine.model.Merge;
import io.vivim.store.Batch;
import io.vivim.store.Durability;
import io.vivim.store.KeyRange;
import io.vivim.store.Scan;
import io.vivim.store.Snapshot;
import io.vivim.store.Store;
import io.vivim.store.StoreStats;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Who reads an entity while events come in sees all of it as it was at one moment. */
final class ReadWhileFoldingTest {
  private static final int ELEMENTS = 80;
  private static final int MOST_READS = 8;

  @Test
  void anEntityIsReadAsItWasAtOneMomentThoughItsElementsLieApart() {
    EntityAuthor author = new EntityAuthor(Merge.SET);
    for (int i = 0; i < ELEMENTS; i++) {
      author.post("add", Ipld.listOf(Ipld.of("value " + i)));
    }
    List<DecodedEvent> all = List.copyOf(author.log());
    DecodedEvent unset = author.unset(List.of(all.get(ELEMENTS)));
    Entity before;
    Entity after;
    try (FoldedLog log = FoldedLog.of(all)) {
      before = read(log.state(), author);
      log.take(unset);
      after = read(log.state(), author);
    }
    assertThat(before.fields()).isNotEqualTo(after.fields());
    for (int reads = 1; reads <= MOST_READS; reads++) {
      try (FoldedLog log = FoldedLog.of(all)) {
        Store store = new InterruptedStore(log.store, reads, () -> log.take(unset));
        assertThat(read(new State(store, log), author)).isIn(before, after);
      }
    }
  }

  private static Entity read(State state, EntityAuthor author) {
    return state.entity(Reader.ANYONE, author.first().id()).orElseThrow();
  }

  /** A store in which something happens behind one of the reads. */
  private static final class InterruptedStore implements Store {
    private final Store store;
    private final Runnable meanwhile;
    private int left;

    InterruptedStore(Store store, int reads, Runnable meanwhile) {
      this.store = store;
      this.left = reads;
      this.meanwhile = meanwhile;
    }

    private <T> T read(T value) {
      if (--left == 0) {
        meanwhile.run();
      }
      return value;
    }

    @Override
    public Optional<Bytes> get(Bytes key) {
      return read(store.get(key));
    }

    @Override
    public Scan scan(KeyRange range) {
      return read(store.scan(range));
    }

    @Override
    public Snapshot snapshot() {
      Snapshot snapshot = store.snapshot();
      return new Snapshot() {
        @Override
        public Optional<Bytes> get(Bytes key) {
          return read(snapshot.get(key));
        }

        @Override
        public Scan scan(KeyRange range) {
          return read(snapshot.scan(range));
        }

        @Override
        public void close() {
          snapshot.close();
        }
      };
    }

    @Override
    public void commit(Batch batch, Durability durability) {
      store.commit(batch, durability);
    }

    @Override
    public void purge(List<KeyRange> ranges) {
      store.purge(ranges);
    }

    @Override
    public void compact() {
      store.compact();
    }

    @Override
    public StoreStats stats() {
      return store.stats();
    }

    @Override
    public void close() {
      store.close();
    }
  }
}
