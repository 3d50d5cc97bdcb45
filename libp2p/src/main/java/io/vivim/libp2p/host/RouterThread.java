package io.vivim.libp2p.host;

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
 * The one thread that a router without a network runs on: inputs one behind the other, ticks among
 * them. What peers can put in line is for those to bound who put it there.
 *
 * @param <R> the router
 * @param <I> what it takes
 * @param <O> what is to be done then
 */
public final class RouterThread<R, I, O> {
  private final R router;
  private final Step<R, I, O> step;
  private final Timers timers;
  private final Consumer<O> outputs;
  private final ExecutorService thread;

  /** How a router takes an input at a time in nanoseconds, and answers what is to be done. */
  public interface Step<R, I, O> {
    List<O> handle(R router, I input, long now);
  }

  /**
   * @param name of what it routes
   * @param outputs what is done with what comes of inputs, on the same thread
   */
  public RouterThread(
      String name, R router, Step<R, I, O> step, Timers timers, Consumer<O> outputs) {
    this.router = router;
    this.step = step;
    this.timers = timers;
    this.outputs = outputs;
    this.thread =
        Executors.newSingleThreadExecutor(
            task -> {
              Thread made = new Thread(task, "vivim-libp2p-" + name);
              made.setDaemon(true);
              return made;
            });
  }

  /** Does something on the thread again and again, this long after it was last put in line. */
  public void every(Duration tick, Runnable task) {
    timers.after(
        tick,
        () -> {
          if (run(task)) {
            every(tick, task);
          }
        });
  }

  /** Runs a task in its turn; false where there will be no more turns. */
  public boolean run(Runnable task) {
    try {
      thread.execute(task);
      return true;
    } catch (RejectedExecutionException e) {
      return false;
    }
  }

  /** Takes an input in its turn. */
  public void put(I input) {
    run(() -> handle(input));
  }

  /** Takes an input, on the thread, and does what is to be done. */
  public void handle(I input) {
    outputsOf(input).forEach(outputs);
  }

  /** Does one thing that is to be done, on the thread. */
  public void perform(O output) {
    outputs.accept(output);
  }

  /** Takes an input, on the thread, and answers what is to be done. */
  public List<O> outputsOf(I input) {
    return step.handle(router, input, timers.nanos());
  }

  /** Asks the router something in its turn; fails where its turn does not come. */
  public <T> CompletionStage<T> ask(Function<R, T> question) {
    Question<R, T> asked = new Question<>(router, question, new CompletableFuture<>());
    if (!run(asked)) {
      asked.close();
    }
    return asked.answer;
  }

  private record Question<R, T>(R router, Function<R, T> question, CompletableFuture<T> answer)
      implements Runnable {
    @Override
    public void run() {
      try {
        answer.complete(question.apply(router));
      } catch (RuntimeException e) {
        answer.completeExceptionally(e);
      }
    }

    void close() {
      answer.completeExceptionally(new IllegalStateException("closed"));
    }
  }

  /** Ends all turns; what is in line has none. */
  public void stop() {
    for (Runnable task : thread.shutdownNow()) {
      if (task instanceof Question<?, ?> question) {
        question.close();
      }
    }
  }
}
