package io.vivim.node;

import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;

/** A wish that the process end, from outside, and what a command that heeds it ends with. */
final class StopSignal {
  private final CompletableFuture<Void> asked = new CompletableFuture<>();
  private final CompletableFuture<Integer> code = new CompletableFuture<>();

  /** Set before anything is begun that needs an end in order. */
  private volatile boolean isHeeded;

  /** Promises that the running command ends soon after it is asked to. */
  void heed() {
    isHeeded = true;
  }

  /** Done when somebody asks. */
  CompletableFuture<Void> asked() {
    return asked;
  }

  /** Asks, and waits for the code; nothing, at once, where the running command heeds no wishes. */
  OptionalInt ask() {
    asked.complete(null);
    return isHeeded ? OptionalInt.of(code.join()) : OptionalInt.empty();
  }

  /** The command's end. */
  int ended(int result) {
    code.complete(result);
    return result;
  }
}
