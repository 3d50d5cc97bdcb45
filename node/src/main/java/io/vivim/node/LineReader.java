package io.vivim.node;

import io.vivim.codec.Bytes;
import io.vivim.codec.Limits;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;

/**
 * Cuts a stream into lines, of which it never holds more than the limit, whatever the stream is.
 *
 * <p>A line ends with LF, CR LF or the end of the stream. One beyond the limit is passed over and
 * reported as such; reading goes on behind it.
 */
final class LineReader {
  /** Room for the hex of the largest block, with a key and a signature beside it. */
  static final int MAX_LINE_BYTES = 2 * Limits.MAX_BLOCK_BYTES + 4 * 1024;

  private static final int BUFFER_BYTES = 64 * 1024;

  private final InputStream in;
  private final BeforeWait beforeWait;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int from;
  private int to;

  /** What is due before a read that may have to wait for the other end. */
  interface BeforeWait {
    void run() throws IOException;
  }

  /**
   * A line without its end.
   *
   * @param content empty where the line is too long
   */
  record Line(Bytes content, boolean tooLong) {}

  LineReader(InputStream in, BeforeWait beforeWait) {
    this.in = in;
    this.beforeWait = beforeWait;
  }

  /** The next line, or nothing at the end of the stream. */
  Optional<Line> next() throws IOException {
    if (from == to && !fill()) {
      return Optional.empty();
    }
    int end = endOfLine();
    if (end < to) {
      Line line = new Line(Bytes.copyOf(buffer, from, withoutReturn(end)), false);
      from = end + 1;
      return Optional.of(line);
    }
    return Optional.of(longLine());
  }

  /** A line that goes on beyond the buffer. */
  private Line longLine() throws IOException {
    ByteArrayOutputStream held = new ByteArrayOutputStream(to - from);
    boolean tooLong = false;
    boolean ended = false;
    do {
      int end = endOfLine();
      // One more byte than the limit is held, since the last may be a CR that does not count.
      tooLong |= held.size() + (end - from) > MAX_LINE_BYTES + 1;
      if (!tooLong) {
        held.write(buffer, from, end - from);
      }
      ended = end < to;
      from = ended ? end + 1 : to;
    } while (!ended && fill());
    byte[] bytes = tooLong ? new byte[0] : held.toByteArray();
    int size = bytes.length;
    if (ended && size > 0 && bytes[size - 1] == '\r') {
      size--;
    }
    return tooLong || size > MAX_LINE_BYTES
        ? new Line(Bytes.EMPTY, true)
        : new Line(Bytes.copyOf(bytes, 0, size), false);
  }

  private int endOfLine() {
    int end = from;
    while (end < to && buffer[end] != '\n') {
      end++;
    }
    return end;
  }

  private int withoutReturn(int end) {
    return end > from && buffer[end - 1] == '\r' ? end - 1 : end;
  }

  private boolean fill() throws IOException {
    if (wouldWait()) {
      beforeWait.run();
    }
    from = 0;
    to = Math.max(0, in.read(buffer));
    return to > 0;
  }

  private boolean wouldWait() {
    try {
      return in.available() <= 0;
    } catch (IOException e) {
      // Some files cannot tell; the read that follows says what is wrong, if anything is.
      return true;
    }
  }
}
