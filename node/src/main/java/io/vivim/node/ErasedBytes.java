package io.vivim.node;

import io.vivim.store.StoreError;
import io.vivim.store.StoreException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/** The bytes of what was erased, on their way out of the files. */
final class ErasedBytes {
  static final String LATER =
      "something still reads the bytes of what was erased; they leave the disk later, by the next"
          + " erasure or start at the latest";

  private ErasedBytes() {}

  /**
   * Waits until they are gone, or tells that they leave later.
   *
   * @param purged done when they are gone, or failed
   */
  static void await(CompletionStage<Void> purged, Consumer<String> told) {
    boolean isGone =
        LogOption.await(
            purged.handle(
                (done, thrown) -> {
                  if (thrown == null) {
                    return true;
                  }
                  Throwable cause =
                      thrown instanceof CompletionException ? thrown.getCause() : thrown;
                  if (cause instanceof StoreException store && store.error() == StoreError.IN_USE) {
                    return false;
                  }
                  throw new CompletionException(cause);
                }));
    if (!isGone) {
      told.accept(LATER);
    }
  }
}
