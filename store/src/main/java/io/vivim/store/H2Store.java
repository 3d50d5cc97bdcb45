package io.vivim.store;

import io.vivim.codec.Bytes;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** A store in H2's MVStore, in files or in memory. */
final class H2Store implements Store {
  /** How long a purge waits for the readers from before it. */
  private static final int PURGE_PATIENCE_SECONDS = 5;

  private final @Nullable StoreDirectory home;
  private final StoreFailures failures;
  private final StoreCounters counters;

  /** Held by whoever changes anything: the tree, the files, or whether they are open. */
  private final ReentrantLock writer = new ReentrantLock();

  /** Null where the store is in memory; used under {@link #writer}. */
  private final @Nullable H2Disk disk;

  /** What readers read; written under {@link #writer}. */
  private volatile H2Tree tree;

  /** Written under {@link #writer}. */
  private volatile boolean closed;

  /** Why a commit failed, after which the store is as good as closed; under {@link #writer}. */
  private volatile @Nullable Throwable failure;

  private H2Store(
      @Nullable StoreDirectory home,
      StoreFailures failures,
      StoreOptions options,
      @Nullable H2Disk disk,
      H2Tree tree) {
    this.home = home;
    this.failures = failures;
    this.counters = new StoreCounters(options.nanoClock());
    this.disk = disk;
    this.tree = tree;
  }

  static H2Store inMemory(StoreOptions options) {
    return new H2Store(null, new StoreFailures("in memory"), options, null, H2Tree.inMemory());
  }

  static H2Store open(StoreDirectory home, StoreOptions options, boolean fresh) {
    StoreFailures failures = home.failures();
    try {
      H2Disk disk =
          fresh
              ? H2Disk.create(home.engineFolder(), options)
              : H2Disk.open(home.engineFolder(), options, failures);
      return new H2Store(home, failures, options, disk, disk.tree());
    } catch (IOException | RuntimeException e) {
      throw failures.of(e);
    }
  }

  StoreFailures failures() {
    return failures;
  }

  /** What to throw for a failure while reading. */
  StoreException failed(RuntimeException thrown) {
    return closed ? failures.closed() : failures.of(thrown);
  }

  void requireOpen() {
    Throwable reason = failure;
    if (reason != null) {
      throw failures.closedBy(reason);
    }
    if (closed) {
      throw failures.closed();
    }
  }

  /** The newest version, with one more user. */
  private H2Version acquire() {
    H2Version version;
    do {
      // One that was let go meanwhile has a successor.
      requireOpen();
      version = tree.current();
    } while (!version.acquire());
    return version;
  }

  @Override
  public Optional<Bytes> get(Bytes key) {
    H2Version version = acquire();
    try {
      return get(version, key);
    } finally {
      version.release();
    }
  }

  Optional<Bytes> get(H2Version version, Bytes key) {
    requireOpen();
    counters.got(1);
    try {
      return Optional.ofNullable(version.get(key.toArray())).map(Bytes::owning);
    } catch (RuntimeException e) {
      throw failed(e);
    }
  }

  @Override
  public Scan scan(KeyRange range) {
    return scan(acquire(), range);
  }

  /** A scan that takes over one use of the version. */
  Scan scan(H2Version version, KeyRange range) {
    counters.scanned();
    try {
      return new H2Scan(this, version, range);
    } catch (RuntimeException e) {
      version.release();
      throw failed(e);
    }
  }

  @Override
  public Snapshot snapshot() {
    return new H2View(this, acquire());
  }

  @Override
  public void commit(Batch batch, Durability durability) {
    change(
        () -> {
          long start = counters.now();
          if (disk != null) {
            if (disk.isSaveDue()) {
              disk.saveAndTidy();
              counters.took("saves", start);
            }
            long logged = counters.now();
            disk.log(batch, durability);
            counters.took("logs", logged);
          }
          tree.apply(batch);
          tree.publish();
          counters.committed(batch, start);
        });
  }

  /** A change of the tree or of its files. */
  private interface Change {
    void make() throws IOException;
  }

  /** Makes a change alone; where it fails, nobody knows what the tree holds, and this was all. */
  private void change(Change change) {
    writer.lock();
    try {
      requireOpen();
      try {
        change.make();
      } catch (IOException | RuntimeException | OutOfMemoryError e) {
        StoreException told = failures.of(e);
        failure = e;
        if (disk != null) {
          disk.abandon(e);
        }
        throw told;
      }
    } finally {
      writer.unlock();
    }
  }

  @Override
  public void purge(List<KeyRange> ranges) {
    try {
      // Bytes of the past lie all over the file, so no part of it can be done alone.
      Optional<H2Tree> old = rewrite("purges");
      if (old.isPresent() && !old.get().awaitUnused(PURGE_PATIENCE_SECONDS)) {
        throw failures.of(
            StoreError.IN_USE, "a scan or a snapshot from before the purge is still open");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failures.of(StoreError.FAILED, "the purge was interrupted", e);
    }
  }

  @Override
  public void compact() {
    rewrite("compactions");
  }

  /** Writes the file anew, and gives the old one, whose readers may finish. */
  private Optional<H2Tree> rewrite(String step) {
    AtomicReference<H2Tree> replaced = new AtomicReference<>();
    change(
        () -> {
          if (disk != null) {
            long start = counters.now();
            H2Tree old = disk.rewrite();
            tree = disk.tree();
            old.retire();
            replaced.set(old);
            counters.took(step, start);
          }
        });
    return Optional.ofNullable(replaced.get());
  }

  @Override
  public StoreStats stats() {
    requireOpen();
    Map<String, Long> figures = counters.figures();
    tree.tell(figures::put);
    return new StoreStats(
        Engine.H2.code(), home == null ? 0 : home.diskBytes(), tree.current().entries(), figures);
  }

  @Override
  public void close() {
    writer.lock();
    try {
      if (closed) {
        return;
      }
      closed = true;
      try {
        if (disk == null) {
          tree.close();
        } else if (failure == null) {
          disk.close();
        }
      } catch (IOException | RuntimeException e) {
        throw failures.of(e);
      } finally {
        if (home != null) {
          home.close();
        }
      }
    } finally {
      writer.unlock();
    }
  }
}
