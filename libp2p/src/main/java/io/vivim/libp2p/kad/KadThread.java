package io.vivim.libp2p.kad;

import io.vivim.libp2p.kad.router.Input;
import io.vivim.libp2p.kad.router.KadRouter;
import io.vivim.libp2p.kad.router.Output;
import io.vivim.libp2p.link.Timers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The one thread that a router runs on: inputs one behind the other, ticks among them. What peers
 * can put in line is bounded by {@link KadLimits#waiting}.
 */
final class KadThread {
  private final KadRouter router;
  private final Timers timers;
  private final Duration tick;
  private final Consumer<Output> outputs;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(
          task -> {
            Thread made = new Thread(task, "vivim-libp2p-kad");
            made.setDaemon(true);
            return made;
          });

  /**
   * @param outputs what is done with what comes of inputs, on the same thread
   */
  KadThread(KadRouter router, Timers timers, Duration tick, Consumer<Output> outputs) {
    this.router = router;
    this.timers = timers;
    this.tick = tick;
    this.outputs = outputs;
  }

  /**
   * Begins to tick.
   *
   * @param also what else is done at each
   */
  void start(Runnable also) {
    timers.after(
        tick,
        () -> {
          if (!thread.isShutdown()) {
            run(
                () -> {
                  also.run();
                  handle(new Input.Tick());
                });
            start(also);
          }
        });
  }

  /** Runs a task in its turn; false where there will be no more turns. */
  boolean run(Runnable task) {
    try {
      thread.execute(task);
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  /** Takes an input in its turn. */
  void put(Input input) {
    run(() -> handle(input));
  }

  /** Takes an input, on the thread, and does what is to be done. */
  void handle(Input input) {
    outputsOf(input).forEach(outputs);
  }

  /** Does one thing that is to be done, on the thread. */
  void perform(Output output) {
    outputs.accept(output);
  }

  /** Takes an input, on the thread, and answers what is to be done. */
  List<Output> outputsOf(Input input) {
    return router.handle(input, timers.nanos());
  }

  /** Asks the router something in its turn. */
  <T> CompletionStage<T> ask(Function<KadRouter, T> question) {
    CompletableFuture<T> answer = new CompletableFuture<>();
    if (!run(() -> answer.complete(question.apply(router)))) {
      answer.completeExceptionally(new IllegalStateException("closed"));
    }
    return answer;
  }

  void stop() {
    thread.shutdownNow();
  }
}
