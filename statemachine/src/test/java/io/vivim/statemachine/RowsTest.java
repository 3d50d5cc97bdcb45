package io.vivim.statemachine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Bytes;
import io.vivim.statemachine.model.Room;
import io.vivim.store.Batch;
import io.vivim.store.Durability;
import io.vivim.store.KeyRange;
import io.vivim.store.Store;
import io.vivim.store.Stores;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Rows as the commit that is being made will leave them, and those before it did. */
final class RowsTest {
  private static final Bytes KEY = Bytes.fromHex("0205");
  private static final Bytes VALUE = Bytes.fromHex("aa");
  private static final KeyRange AROUND = KeyRange.of(Bytes.fromHex("0201"), Bytes.fromHex("0209"));

  private final Store store = Stores.inMemory();
  private final Rows rows = new Rows(store);

  @AfterEach
  void close() {
    store.close();
  }

  private void commit() {
    Batch batch = Batch.named("test");
    rows.flush(batch);
    store.commit(batch, Durability.SYNC);
  }

  private List<RowSource.Row> found() {
    return rows.in(AROUND, Room.endless());
  }

  @Test
  void whatComesIntoARangeThatWasEmptyIsFoundThere() {
    assertThat(found()).isEmpty();
    rows.put(KEY, VALUE);
    assertThat(found()).containsExactly(new RowSource.Row(KEY, VALUE));
    commit();
    assertThat(found()).containsExactly(new RowSource.Row(KEY, VALUE));
  }

  @Test
  void whatWasPutBeforeItsRangeWasReadIsFoundThereAfterTheCommit() {
    rows.put(KEY, VALUE);
    assertThat(found()).hasSize(1);
    commit();
    assertThat(found()).hasSize(1);
  }

  @Test
  void whatIsDeletedIsGone() {
    rows.put(KEY, VALUE);
    commit();
    rows.delete(KEY);
    assertThat(found()).isEmpty();
    commit();
    assertThat(found()).isEmpty();
    assertThat(found()).isEmpty();
  }
}
