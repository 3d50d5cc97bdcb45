package io.vivim.libp2p.host;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A loop whose steps are stages. However many of them are done at once, the stack stays as it is:
 * how a peer cuts what it sends does not say how deep we go.
 */
public final class Repeating {
  private final Supplier<CompletionStage<Boolean>> step;
  private final CompletableFuture<Void> done = new CompletableFuture<>();
  private final AtomicReference<State> state = new AtomicReference<>(State.STEPPING);

  /** Where a step stands, of which one can be done before its caller looks. */
  private enum State {
    STEPPING,
    DONE_AT_ONCE,
    WAITED_FOR
  }

  private Repeating(Supplier<CompletionStage<Boolean>> step) {
    this.step = step;
  }

  /** Takes steps until one answers that it was the last, by {@code false}, or fails. */
  public static CompletionStage<Void> whileTrue(Supplier<CompletionStage<Boolean>> step) {
    Repeating loop = new Repeating(step);
    loop.run();
    return loop.done;
  }

  private void run() {
    do {
      state.set(State.STEPPING);
      CompletionStage<Boolean> unused = next().whenComplete(this::stepped);
    } while (!state.compareAndSet(State.STEPPING, State.WAITED_FOR) && !done.isDone());
  }

  private CompletionStage<Boolean> next() {
    try {
      return step.get();
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private void stepped(@Nullable Boolean goesOn, @Nullable Throwable failure) {
    if (failure != null) {
      done.completeExceptionally(failure);
    } else if (!Boolean.TRUE.equals(goesOn)) {
      done.complete(null);
    }
    if (!state.compareAndSet(State.STEPPING, State.DONE_AT_ONCE) && !done.isDone()) {
      run();
    }
  }
}
