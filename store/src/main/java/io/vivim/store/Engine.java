package io.vivim.store;

import java.util.Locale;

/** Which engine keeps a store's files. */
public enum Engine {
  /** H2's MVStore: pure Java, one file; the default. */
  H2,
  /** RocksDB: native code, flat rates for large logs. */
  ROCKSDB;

  /** The name that {@code --store} takes. */
  public String code() {
    return name().toLowerCase(Locale.ROOT);
  }
}
