package io.vivim.store;

/** Where batches are committed: a store, or whoever sees to it that only one thread commits. */
@FunctionalInterface
public interface Commits {
  /** Makes all changes of a batch, or none. */
  void commit(Batch batch, Durability durability);
}
