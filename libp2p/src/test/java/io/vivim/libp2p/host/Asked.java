package io.vivim.libp2p.host;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;

/** Everything that somebody was promised, until it is done or has failed. For any thread. */
final class Asked {
  // Guarded by this.
  private final Map<Long, String> waiting = new LinkedHashMap<>();
  private long count;
  private long failed;

  <T> CompletionStage<T> ask(String what, CompletionStage<T> promised) {
    long number = add(what);
    return promised.whenComplete((done, failure) -> remove(number, failure != null));
  }

  private synchronized long add(String what) {
    waiting.put(++count, what);
    return count;
  }

  private synchronized void remove(long number, boolean hasFailed) {
    waiting.remove(number);
    failed += hasFailed ? 1 : 0;
  }

  synchronized Collection<String> waiting() {
    return List.copyOf(waiting.values());
  }

  synchronized long count() {
    return count;
  }

  synchronized long failed() {
    return failed;
  }
}
