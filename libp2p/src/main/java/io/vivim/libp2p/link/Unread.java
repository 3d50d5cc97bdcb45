package io.vivim.libp2p.link;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What came on a stream and was not read, in order. It holds no more memory than a few times what
 * came, however small the pieces were. Not for several threads at once.
 */
final class Unread {
  /** What of a buffer a piece must be, for the whole to be held on its account. */
  private static final int MOST_WASTE = 4;

  /** Smaller pieces are put together, in buffers that grow from the one to the other. */
  private static final int SMALLEST_BUFFER_BYTES = 64;

  private static final int LARGEST_BUFFER_BYTES = 16 * 1024;

  private final Deque<ByteBuffer> pieces = new ArrayDeque<>(2);

  /** The last piece, where it is ours and more can be put behind it; null else. */
  private @Nullable ByteBuffer open;

  void add(ByteBuffer bytes) {
    if (bytes.remaining() >= LARGEST_BUFFER_BYTES) {
      pieces.add(compact(bytes));
      open = null;
      return;
    }
    ByteBuffer last = open;
    if (last != null && last.capacity() - last.limit() >= bytes.remaining()) {
      int end = last.limit();
      last.limit(end + bytes.remaining());
      last.put(end, bytes, bytes.position(), bytes.remaining());
      return;
    }
    int grown = last == null ? SMALLEST_BUFFER_BYTES : 2 * last.capacity();
    int size = Math.max(bytes.remaining(), Math.min(grown, LARGEST_BUFFER_BYTES));
    ByteBuffer next = ByteBuffer.allocate(size).put(bytes).flip();
    pieces.add(next);
    open = next;
  }

  /** The oldest piece, or null where there is none. */
  @Nullable ByteBuffer poll() {
    ByteBuffer first = pieces.poll();
    if (pieces.isEmpty()) {
      open = null;
    }
    return first;
  }

  boolean isEmpty() {
    return pieces.isEmpty();
  }

  int bytes() {
    return pieces.stream().mapToInt(ByteBuffer::remaining).sum();
  }

  void clear() {
    pieces.clear();
    open = null;
  }

  /** Bytes that hold no more than they need; a piece of a large buffer would hold all of that. */
  static ByteBuffer compact(ByteBuffer bytes) {
    return bytes.capacity() > MOST_WASTE * bytes.remaining()
        ? ByteBuffer.allocate(bytes.remaining()).put(bytes).flip()
        : bytes;
  }
}
