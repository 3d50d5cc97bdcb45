package io.vivim.store;

import io.vivim.codec.Bytes;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Changes that are committed together or not at all; a later change to a key wins over an earlier
 * one. For one thread.
 */
public final class Batch {
  /** The longest key, so that every engine can hold it. */
  public static final int MAX_KEY_BYTES = 1024;

  /** The largest value, so that every engine can hold it. */
  public static final int MAX_VALUE_BYTES = 16 * 1024 * 1024;

  private final String name;
  private final List<Change> changes = new ArrayList<>();
  private long bytes;

  private Batch(String name) {
    this.name = name;
  }

  /** An empty batch; the name says what step it is the commit of, for metrics and errors. */
  public static Batch named(String name) {
    return new Batch(name);
  }

  /**
   * One change: a value to put under a key, or null to delete it.
   *
   * @param rank the first bytes of the key as a number, which order most keys at once
   */
  record Change(Bytes key, long rank, @Nullable Bytes value) implements Comparable<Change> {
    Change(Bytes key, @Nullable Bytes value) {
      this(key, rankOf(key), value);
    }

    private static long rankOf(Bytes key) {
      long rank = 0;
      for (int i = 0; i < Long.BYTES; i++) {
        rank = rank << Byte.SIZE | (i < key.size() ? key.at(i) : 0);
      }
      return rank;
    }

    @Override
    public int compareTo(Change that) {
      int byRank = Long.compareUnsigned(rank, that.rank);
      return byRank != 0 ? byRank : key.compareTo(that.key);
    }
  }

  public Batch put(Bytes key, Bytes value) {
    if (value.size() > MAX_VALUE_BYTES) {
      throw new IllegalArgumentException("a value of " + value.size() + " bytes");
    }
    return add(new Change(key, value), value.size());
  }

  public Batch delete(Bytes key) {
    return add(new Change(key, null), 0);
  }

  private Batch add(Change change, int valueBytes) {
    int keyBytes = change.key().size();
    if (keyBytes == 0 || keyBytes > MAX_KEY_BYTES) {
      throw new IllegalArgumentException("a key of " + keyBytes + " bytes");
    }
    changes.add(change);
    bytes += keyBytes + valueBytes;
    return this;
  }

  public String name() {
    return name;
  }

  public boolean isEmpty() {
    return changes.isEmpty();
  }

  /** How many changes it has. */
  public int size() {
    return changes.size();
  }

  /** How many bytes of keys and values it has. */
  public long bytes() {
    return bytes;
  }

  /**
   * The changes in the order of their keys, those of one key as they came. Engines that find the
   * neighbours of a key at hand take half the time.
   */
  List<Change> sorted() {
    List<Change> sorted = new ArrayList<>(changes);
    sorted.sort(null);
    return sorted;
  }
}
