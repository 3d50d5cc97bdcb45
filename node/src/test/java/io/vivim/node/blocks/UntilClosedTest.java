package io.vivim.node.blocks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vivim.codec.Bytes;
import io.vivim.store.Batch;
import io.vivim.store.Durability;
import io.vivim.store.Store;
import io.vivim.store.Stores;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;

/** Commits that end with whoever makes them. */
final class UntilClosedTest {
  private static final Bytes KEY = Bytes.fromHex("ff");

  private static Batch batch(String value) {
    return Batch.named("test").put(KEY, Bytes.fromHex(value));
  }

  @Test
  void noneComesAfterTheEnd() {
    try (Store store = Stores.inMemory()) {
      UntilClosed commits = new UntilClosed(store);
      commits.commit(batch("01"), Durability.SYNC);
      assertThat(commits.isClosed()).isFalse();
      commits.close();
      assertThat(commits.isClosed()).isTrue();
      assertThatThrownBy(() -> commits.commit(batch("02"), Durability.SYNC))
          .isInstanceOf(CancellationException.class);
      assertThat(store.get(KEY)).contains(Bytes.fromHex("01"));
    }
  }
}
