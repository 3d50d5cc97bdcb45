package io.vivim.store;

/** The store as it was at one moment, whatever is committed meanwhile; any thread may read it. */
public interface Snapshot extends StoreView, AutoCloseable {
  @Override
  void close();
}
