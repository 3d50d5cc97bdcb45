package io.vivim.statemachine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Bytes;
import io.vivim.codec.Multihash;
import io.vivim.events.EventId;
import io.vivim.store.Batch;
import io.vivim.store.Durability;
import io.vivim.store.Store;
import io.vivim.store.Stores;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a table begins with is known alike from memory and from the rows. */
final class FirstPartsTest {
  private static final int MOST = 3;

  private final Store store = Stores.inMemory();
  private final Rows rows = new Rows(store);

  @AfterEach
  void close() {
    store.close();
  }

  private static EventId id(int number) {
    return new EventId(Multihash.sha256(Bytes.utf8("event " + number)).digest());
  }

  private void write(FirstParts parts, int number) {
    rows.put(StateKeys.pair(StateKeys.ERASES, id(number), id(-number)), Bytes.EMPTY);
    parts.add(id(number).digest());
  }

  private void commit() {
    Batch batch = Batch.named("test");
    rows.flush(batch);
    store.commit(batch, Durability.LAZY);
  }

  private FirstParts open() {
    return FirstParts.ids(rows, StateKeys.ERASES, MOST);
  }

  private static void assertHolds(FirstParts parts, int from, int to) {
    for (int number = -1; number < 4 * MOST; number++) {
      assertThat(parts.contains(id(number)))
          .as("%s of %s to %s", number, from, to)
          .isEqualTo(number >= from && number < to);
    }
  }

  @Test
  void whatIsWrittenIsKnownAtOnceAndInTheNextCommitsHoweverMuchItIs() {
    FirstParts parts = open();
    assertThat(parts.isEmpty()).isTrue();
    for (int number = 0; number < 3 * MOST; number++) {
      write(parts, number);
      assertHolds(parts, 0, number + 1);
      assertThat(parts.isEmpty()).isFalse();
      if (number % 2 == 0) {
        commit();
        assertHolds(parts, 0, number + 1);
      }
    }
  }

  @Test
  void whatWasWrittenIsKnownWhenTheStateIsOpenedAgain() {
    FirstParts parts = open();
    for (int number = 0; number < 2 * MOST; number++) {
      write(parts, number);
      commit();
      assertHolds(open(), 0, number + 1);
      assertThat(open().isEmpty()).isFalse();
    }
    assertHolds(FirstParts.ids(rows, StateKeys.UNTIL, MOST), 0, 0);
  }
}
