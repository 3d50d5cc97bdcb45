package io.vivim.store;

import java.util.concurrent.atomic.AtomicInteger;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.RootReference;
import org.jspecify.annotations.Nullable;

/**
 * The tree as one commit left it. While anybody uses a version, the pages that it alone needs stay
 * in the file.
 */
final class H2Version {
  private final H2Tree tree;
  private final MVStore.TxCounter usage;
  private final RootReference<byte[], byte[]> root;

  /** The tree itself is the first user, until the next version takes this one's place. */
  private final AtomicInteger users = new AtomicInteger(1);

  H2Version(H2Tree tree, MVStore.TxCounter usage, RootReference<byte[], byte[]> root) {
    this.tree = tree;
    this.usage = usage;
    this.root = root;
  }

  byte @Nullable [] get(byte[] key) {
    return tree.get(root, key);
  }

  /** The entries from a key on, or all. */
  Cursor<byte[], byte[]> from(byte @Nullable [] key) {
    return new Cursor<>(root, key, null);
  }

  long entries() {
    return root.getTotalCount();
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
    if (users.decrementAndGet() == 0) {
      tree.released(usage);
    }
  }
}
