package io.vivim.statemachine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Bytes;
import io.vivim.events.EventId;
import io.vivim.events.LogScope;
import io.vivim.store.Batch;
import io.vivim.store.Durability;
import io.vivim.store.KeyRange;
import io.vivim.store.Scan;
import io.vivim.store.Store;
import io.vivim.store.Stores;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What followers are told is kept until they have passed, and no more of it than the bound. */
final class RefoldsTest {
  private static final int MOST = 10;

  private final Store store = Stores.inMemory();
  private final Rows rows = new Rows(store);

  @AfterEach
  void close() {
    store.close();
  }

  @Test
  void whatAllFollowersHavePassedGoes() {
    Refolds refolds = new Refolds(rows, MOST);
    change(refolds, 1, 2);
    change(refolds, 2, 2);
    change(refolds, 3, 2);
    assertThat(positions()).containsExactly(1L, 1L, 2L, 2L, 3L, 3L);
    refolds.passed(2);
    change(refolds, 4, 0);
    assertThat(positions()).containsExactly(3L, 3L);
    assertThat(Refolds.missingTo(store)).isEqualTo(2);
  }

  @Test
  void whatIsOfTheCommitItselfStays() {
    Refolds refolds = new Refolds(rows, MOST);
    change(refolds, 1, 1);
    refolds.passed(5);
    change(refolds, 2, 1);
    assertThat(positions()).containsExactly(2L);
  }

  @Test
  void ofMoreThanTheBoundTheEarliestGo() {
    Refolds refolds = new Refolds(rows, MOST);
    for (int position = 1; position <= 8; position++) {
      change(refolds, position, 3);
    }
    assertThat(positions()).hasSizeLessThanOrEqualTo(MOST + 3).endsWith(8L, 8L, 8L);
    change(refolds, 9, 0);
    assertThat(positions()).hasSize(MOST).startsWith(5L, 6L);
    assertThat(Refolds.missingTo(store)).isEqualTo(5);
  }

  @Test
  void aStartGoesOnWithWhatIsThere() {
    Refolds refolds = new Refolds(rows, MOST);
    change(refolds, 1, 8);
    change(refolds, 1, 8);
    Refolds again = new Refolds(rows, MOST);
    change(again, 2, 4);
    change(again, 3, 0);
    assertThat(positions()).hasSize(MOST);
    assertThat(Refolds.missingTo(store)).isEqualTo(1);
  }

  /** So many entities change at a position. */
  private void change(Refolds refolds, long position, int many) {
    refolds.add(position, IntStream.range(0, many).mapToObj(RefoldsTest::entity).toList());
    Batch batch = Batch.named("test");
    rows.flush(batch);
    store.commit(batch, Durability.LAZY);
  }

  private static EntityName entity(int number) {
    byte[] digest = new byte[EventId.DIGEST_BYTES];
    digest[0] = (byte) number;
    return new EntityName(new EventId(Bytes.owning(digest)), LogScope.PUBLIC);
  }

  private List<Long> positions() {
    List<Long> positions = new ArrayList<>();
    Bytes table = StateKeys.table(StateKeys.REFOLDED);
    try (Scan scan = store.scan(KeyRange.startingWith(table))) {
      while (scan.next()) {
        if (scan.key().size() > table.size()) {
          positions.add(scan.key().longAt(table.size()));
        }
      }
    }
    return positions;
  }
}
