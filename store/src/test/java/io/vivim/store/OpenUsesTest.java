package io.vivim.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

final class OpenUsesTest {
  private static final long PATIENCE_SECONDS = 600;

  private final OpenUses uses = new OpenUses();

  @Test
  void whoeverComesAndGoesMeanwhileDoesNotEndTheWait() throws Exception {
    AutoCloseable old = use();
    AtomicReference<Thread> waiting = new AtomicReference<>();
    CompletableFuture<Boolean> ended =
        CompletableFuture.supplyAsync(
            () -> {
              waiting.set(Thread.currentThread());
              return await(PATIENCE_SECONDS);
            });
    for (int i = 0; i < 3; i++) {
      while (!isWaiting(waiting.get())) {
        Thread.onSpinWait();
        assertThat(ended).isNotDone();
      }
      uses.remove(use());
    }
    uses.remove(old);
    assertThat(ended.get(1, TimeUnit.MINUTES)).isTrue();
  }

  @Test
  void oneThatDoesNotEndIsGivenUp() {
    use();
    assertThat(await(0)).isFalse();
  }

  private static boolean isWaiting(@Nullable Thread thread) {
    return thread != null && thread.getState() == Thread.State.TIMED_WAITING;
  }

  private boolean await(long seconds) {
    try {
      return uses.awaitEnd(seconds);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private AutoCloseable use() {
    // Each its own object, unlike one of a lambda.
    AutoCloseable use =
        new AutoCloseable() {
          @Override
          public void close() {}
        };
    uses.add(use);
    return use;
  }
}
