package io.vivim.store;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/** The scans and snapshots of a store that nobody has closed yet; for any thread. */
final class OpenUses {
  /** Guarded by this object's lock, as is all that waits for a use to end. */
  private final Set<AutoCloseable> open = Collections.newSetFromMap(new IdentityHashMap<>());

  synchronized void add(AutoCloseable use) {
    open.add(use);
  }

  /** Takes a use out; false if it was out already. */
  synchronized boolean remove(AutoCloseable use) {
    boolean was = open.remove(use);
    notifyAll();
    return was;
  }

  /** All that are open now. */
  synchronized Set<AutoCloseable> now() {
    Set<AutoCloseable> copy = Collections.newSetFromMap(new IdentityHashMap<>());
    copy.addAll(open);
    return copy;
  }

  /**
   * Waits until those that are open now have ended, whatever else begins meanwhile; gives up where
   * none of them ends for so many seconds.
   */
  synchronized boolean awaitEnd(long seconds) throws InterruptedException {
    Set<AutoCloseable> left = now();
    long patience = TimeUnit.SECONDS.toNanos(seconds);
    long lastEnd = System.nanoTime();
    while (!left.isEmpty()) {
      long waited = System.nanoTime() - lastEnd;
      if (waited >= patience) {
        return false;
      }
      // Those who came later wake this too.
      TimeUnit.NANOSECONDS.timedWait(this, patience - waited);
      if (left.retainAll(now())) {
        lastEnd = System.nanoTime();
      }
    }
    return true;
  }
}
