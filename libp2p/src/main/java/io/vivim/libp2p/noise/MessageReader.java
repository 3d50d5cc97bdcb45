package io.vivim.libp2p.noise;

import io.vivim.codec.Bytes;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Cuts messages of a handshake out of a stream that arrives in pieces; holds at most one. */
final class MessageReader {
  static final int LENGTH_BYTES = 2;

  private int length;
  private int lengthBytes;

  /** The message under way, once its length is known. */
  private byte @Nullable [] message;

  private int filled;

  /**
   * The next message without its length, or nothing before all of it is here. Takes from the input
   * what belongs to the message and no byte more.
   *
   * @param maxBytes the longest that it may be
   * @param tooLong what to say of a longer one, which its length tells before it comes
   */
  Optional<Bytes> next(ByteBuffer in, int maxBytes, NoiseError tooLong) throws NoiseException {
    while (message == null) {
      if (!in.hasRemaining()) {
        return Optional.empty();
      }
      length = length << Byte.SIZE | (in.get() & 0xff);
      lengthBytes++;
      if (lengthBytes == LENGTH_BYTES) {
        if (length > maxBytes) {
          throw new NoiseException(tooLong);
        }
        message = new byte[length];
      }
    }
    int taken = Math.min(in.remaining(), message.length - filled);
    in.get(message, filled, taken);
    filled += taken;
    if (filled < message.length) {
      return Optional.empty();
    }
    Bytes whole = Bytes.owning(message);
    length = 0;
    lengthBytes = 0;
    message = null;
    filled = 0;
    return Optional.of(whole);
  }

  /** A message as it goes over the wire. */
  static Bytes frame(Bytes message) {
    int size = message.size();
    byte[] head = {(byte) (size >>> Byte.SIZE), (byte) size};
    return Bytes.concat(Bytes.owning(head), message);
  }
}
