package io.vivim.store;

import io.vivim.codec.Bytes;
import java.nio.ByteBuffer;
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

  /** Whether there is time for many rounds. */
  static final boolean IS_LONG = "long".equals(System.getProperty("vivim.test.size"));

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

  /** A key or a value whose order is that of the numbers. */
  static Bytes number(int number) {
    return Bytes.owning(ByteBuffer.allocate(8).putLong(number).array());
  }

  static int numberOf(Bytes number) {
    return (int) ByteBuffer.wrap(number.toArray()).getLong();
  }
}
