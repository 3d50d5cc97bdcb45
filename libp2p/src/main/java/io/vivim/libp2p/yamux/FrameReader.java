package io.vivim.libp2p.yamux;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Puts headers together from a stream that arrives in pieces. */
final class FrameReader {
  private final byte[] header = new byte[FrameHeader.HEADER_BYTES];
  private int filled;

  /** The next header, or null before all of it is here. Takes no byte behind it. */
  @Nullable FrameHeader next(ByteBuffer in) throws ViolationException {
    int taken = Math.min(in.remaining(), header.length - filled);
    in.get(header, filled, taken);
    filled += taken;
    if (filled < header.length) {
      return null;
    }
    filled = 0;
    if (header[0] != FrameHeader.VERSION) {
      throw new ViolationException(YamuxEnd.BAD_VERSION);
    }
    FrameHeader.Type type = FrameHeader.Type.of(header[1] & 0xff);
    if (type == null) {
      throw new ViolationException(YamuxEnd.BAD_TYPE);
    }
    int flags = (header[2] & 0xff) << 8 | (header[3] & 0xff);
    return new FrameHeader(type, flags, uint32(4), uint32(8));
  }

  private long uint32(int at) {
    return (header[at] & 0xffL) << 24
        | (header[at + 1] & 0xffL) << 16
        | (header[at + 2] & 0xffL) << 8
        | (header[at + 3] & 0xffL);
  }
}
