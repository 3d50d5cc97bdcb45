package io.vivim.store;

import io.vivim.codec.Bytes;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.h2.mvstore.Cursor;
import org.h2.mvstore.FileStore;
import org.h2.mvstore.MVMap;
import org.h2.mvstore.MVStore;
import org.h2.mvstore.RootReference;
import org.jspecify.annotations.Nullable;

/**
 * H2's tree of a store, in one file or in memory. Its changes stay in memory until it is saved; one
 * thread changes it, and readers see its {@link #current} version.
 */
final class H2Tree implements AutoCloseable {
  private static final String ENTRIES = "entries";
  private static final String MARKS = "marks";
  private static final byte[] LOG = {'l', 'o', 'g'};

  private static final int MIB = 1024 * 1024;

  // Measured with a million events of one record and eight index keys each, two of them random:
  // few small keys a page, because each random key costs a page, but many records.
  private static final int KEYS_PER_PAGE = 24;
  private static final int PAGE_BYTES = 16 * 1024;

  /** As many saved versions of the past stay readable as a crash could throw us back to. */
  private static final int KEPT_VERSIONS = 2;

  /** Below this share of pages in use, the emptiest parts of the file are written anew. */
  private static final int MIN_FILL_PERCENT = 40;

  private final MVStore store;
  private final MVMap<byte[], byte[]> entries;

  /** What the store notes about the tree: which log goes on from here. */
  private final MVMap<byte[], byte[]> marks;

  /** How many versions anybody uses, and one for this tree itself until it is closed. */
  private final AtomicInteger uses = new AtomicInteger(1);

  private final CountDownLatch unused = new CountDownLatch(1);

  /** Written by the one who changes the tree. */
  private volatile H2Version current;

  private H2Tree(MVStore.Builder builder) {
    this.store = builder.keysPerPage(KEYS_PER_PAGE).open();
    store.setVersionsToKeep(KEPT_VERSIONS);
    MVMap.Builder<byte[], byte[]> bytes =
        new MVMap.Builder<byte[], byte[]>().keyType(H2Bytes.INSTANCE).valueType(H2Bytes.INSTANCE);
    this.marks = store.openMap(MARKS, bytes);
    this.entries = store.openMap(ENTRIES, bytes);
    this.current = version();
  }

  static H2Tree inMemory() {
    return new H2Tree(new MVStore.Builder());
  }

  /** A new tree. */
  static H2Tree create(Path path, StoreOptions options) throws IOException {
    return on(H2File.create(path, config(options)));
  }

  static H2Tree open(Path path, StoreOptions options) throws IOException {
    return on(H2File.open(path, config(options)));
  }

  private static Map<String, Object> config(StoreOptions options) {
    long cacheMib = Math.min(options.cacheBytes() / MIB, Integer.MAX_VALUE / MIB);
    return Map.of("cacheSize", (int) cacheMib, "pageSplitSize", PAGE_BYTES);
  }

  private static H2Tree on(H2File file) {
    try {
      return new H2Tree(
          new MVStore.Builder().adoptFileStore(file).autoCommitDisabled().autoCommitBufferSize(0));
    } catch (RuntimeException e) {
      file.close();
      throw e;
    }
  }

  private H2Version version() {
    uses.incrementAndGet();
    return new H2Version(this, store.registerVersionUsage(), entries.flushAndGetRoot());
  }

  /** The newest version that readers may see. */
  H2Version current() {
    return current;
  }

  byte @Nullable [] get(RootReference<byte[], byte[]> root, byte[] key) {
    return entries.get(root.root, key);
  }

  /** Makes the changes of a batch; readers do not see them yet. */
  void apply(Batch batch) {
    for (Batch.Change change : batch.sorted()) {
      Bytes value = change.value();
      if (value == null) {
        entries.remove(change.key().toArray());
      } else {
        entries.put(change.key().toArray(), value.toArray());
      }
    }
  }

  /** Adds one entry to a tree that nobody reads yet. */
  void add(byte[] key, byte[] value) {
    entries.put(key, value);
  }

  /** Lets readers see the tree as it is now. */
  void publish() {
    H2Version before = current;
    current = version();
    before.release();
  }

  /** How much memory the changes take up that were not saved. */
  long unsavedBytes() {
    return store.getUnsavedMemory();
  }

  /** The number of the log that goes on where the saved tree ends; 0 where none was named. */
  long log() {
    byte[] number = marks.get(LOG);
    return number == null ? 0 : ByteBuffer.wrap(number).getLong();
  }

  /** Writes all changes to the file, with the number of the log that goes on from here. */
  void save(long log) {
    marks.put(LOG, ByteBuffer.allocate(Long.BYTES).putLong(log).array());
    save();
  }

  /** Writes all changes to the file. */
  void save() {
    store.commit();
    store.sync();
  }

  /** Tells the figures of the file. */
  void tell(BiConsumer<String, Long> figure) {
    FileStore<?> file = store.getFileStore();
    if (file != null) {
      figure.accept("file.reads", file.getReadCount());
      figure.accept("file.writes", file.getWriteCount());
      figure.accept("file.pages-used-percent", (long) file.getChunksFillRate());
      figure.accept("memory.cache-bytes", (long) file.getCacheSizeUsed() * MIB);
      figure.accept("memory.unsaved-bytes", unsavedBytes());
    }
  }

  /** Moves what is left of nearly empty parts of the file, at most about so many bytes. */
  void tidy(long bytes) {
    if (store.getFileStore().getChunksFillRate() < MIN_FILL_PERCENT) {
      store.compact(MIN_FILL_PERCENT, (int) Math.min(bytes, Integer.MAX_VALUE));
    }
  }

  /** A version has no user any more. */
  void released(MVStore.TxCounter usage) {
    if (!store.isClosed()) {
      store.deregisterVersionUsage(usage);
    }
    leave();
  }

  private void leave() {
    if (uses.decrementAndGet() == 0) {
      store.closeImmediately();
      unused.countDown();
    }
  }

  /** Closes the file when the last version is no longer used. */
  void retire() {
    current.release();
    leave();
  }

  /** Waits until a retired tree was closed; false if that takes too long. */
  boolean awaitUnused(long seconds) throws InterruptedException {
    return unused.await(seconds, TimeUnit.SECONDS);
  }

  /** Closes the file now, as it was saved last. */
  void abandon() {
    store.closeImmediately();
  }

  /**
   * Closes the file, as it was saved last. It opens faster again where nobody was reading, because
   * H2 then notes that it was closed; the tree is the same.
   */
  @Override
  public void close() {
    current.release();
    if (uses.get() == 1) {
      store.close();
    } else {
      store.closeImmediately();
    }
  }

  Cursor<byte[], byte[]> all() {
    return current.from(null);
  }
}
