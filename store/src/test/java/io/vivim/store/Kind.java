package io.vivim.store;

import io.vivim.codec.Bytes;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** The stores that must all keep the same promises. */
enum Kind {
  H2(Engine.H2),
  ROCKSDB(Engine.ROCKSDB),
  MEMORY(null);

  /** Small, so that a test sees what a cache or a buffer that is full does. */
  static final StoreOptions SMALL =
      StoreOptions.DEFAULT
          .withCacheBytes(StoreOptions.MIN_BYTES)
          .withWriteBufferBytes(StoreOptions.MIN_BYTES);

  private final @Nullable Engine engine;

  Kind(@Nullable Engine engine) {
    this.engine = engine;
  }

  Store open(Path directory) {
    Engine on = engine;
    return on == null ? Stores.inMemory() : Stores.open(directory, on, SMALL);
  }

  static Bytes key(String text) {
    return Bytes.utf8(text);
  }

  static Bytes hex(String text) {
    return Bytes.fromHex(text);
  }
}
