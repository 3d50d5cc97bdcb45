package io.vivim.store;

import java.util.function.LongSupplier;

/**
 * How much memory a store may use, and the clock that its timers read.
 *
 * @param cacheBytes what is kept in memory of the files, for reading
 * @param writeBufferBytes what is kept in memory of changes before they are sorted into the files
 * @param nanoClock nanoseconds from an arbitrary origin; one that stands still counts no times
 */
public record StoreOptions(long cacheBytes, long writeBufferBytes, LongSupplier nanoClock) {
  private static final long MIB = 1024 * 1024;

  /** Smaller caches and buffers would make every engine crawl. */
  public static final long MIN_BYTES = 4 * MIB;

  /** Enough for a node with a million events whose whole process stays below 1 GiB. */
  public static final StoreOptions DEFAULT = new StoreOptions(64 * MIB, 64 * MIB, () -> 0);

  public StoreOptions {
    if (cacheBytes < MIN_BYTES || writeBufferBytes < MIN_BYTES) {
      throw new IllegalArgumentException("a cache or a buffer of less than " + MIN_BYTES);
    }
  }

  public StoreOptions withCacheBytes(long bytes) {
    return new StoreOptions(bytes, writeBufferBytes, nanoClock);
  }

  public StoreOptions withWriteBufferBytes(long bytes) {
    return new StoreOptions(cacheBytes, bytes, nanoClock);
  }

  public StoreOptions withNanoClock(LongSupplier clock) {
    return new StoreOptions(cacheBytes, writeBufferBytes, clock);
  }
}
