package io.vivim.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Map;
import java.util.zip.CRC32C;
import java.util.zip.ZipOutputStream;
import org.h2.mvstore.DataUtils;
import org.h2.mvstore.RandomAccessStore;
import org.h2.mvstore.SFChunk;
import org.jspecify.annotations.Nullable;

/**
 * The file of an MVStore, with a checksum behind each block, so that damage is an error and never
 * other data.
 *
 * <pre>
 *   2 × 4096 bytes          H2's header, twice; each has a checksum of H2's own
 *   n × (4096 + 4) bytes    a block, and the CRC-32C of its number (8 bytes) and itself
 * </pre>
 *
 * <p>H2 writes whole blocks, and never twice to the same place before it was freed. When it opens a
 * file it probes it for what the last writes left; there a damaged block reads as an empty one.
 */
final class H2File extends RandomAccessStore {
  private static final int BLOCK_BYTES = 4096;
  private static final int CHECK_BYTES = 4;
  private static final int STORED_BYTES = BLOCK_BYTES + CHECK_BYTES;
  private static final int HEADER_BYTES = 2 * BLOCK_BYTES;
  private static final int BLOCKS_PER_WRITE = 128;

  private final SteadyFile file;

  private H2File(SteadyFile file, Map<String, Object> config) {
    super(config);
    this.file = file;
  }

  static H2File create(Path path, Map<String, Object> config) throws IOException {
    H2File made = new H2File(SteadyFile.create(path), config);
    made.init(path.toString(), false);
    return made;
  }

  static H2File open(Path path, Map<String, Object> config) throws IOException {
    H2File found = new H2File(SteadyFile.open(path), config);
    found.init(path.toString(), false);
    long stored = found.file.size();
    // A last block that was not written to its end is none.
    found.setSize(
        stored <= HEADER_BYTES
            ? stored
            : HEADER_BYTES + (stored - HEADER_BYTES) / STORED_BYTES * BLOCK_BYTES);
    return found;
  }

  /** Where a block's bytes lie in the file. */
  private static long place(long block) {
    return block * STORED_BYTES - (long) HEADER_BYTES / BLOCK_BYTES * CHECK_BYTES;
  }

  @Override
  protected void writeFully(@Nullable SFChunk chunk, long position, ByteBuffer source) {
    int length = source.remaining();
    setSize(Math.max(size(), position + length));
    try {
      if (position < HEADER_BYTES) {
        file.write(position, source);
      } else {
        writeBlocks(position / BLOCK_BYTES, source);
      }
    } catch (IOException e) {
      throw DataUtils.newMVStoreException(
          DataUtils.ERROR_WRITING_FAILED, "writing {0} bytes failed", length, e);
    }
    writeCount.incrementAndGet();
    writeBytes.addAndGet(length);
  }

  private void writeBlocks(long first, ByteBuffer source) throws IOException {
    int blocks = Math.min(BLOCKS_PER_WRITE, source.remaining() / BLOCK_BYTES);
    ByteBuffer stored = ByteBuffer.allocate(blocks * STORED_BYTES);
    long block = first;
    long start = first;
    while (source.hasRemaining()) {
      int from = stored.position();
      source.get(stored.array(), from, BLOCK_BYTES);
      stored.putInt(from + BLOCK_BYTES, checksum(block, stored.array(), from));
      stored.position(from + STORED_BYTES);
      block++;
      if (!stored.hasRemaining() || !source.hasRemaining()) {
        file.write(place(start), stored.flip());
        stored.clear();
        start = block;
      }
    }
  }

  private static int checksum(long block, byte[] bytes, int from) {
    CRC32C sum = new CRC32C();
    sum.update(ByteBuffer.allocate(Long.BYTES).putLong(0, block));
    sum.update(bytes, from, BLOCK_BYTES);
    return (int) sum.getValue();
  }

  @Override
  public ByteBuffer readFully(@Nullable SFChunk chunk, long position, int length) {
    readCount.incrementAndGet();
    readBytes.addAndGet(length);
    try {
      if (position < HEADER_BYTES) {
        ByteBuffer header = ByteBuffer.allocate(length);
        file.read(position, header);
        return header.flip();
      }
      return readBlocks(chunk == null, position, length);
    } catch (IOException e) {
      throw DataUtils.newMVStoreException(
          DataUtils.ERROR_READING_FAILED, "reading {0} bytes at {1} failed", length, position, e);
    }
  }

  private ByteBuffer readBlocks(boolean probing, long position, int length) throws IOException {
    long first = position / BLOCK_BYTES;
    int blocks = (int) ((position + length - 1) / BLOCK_BYTES - first) + 1;
    byte[] bytes = new byte[blocks * STORED_BYTES];
    file.read(place(first), ByteBuffer.wrap(bytes));
    for (int i = 0; i < blocks; i++) {
      int from = i * STORED_BYTES;
      int expected = ByteBuffer.wrap(bytes).getInt(from + BLOCK_BYTES);
      boolean good = checksum(first + i, bytes, from) == expected;
      if (!good && !probing) {
        throw DataUtils.newMVStoreException(
            DataUtils.ERROR_FILE_CORRUPT, "block {0} has a wrong checksum", first + i);
      }
      if (good) {
        System.arraycopy(bytes, from, bytes, i * BLOCK_BYTES, BLOCK_BYTES);
      } else {
        java.util.Arrays.fill(bytes, i * BLOCK_BYTES, (i + 1) * BLOCK_BYTES, (byte) 0);
      }
    }
    return ByteBuffer.wrap(bytes, (int) (position % BLOCK_BYTES), length).slice();
  }

  @Override
  protected void truncate(long size) {
    try {
      file.truncate(size <= HEADER_BYTES ? size : place(size / BLOCK_BYTES));
    } catch (IOException e) {
      throw DataUtils.newMVStoreException(
          DataUtils.ERROR_WRITING_FAILED, "truncating to {0} bytes failed", size, e);
    }
    setSize(Math.min(size(), size));
  }

  @Override
  public void sync() {
    try {
      file.sync();
    } catch (IOException e) {
      throw DataUtils.newMVStoreException(DataUtils.ERROR_WRITING_FAILED, "syncing failed", e);
    }
  }

  /** All of each version is on the disk before the next is begun, so nothing old need stay. */
  @Override
  public int getDefaultRetentionTime() {
    return 0;
  }

  @Override
  public void close() {
    try {
      file.close();
    } catch (IOException e) {
      throw DataUtils.newMVStoreException(DataUtils.ERROR_WRITING_FAILED, "closing failed", e);
    } finally {
      super.close();
    }
  }

  @Override
  public void open(String name, boolean readOnly, char @Nullable [] encryptionKey) {
    throw new UnsupportedOperationException("it is open already");
  }

  @Override
  public H2File open(String name, boolean readOnly) {
    throw new UnsupportedOperationException("it is open already");
  }

  /** As H2's own words name it. */
  @Override
  public String toString() {
    return String.valueOf(Path.of(getFileName()).getFileName());
  }

  @Override
  public void backup(ZipOutputStream out) {
    throw new UnsupportedOperationException("a store is copied by its entries");
  }
}
