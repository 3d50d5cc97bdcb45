package io.vivim.store;

import io.vivim.codec.Bytes;
import java.util.Optional;

/** What can be read from: a store as it is now, or a snapshot of it. */
public interface StoreView {
  /** The value under {@code key}. */
  Optional<Bytes> get(Bytes key);

  /** The entries of a range in the order of their keys; to be closed by who asked for them. */
  Scan scan(KeyRange range);
}
