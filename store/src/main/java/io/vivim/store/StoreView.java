package io.vivim.store;

import io.vivim.codec.Bytes;
import java.util.List;
import java.util.Optional;

/** What can be read from: a store as it is now, or a snapshot of it. */
public interface StoreView {
  /** The value under {@code key}. */
  Optional<Bytes> get(Bytes key);

  /**
   * The values under several keys, in their order. Engines that are asked for many at once find
   * each of them sooner. Of a store that changes meanwhile, each is as it is when its turn comes.
   */
  default List<Optional<Bytes>> getAll(List<Bytes> keys) {
    return keys.stream().map(this::get).toList();
  }

  /** The entries of a range in the order of their keys; to be closed by who asked for them. */
  Scan scan(KeyRange range);
}
