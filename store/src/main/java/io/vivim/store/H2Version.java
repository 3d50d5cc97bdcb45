package io.vivim.store;

import java.util.concurrent.atomic.AtomicInteger;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.RootReference;

/**
 * The tree as one commit left it. While anybody uses a version, the pages that it alone needs stay
 * in the file.
 */
final class H2Version {
  private final MVStore store;
  private final MVStore.TxCounter usage;
  private final RootReference<byte[], byte[]> root;

  /** The store itself is the first user, until the next version takes this one's place. */
  private final AtomicInteger users = new AtomicInteger(1);

  H2Version(MVStore store, MVStore.TxCounter usage, RootReference<byte[], byte[]> root) {
    this.store = store;
    this.usage = usage;
    this.root = root;
  }

  RootReference<byte[], byte[]> root() {
    return root;
  }

  /** One more user; false if the last one has left already. */
  boolean acquire() {
    int now;
    do {
      now = users.get();
      if (now == 0) {
        return false;
      }
    } while (!users.compareAndSet(now, now + 1));
    return true;
  }

  void release() {
    if (users.decrementAndGet() == 0 && !store.isClosed()) {
      store.deregisterVersionUsage(usage);
    }
  }
}
