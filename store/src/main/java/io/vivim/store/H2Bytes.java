package io.vivim.store;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.WriteBuffer;
import org.h2.mvstore.type.BasicDataType;

/** How byte arrays lie in the pages of H2's tree: by length, in the order of unsigned bytes. */
final class H2Bytes extends BasicDataType<byte[]> {
  static final H2Bytes INSTANCE = new H2Bytes();

  private static final byte[] EMPTY = new byte[0];

  /** The header of an array, with its length; objects take whole words of eight bytes. */
  private static final int ARRAY_HEADER_BYTES = 16;

  private H2Bytes() {}

  @Override
  public int compare(byte[] a, byte[] b) {
    return Arrays.compareUnsigned(a, b);
  }

  /** All empty values are one array, so they take up nothing. */
  @Override
  public int getMemory(byte[] bytes) {
    return bytes.length == 0 ? 0 : (ARRAY_HEADER_BYTES + bytes.length + 7) & ~7;
  }

  @Override
  public void write(WriteBuffer buffer, byte[] bytes) {
    buffer.putVarInt(bytes.length).put(bytes);
  }

  @Override
  public byte[] read(ByteBuffer buffer) {
    int length = DataUtils.readVarInt(buffer);
    if (length == 0) {
      return EMPTY;
    }
    if (length < 0 || length > buffer.remaining()) {
      throw DataUtils.newMVStoreException(
          DataUtils.ERROR_FILE_CORRUPT,
          "{0} bytes in a page that has {1}",
          length,
          buffer.remaining());
    }
    byte[] bytes = new byte[length];
    buffer.get(bytes);
    return bytes;
  }

  @Override
  public byte[][] createStorage(int size) {
    return new byte[size][];
  }
}
