package io.vivim.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vivim.store.StoreError;
import io.vivim.store.StoreException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class ErasedBytesTest {
  private final List<String> told = new ArrayList<>();

  private void await(StoreError error) {
    ErasedBytes.await(
        CompletableFuture.runAsync(
            () -> {
              throw new StoreException(error, "a snapshot is open", null);
            }),
        told::add);
  }

  @Test
  void bytesThatAreGoneAreNoMatter() {
    ErasedBytes.await(CompletableFuture.completedFuture(null), told::add);
    assertThat(told).isEmpty();
  }

  @Test
  void bytesThatSomethingStillReadsLeaveLater() {
    await(StoreError.IN_USE);
    assertThat(told).containsExactly(ErasedBytes.LATER);
  }

  @Test
  void aStoreThatFailsIsToldAsThat() {
    assertThatThrownBy(() -> await(StoreError.CORRUPT)).hasMessage("the log failed");
    assertThat(told).isEmpty();
  }
}
