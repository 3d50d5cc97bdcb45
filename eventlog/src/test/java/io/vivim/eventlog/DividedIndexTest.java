package io.vivim.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Bytes;
import io.vivim.events.DecodedEvent;
import io.vivim.events.LogScope;
import io.vivim.events.Scope;
import io.vivim.store.Batch;
import io.vivim.store.Durability;
import io.vivim.store.Scan;
import io.vivim.store.Store;
import io.vivim.store.Stores;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What becomes of the index of a log that an earlier version of the program wrote. */
final class DividedIndexTest {
  private static final Bytes LAYOUT =
      Bytes.concat(Bytes.fromHex("00"), Bytes.utf8("layout/" + LogKeys.LAYOUT));

  /** More than one step moves. */
  private static final int EVENTS = 2_100;

  @Test
  void entriesOfWhatIsNotPublicAreMovedAtTheFirstStart() throws Exception {
    Author author = new Author(1);
    List<DecodedEvent> events = new ArrayList<>();
    for (int i = 0; i < EVENTS; i++) {
      events.add(
          author.sign(author.event("memory:create"), i % 3 == 0 ? Scope.PUBLIC : Scope.PRIVATE));
    }
    Store store = Stores.inMemory();
    try (TestLog here = new TestLog(store)) {
      here.giveAll(events);
      Map<Bytes, Bytes> divided = rows(store);
      Batch batch = Batch.named("test").put(LAYOUT, Bytes.fromHex("00000001"));
      try (Scan scan = store.scan(LogKeys.table(LogKeys.INDEX))) {
        while (scan.next()) {
          Bytes key = scan.key().compact();
          batch.delete(key).put(IndexKey.withoutSection(key), Bytes.EMPTY);
        }
      }
      store.commit(batch, Durability.LAZY);
      assertThat(rows(store)).isNotEqualTo(divided);
      assertThat(here.problems()).isNotEmpty();

      LogOpening.prepare(store);
      assertThat(rows(store)).isEqualTo(divided);
      assertThat(here.problems()).isEmpty();
      Filter open = Filter.builder().scopes(Set.of(LogScope.PUBLIC)).build();
      assertThat(here.log.count(open)).isEqualTo(EVENTS / 3);
    }
  }

  private static Map<Bytes, Bytes> rows(Store store) {
    Map<Bytes, Bytes> rows = new TreeMap<>();
    try (Scan scan = store.scan(LogKeys.table(LogKeys.INDEX))) {
      while (scan.next()) {
        rows.put(scan.key().compact(), scan.value().compact());
      }
    }
    return rows;
  }
}
