package io.vivim.store;

import io.vivim.codec.Bytes;

/**
 * A walk over the entries of a range, by one thread, in ascending order of unsigned bytes.
 *
 * <p>It sees the store as it was when the walk began. It can be given up at any key and taken up
 * again later by a new scan from there.
 */
public interface Scan extends AutoCloseable {
  /** Moves to the next entry; false at the end of the range. */
  boolean next();

  /** Moves to the first entry of the range whose key is {@code key} or above; false if none is. */
  boolean seek(Bytes key);

  /** The key of the entry that the walk stands on. */
  Bytes key();

  /** The value of the entry that the walk stands on. */
  Bytes value();

  @Override
  void close();
}
