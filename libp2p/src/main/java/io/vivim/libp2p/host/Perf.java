package io.vivim.libp2p.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/**
 * The perf protocol (libp2p specifications, "perf"): the dialler says how much it wants back, and
 * sends what it sends; the other side reads all of that and answers with so many bytes.
 */
public final class Perf {
  public static final String PROTOCOL = "/perf/1.0.0";

  private static final int PIECE_BYTES = 64 * 1024;

  private Perf() {}

  /** Sends so many bytes and takes so many. */
  public static void run(Stream stream, long up, long down) throws IOException {
    try (OutputStream out = stream.output()) {
      out.write(ByteBuffer.allocate(Long.BYTES).putLong(down).array());
      send(out, up);
    }
    long came = drain(stream.input());
    if (came != down) {
      throw new ProtocolException("wanted " + down + " bytes and got " + came);
    }
  }

  /** The side that answers. */
  static void answer(Stream stream) throws IOException {
    InputStream in = stream.input();
    byte[] wanted = in.readNBytes(Long.BYTES);
    if (wanted.length < Long.BYTES) {
      throw new ProtocolException("no number of bytes");
    }
    long unused = drain(in);
    try (OutputStream out = stream.output()) {
      send(out, ByteBuffer.wrap(wanted).getLong());
    }
  }

  private static void send(OutputStream out, long bytes) throws IOException {
    byte[] piece = new byte[PIECE_BYTES];
    long left = bytes;
    while (left != 0) {
      boolean isLast = Long.compareUnsigned(left, PIECE_BYTES) <= 0;
      int size = isLast ? Math.toIntExact(left) : PIECE_BYTES;
      out.write(piece, 0, size);
      left -= size;
    }
  }

  private static long drain(InputStream in) throws IOException {
    byte[] piece = new byte[PIECE_BYTES];
    long all = 0;
    for (int size = in.read(piece); size >= 0; size = in.read(piece)) {
      all += size;
    }
    return all;
  }
}
