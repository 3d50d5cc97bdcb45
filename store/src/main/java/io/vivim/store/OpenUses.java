package io.vivim.store;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** The scans and snapshots of a store that nobody has closed yet; for any thread. */
final class OpenUses {
  /** Guarded by this object's lock, as is {@link #waits}. */
  private final Set<AutoCloseable> open = Collections.newSetFromMap(new IdentityHashMap<>());

  private final Set<Wait> waits = Collections.newSetFromMap(new IdentityHashMap<>());

  /**
   * Somebody waits for uses to end.
   *
   * @param left those that have not ended yet
   * @param ended has a permit for each that has
   */
  private record Wait(Set<AutoCloseable> left, int many, Semaphore ended) {}

  synchronized void add(AutoCloseable use) {
    open.add(use);
  }

  /** Takes a use out; false if it was out already. */
  synchronized boolean remove(AutoCloseable use) {
    for (Wait wait : waits) {
      if (wait.left().remove(use)) {
        wait.ended().release();
      }
    }
    return open.remove(use);
  }

  /** All that are open now. */
  synchronized Set<AutoCloseable> now() {
    Set<AutoCloseable> copy = Collections.newSetFromMap(new IdentityHashMap<>());
    copy.addAll(open);
    return copy;
  }

  /**
   * Waits until those that are open now have ended, whatever else begins and ends meanwhile; gives
   * up where none of them ends for so many seconds.
   */
  boolean awaitEnd(long seconds) throws InterruptedException {
    Wait wait = begin();
    try {
      for (int left = wait.many(); left > 0; left--) {
        if (!wait.ended().tryAcquire(seconds, TimeUnit.SECONDS)) {
          return false;
        }
      }
      return true;
    } finally {
      end(wait);
    }
  }

  private synchronized Wait begin() {
    Set<AutoCloseable> left = now();
    Wait wait = new Wait(left, left.size(), new Semaphore(0));
    waits.add(wait);
    return wait;
  }

  private synchronized void end(Wait wait) {
    waits.remove(wait);
  }
}
