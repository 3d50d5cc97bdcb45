package io.vivim.libp2p.host;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Writes a stream on a thread that may wait. Bytes are copied, since callers use their array again,
 * and one piece is filled while the one before is under way.
 */
final class StreamOutput extends OutputStream {
  private static final int PIECE_BYTES = 64 * 1024;

  /** Enough for whoever sends little. */
  private static final int FIRST_PIECE_BYTES = 2 * 1024;

  /** What a stream holds on which nothing is written. */
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private final Stream stream;
  private ByteBuffer piece = NOTHING;

  /** What was sent last; ours again once that is done. */
  private ByteBuffer sent = NOTHING;

  private CompletionStage<Void> underWay = CompletableFuture.completedFuture(null);
  private boolean isClosed;

  StreamOutput(Stream stream) {
    this.stream = stream;
  }

  @Override
  public void write(int one) throws IOException {
    write(new byte[] {(byte) one}, 0, 1);
  }

  @Override
  public void write(byte[] from, int at, int size) throws IOException {
    if (isClosed) {
      throw new IOException("written after it was closed");
    }
    if (piece.capacity() == 0) {
      piece = ByteBuffer.allocate(FIRST_PIECE_BYTES);
    }
    int done = 0;
    while (done < size) {
      int part = Math.min(size - done, piece.remaining());
      piece.put(from, at + done, part);
      done += part;
      if (!piece.hasRemaining()) {
        send();
      }
    }
  }

  private void send() throws IOException {
    if (piece.position() > 0) {
      Waiting.on(underWay);
      boolean wasFull = !piece.hasRemaining();
      ByteBuffer free = sent;
      sent = piece;
      underWay = stream.write(piece.flip());
      int wanted = wasFull ? PIECE_BYTES : FIRST_PIECE_BYTES;
      piece = free.capacity() < wanted ? ByteBuffer.allocate(wanted) : free.clear();
    }
  }

  @Override
  public void flush() throws IOException {
    send();
    Waiting.on(underWay);
  }

  @Override
  public void close() throws IOException {
    if (!isClosed) {
      isClosed = true;
      flush();
      Waiting.on(stream.finish());
    }
  }
}
