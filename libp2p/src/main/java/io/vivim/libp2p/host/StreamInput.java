package io.vivim.libp2p.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Reads a stream on a thread that may wait. */
final class StreamInput extends InputStream {
  private final Stream stream;
  private Optional<ByteBuffer> buffer = Optional.of(ByteBuffer.allocate(0));

  /** What was asked for and had not come when somebody was interrupted. */
  private @Nullable CompletionStage<Optional<ByteBuffer>> awaited;

  StreamInput(Stream stream) {
    this.stream = stream;
  }

  @Override
  public int read() throws IOException {
    return fill() ? buffer.orElseThrow().get() & 0xff : -1;
  }

  @Override
  public int read(byte[] into, int at, int most) throws IOException {
    if (most == 0) {
      return 0;
    }
    if (!fill()) {
      return -1;
    }
    ByteBuffer from = buffer.orElseThrow();
    int size = Math.min(most, from.remaining());
    from.get(into, at, size);
    return size;
  }

  /** The same without a copy between, where the stream's bytes have an array. */
  @Override
  public long transferTo(OutputStream out) throws IOException {
    long all = 0;
    while (fill()) {
      ByteBuffer from = buffer.orElseThrow();
      int size = from.remaining();
      if (from.hasArray()) {
        out.write(from.array(), from.arrayOffset() + from.position(), size);
        from.position(from.limit());
      } else {
        byte[] copy = new byte[size];
        from.get(copy);
        out.write(copy);
      }
      all += size;
    }
    return all;
  }

  @Override
  public int available() {
    return buffer.map(ByteBuffer::remaining).orElse(0);
  }

  /** Sees to it that there is a byte, unless the peer sends no more. */
  private boolean fill() throws IOException {
    while (buffer.isPresent() && !buffer.get().hasRemaining()) {
      CompletionStage<Optional<ByteBuffer>> next = awaited == null ? stream.read() : awaited;
      awaited = next;
      try {
        buffer = Waiting.on(next);
      } catch (InterruptedIOException e) {
        // What comes after all is for the next one who reads.
        throw e;
      } catch (IOException e) {
        awaited = null;
        throw e;
      }
      awaited = null;
    }
    return buffer.isPresent();
  }
}
