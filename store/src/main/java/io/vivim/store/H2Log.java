package io.vivim.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/**
 * The batches that were committed since H2's tree was saved last, one after the other in a file.
 *
 * <pre>
 *   log      8 bytes   "vivimlog"
 *            8 bytes   number of this log
 *            records
 *   record   4 bytes   "vrec"
 *            4 bytes   length of the batch
 *            8 bytes   how much of this log was on the disk for certain before this record
 *            4 bytes   CRC-32C of the batch
 *            4 bytes   CRC-32C of the log's number, the record's place in it, and the 20 bytes above
 *            the batch, as {@link BatchBytes}
 * </pre>
 *
 * <p>A crash leaves a last record that is torn, and it and what follows was never promised. Where a
 * later record says that the torn place was on the disk already, it is no crash but damage.
 */
final class H2Log implements AutoCloseable {
  private static final long LOG_MAGIC = 0x766976696d6c6f67L;
  private static final int RECORD_MAGIC = 0x76726563;
  private static final int LOG_HEADER_BYTES = 16;
  private static final int RECORD_HEADER_BYTES = 24;
  private static final int HEADER_CHECK_AT = 20;
  private static final int SEARCH_BYTES = 1024 * 1024;

  private final SteadyFile file;
  private final long number;

  // All used by the one who commits.
  private long end;
  private long synced;

  private H2Log(SteadyFile file, long number, long end) {
    this.file = file;
    this.number = number;
    this.end = end;
    this.synced = end;
  }

  /** A new log that is on the disk, name and all. */
  static H2Log create(H2Files files, long number) throws IOException {
    Path path = files.log(number);
    Files.deleteIfExists(path);
    H2Log log = new H2Log(SteadyFile.create(path), number, LOG_HEADER_BYTES);
    log.file.write(
        0, ByteBuffer.allocate(LOG_HEADER_BYTES).putLong(LOG_MAGIC).putLong(number).flip());
    log.file.sync();
    files.syncNames();
    return log;
  }

  /** The log that was found, after each of its batches was given out. */
  static H2Log replay(Path path, long number, StoreFailures failures, Consumer<Batch> batches)
      throws IOException {
    SteadyFile file = SteadyFile.open(path);
    long size = file.size();
    ByteBuffer header = ByteBuffer.allocate(LOG_HEADER_BYTES);
    if (size >= LOG_HEADER_BYTES) {
      file.read(0, header);
    }
    if (header.getLong(0) != LOG_MAGIC || header.getLong(Long.BYTES) != number) {
      throw failures.of(StoreError.CORRUPT, "the store's files are damaged (head of a log)");
    }
    H2Log log = new H2Log(file, number, LOG_HEADER_BYTES);
    while (log.replayNext(size, batches)) {
      log.synced = log.end;
    }
    if (log.isKnownAfter(log.end, size)) {
      throw failures.of(
          StoreError.CORRUPT, "the store's files are damaged (log, at " + log.end + ")");
    }
    // What is torn goes, so that a later crash cannot take it for a part of something.
    file.truncate(log.end);
    return log;
  }

  private boolean replayNext(long size, Consumer<Batch> batches) throws IOException {
    if (size - end < RECORD_HEADER_BYTES) {
      return false;
    }
    ByteBuffer header = ByteBuffer.allocate(RECORD_HEADER_BYTES);
    file.read(end, header);
    int length = header.getInt(Integer.BYTES);
    if (!isHeader(header, 0, end) || size - end - RECORD_HEADER_BYTES < length) {
      return false;
    }
    byte[] batch = new byte[length];
    file.read(end + RECORD_HEADER_BYTES, ByteBuffer.wrap(batch));
    if (checksum(batch) != header.getInt(2 * Long.BYTES)) {
      return false;
    }
    batches.accept(BatchBytes.batch("replay", batch));
    end += RECORD_HEADER_BYTES + length;
    return true;
  }

  /** Whether the bytes at {@code at} are the head of the record that begins at {@code place}. */
  private boolean isHeader(ByteBuffer bytes, int at, long place) {
    return bytes.getInt(at) == RECORD_MAGIC
        && bytes.getInt(at + HEADER_CHECK_AT) == headerChecksum(bytes, at, place);
  }

  /** Whether a later record says that what lies at {@code place} was on the disk. */
  private boolean isKnownAfter(long place, long size) throws IOException {
    for (long from = place; from < size; from += SEARCH_BYTES) {
      ByteBuffer part =
          ByteBuffer.allocate((int) Math.min(SEARCH_BYTES + RECORD_HEADER_BYTES, size - from));
      file.read(from, part);
      for (int at = 0; at < SEARCH_BYTES && at + RECORD_HEADER_BYTES <= part.limit(); at++) {
        if (isHeader(part, at, from + at) && part.getLong(at + Long.BYTES) > place) {
          return true;
        }
      }
    }
    return false;
  }

  void append(byte[] batch) throws IOException {
    ByteBuffer header = ByteBuffer.allocate(RECORD_HEADER_BYTES);
    header.putInt(RECORD_MAGIC).putInt(batch.length).putLong(synced).putInt(checksum(batch));
    header.putInt(headerChecksum(header, 0, end)).flip();
    file.write(end, header);
    file.write(end + RECORD_HEADER_BYTES, ByteBuffer.wrap(batch));
    end += RECORD_HEADER_BYTES + batch.length;
  }

  void sync() throws IOException {
    file.sync();
    synced = end;
  }

  private int headerChecksum(ByteBuffer header, int at, long place) {
    CRC32C sum = new CRC32C();
    sum.update(ByteBuffer.allocate(2 * Long.BYTES).putLong(number).putLong(place).flip());
    sum.update(header.slice(at, HEADER_CHECK_AT));
    return (int) sum.getValue();
  }

  private static int checksum(byte[] bytes) {
    CRC32C sum = new CRC32C();
    sum.update(bytes);
    return (int) sum.getValue();
  }

  long number() {
    return number;
  }

  boolean isEmpty() {
    return end == LOG_HEADER_BYTES;
  }

  /** How many bytes it takes up. */
  long size() {
    return end;
  }

  @Override
  public void close() throws IOException {
    file.close();
  }

  /** Ends the log for good. */
  void delete() throws IOException {
    file.close();
    Files.deleteIfExists(file.path());
  }
}
