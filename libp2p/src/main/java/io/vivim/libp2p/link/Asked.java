package io.vivim.libp2p.link;

import io.vivim.libp2p.yamux.YamuxOutput;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * What the machine asked for and is not done yet; doing it may ask the machine for more. Owned by
 * the event loop.
 */
final class Asked {
  private final Deque<YamuxOutput> outputs = new ArrayDeque<>();
  private final Consumer<YamuxOutput> doing;
  private boolean isRunning;

  /**
   * @param doing what does one of them
   */
  Asked(Consumer<YamuxOutput> doing) {
    this.doing = doing;
  }

  /** Whether something is being done already, so that what else is asked for comes behind it. */
  boolean isRunning() {
    return isRunning;
  }

  /** Does what is asked for, in order. */
  void run(List<YamuxOutput> more) {
    outputs.addAll(more);
    if (isRunning) {
      return;
    }
    isRunning = true;
    try {
      for (YamuxOutput next = outputs.poll(); next != null; next = outputs.poll()) {
        doing.accept(next);
      }
    } finally {
      isRunning = false;
    }
  }

  void clear() {
    outputs.clear();
  }

  int size() {
    return outputs.size();
  }
}
