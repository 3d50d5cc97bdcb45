package io.vivim.libp2p.host;

import io.vivim.libp2p.link.Timers;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Tells many of a change: a while after it, so that changes close together are told once, and to a
 * few at a time. A change while it is told is told again. For any thread.
 */
final class Coalesced<T> {
  private final Timers timers;
  private final Duration pause;
  private final int maxAtOnce;
  private final Supplier<Collection<T>> whom;
  private final Function<T, CompletionStage<Void>> tell;

  // Guarded by this.

  private final Queue<T> toTell = new ArrayDeque<>();
  private int underWay;
  private boolean isWaiting;
  private boolean isChanged;
  private boolean isClosed;

  /**
   * @param tell completes in its own time, whatever the other side does
   */
  Coalesced(
      Timers timers,
      Duration pause,
      int maxAtOnce,
      Supplier<Collection<T>> whom,
      Function<T, CompletionStage<Void>> tell) {
    this.timers = timers;
    this.pause = pause;
    this.maxAtOnce = maxAtOnce;
    this.whom = whom;
    this.tell = tell;
  }

  void changed() {
    synchronized (this) {
      if (isClosed || isWaiting) {
        return;
      }
      isChanged = true;
      if (underWay > 0) {
        return;
      }
      isWaiting = true;
    }
    Timers.Alarm unused = timers.after(pause, this::begin);
  }

  synchronized void close() {
    isClosed = true;
    toTell.clear();
  }

  /** Those who are being told, and who are to be. */
  synchronized int held() {
    return toTell.size() + underWay;
  }

  private void begin() {
    Collection<T> all = whom.get();
    synchronized (this) {
      isWaiting = false;
      isChanged = false;
      if (!isClosed) {
        toTell.addAll(all);
      }
    }
    for (int i = 0; i < maxAtOnce; i++) {
      next();
    }
  }

  private void next() {
    T one;
    synchronized (this) {
      one = toTell.poll();
      if (one == null) {
        return;
      }
      underWay++;
    }
    CompletionStage<Void> unused =
        tell.apply(one)
            .handle(
                (told, failure) -> {
                  told();
                  return null;
                });
  }

  private void told() {
    boolean isAgain;
    synchronized (this) {
      underWay--;
      isAgain = underWay == 0 && toTell.isEmpty() && isChanged;
    }
    if (isAgain) {
      changed();
    } else {
      next();
    }
  }
}
