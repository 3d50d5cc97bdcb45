package io.vivim.libp2p.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * The ping protocol: 32 bytes there, and the same bytes back (libp2p specifications, "ping"). A
 * session is one stream, for one thread at a time.
 */
public final class Ping implements AutoCloseable {
  public static final String PROTOCOL = "/ipfs/ping/1.0.0";

  private static final int PING_BYTES = 32;

  private final Stream stream;
  private final InputStream in;
  private final OutputStream out;
  private final SecureRandom random;
  private final LongSupplier nanos;

  Ping(Stream stream, SecureRandom random, LongSupplier nanos) {
    this.stream = stream;
    this.in = stream.input();
    this.out = stream.output();
    this.random = random;
    this.nanos = nanos;
  }

  /** How long a ping took there and back. */
  public Duration once() throws IOException {
    byte[] sent = new byte[PING_BYTES];
    random.nextBytes(sent);
    long start = nanos.getAsLong();
    out.write(sent);
    out.flush();
    byte[] back = in.readNBytes(PING_BYTES);
    long end = nanos.getAsLong();
    if (!Arrays.equals(sent, back)) {
      stream.reset();
      throw new ProtocolException("another answer than the ping");
    }
    return Duration.ofNanos(end - start);
  }

  @Override
  public void close() throws IOException {
    out.close();
  }

  /** The side that answers. */
  static void answer(Stream stream) throws IOException {
    InputStream in = stream.input();
    try (OutputStream out = stream.output()) {
      byte[] ping = in.readNBytes(PING_BYTES);
      while (ping.length == PING_BYTES) {
        out.write(ping);
        out.flush();
        ping = in.readNBytes(PING_BYTES);
      }
    }
  }
}
