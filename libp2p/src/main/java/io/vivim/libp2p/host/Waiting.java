package io.vivim.libp2p.host;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;

/** Waits, for those whose API does: on threads of theirs, never on an event loop. */
public final class Waiting {
  private Waiting() {}

  /** What comes of a stage, once it is done. */
  public static <T> T on(CompletionStage<T> stage) throws IOException {
    try {
      return stage.toCompletableFuture().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while waiting for a peer");
    } catch (ExecutionException e) {
      throw new IOException(e.getCause() == null ? e : e.getCause());
    }
  }
}
