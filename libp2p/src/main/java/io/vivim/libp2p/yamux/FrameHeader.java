package io.vivim.libp2p.yamux;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The header of a frame (yamux specification, "Framing"), twelve bytes, big-endian:
 *
 * <pre>
 * version | type   | flags   | stream  | length
 * 1 byte  | 1 byte | 2 bytes | 4 bytes | 4 bytes
 * </pre>
 *
 * @param type what the frame is for
 * @param flags the sum of its flags, with bits that mean nothing to us as they came
 * @param stream the stream that it is about, or 0 for the connection
 * @param length the bytes that follow a data frame, the bytes that a window grows by, the value of
 *     a ping, or the code of a farewell
 */
public record FrameHeader(Type type, int flags, long stream, long length) {
  /** The size of every header. */
  public static final int HEADER_BYTES = 12;

  static final int VERSION = 0;

  /** Opens a stream; asks, in a ping. */
  static final int SYN = 1;

  /** Accepts a stream; answers, in a ping. */
  static final int ACK = 2;

  /** Says that the sender sends no more. */
  static final int FIN = 4;

  /** Breaks a stream off. */
  static final int RST = 8;

  /** The largest stream id, window, ping value and code. */
  static final long MAX_UINT32 = 0xffff_ffffL;

  /** The types of frames. */
  public enum Type {
    DATA(0),
    WINDOW_UPDATE(1),
    PING(2),
    GO_AWAY(3);

    private final int number;

    Type(int number) {
      this.number = number;
    }

    /** The type of a number, or null where it has none. */
    static @Nullable Type of(int number) {
      return switch (number) {
        case 0 -> DATA;
        case 1 -> WINDOW_UPDATE;
        case 2 -> PING;
        case 3 -> GO_AWAY;
        default -> null;
      };
    }
  }

  boolean has(int flag) {
    return (flags & flag) != 0;
  }

  /**
   * Writes the header, which is whole in itself; the payload of a data frame comes right behind.
   */
  public void writeTo(ByteBuffer out) {
    out.put((byte) VERSION).put((byte) type.number);
    out.put((byte) (flags >> 8)).put((byte) flags);
    putUint32(out, stream);
    putUint32(out, length);
  }

  private static void putUint32(ByteBuffer out, long value) {
    out.put((byte) (value >> 24))
        .put((byte) (value >> 16))
        .put((byte) (value >> 8))
        .put((byte) value);
  }
}
