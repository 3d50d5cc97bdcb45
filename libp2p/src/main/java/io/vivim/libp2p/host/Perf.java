package io.vivim.libp2p.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * The perf protocol (libp2p specifications, "perf"): the dialler says how much it wants back, and
 * sends what it sends; the other side reads all of that and answers with so many bytes. A host does
 * so only where it is told to, since it lets every peer ask for a lot of work:
 *
 * <pre>
 *   host.handle(Perf.PROTOCOL, Perf::answer);
 * </pre>
 */
public final class Perf {
  public static final String PROTOCOL = "/perf/1.0.0";

  /** What is written at once for a peer that asks, who may ask by many streams. */
  private static final int ANSWER_PIECE_BYTES = 256 * 1024;

  /**
   * Our own: a thread wakes for each, which on few cores takes one from whoever reads, and each
   * ends with a short frame, which some peers answer like a long one.
   */
  private static final int PIECE_BYTES = 4 * 1024 * 1024;

  private Perf() {}

  /**
   * Sends so many bytes and takes so many.
   *
   * @param down read as a number without a sign, as {@link Long#compareUnsigned} does
   */
  public static void run(Stream stream, long up, long down) throws IOException {
    Waiting.on(stream.write(ByteBuffer.allocate(Long.BYTES).putLong(0, down)));
    send(stream, up, PIECE_BYTES);
    long came = drain(stream.input());
    if (came != down) {
      throw new ProtocolException("wanted " + down + " bytes and got " + came);
    }
  }

  /** The side that answers. */
  public static void answer(Stream stream) throws IOException {
    InputStream in = stream.input();
    byte[] wanted = in.readNBytes(Long.BYTES);
    if (wanted.length < Long.BYTES) {
      throw new ProtocolException("no number of bytes");
    }
    long unused = drain(in);
    send(stream, ByteBuffer.wrap(wanted).getLong(), ANSWER_PIECE_BYTES);
  }

  /**
   * Sends the same bytes again and again, since nobody looks at them; one piece goes, one waits.
   */
  private static void send(Stream stream, long bytes, int mostBytes) throws IOException {
    int pieceBytes = Long.compareUnsigned(bytes, mostBytes) < 0 ? (int) bytes : mostBytes;
    ByteBuffer piece = ByteBuffer.allocate(pieceBytes);
    CompletionStage<Void> before = CompletableFuture.completedFuture(null);
    long left = bytes;
    while (left != 0) {
      boolean isLast = Long.compareUnsigned(left, pieceBytes) <= 0;
      int size = isLast ? Math.toIntExact(left) : pieceBytes;
      CompletionStage<Void> written = stream.write(piece.duplicate().limit(size));
      Waiting.on(before);
      before = written;
      left -= size;
    }
    Waiting.on(before);
    Waiting.on(stream.finish());
  }

  private static long drain(InputStream in) throws IOException {
    return in.transferTo(OutputStream.nullOutputStream());
  }
}
