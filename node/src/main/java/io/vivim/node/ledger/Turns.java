package io.vivim.node.ledger;

import io.vivim.did.DidKey;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/** Lets the writes of one key go one after another, whoever asks for them; nobody waits. */
final class Turns {
  /** By key the end of its last write, of which there is one for each key; guarded by this. */
  private final Map<DidKey, CompletionStage<Void>> last = new HashMap<>();

  /** Does this once all earlier ones of the key are done, well or badly. */
  <T> CompletionStage<T> next(DidKey key, Supplier<CompletionStage<T>> task) {
    CompletableFuture<Void> start = new CompletableFuture<>();
    CompletionStage<T> result;
    synchronized (this) {
      CompletionStage<Void> before =
          last.getOrDefault(key, CompletableFuture.<Void>completedFuture(null));
      result = start.thenCompose(started -> before).thenCompose(done -> task.get());
      last.put(key, result.handle((value, failure) -> null));
    }
    // The task may begin right here, when nobody else should have to wait for it.
    start.complete(null);
    return result;
  }
}
