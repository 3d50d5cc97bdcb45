package io.vivim.libp2p.host;

import io.vivim.codec.Bytes;
import java.nio.ByteBuffer;
import java.util.Optional;

/**
 * Reads one message with its length before it, in whatever pieces that comes.
 *
 * <pre>
 *   varint length | message
 * </pre>
 */
final class LengthFirst {
  private static final int BITS_A_BYTE = 7;
  private static final int MAX_LENGTH_BYTES = 3;

  private final int most;
  private int lengthBytes;
  private int length;
  private boolean hasLength;
  private byte[] message = new byte[0];
  private int came;

  /**
   * @param most bytes that a message may have
   */
  LengthFirst(int most) {
    this.most = most;
  }

  /** Takes what came; what is behind the message stays in the buffer. */
  Optional<Bytes> receive(ByteBuffer in) throws ProtocolException {
    while (!hasLength && in.hasRemaining()) {
      readLength(in.get());
    }
    if (!hasLength) {
      return Optional.empty();
    }
    int size = Math.min(in.remaining(), length - came);
    makeRoom(came + size);
    in.get(message, came, size);
    came += size;
    return came < length ? Optional.empty() : Optional.of(Bytes.copyOf(message, 0, length));
  }

  /** Whether a message has come in part. */
  boolean isWithin() {
    return lengthBytes > 0;
  }

  /** Bytes of memory that are held for a message. */
  int room() {
    return message.length;
  }

  private void readLength(byte next) throws ProtocolException {
    length |= (next & 0x7f) << (BITS_A_BYTE * lengthBytes++);
    hasLength = next >= 0;
    if (hasLength && next == 0 && lengthBytes > 1) {
      throw new ProtocolException("a length that is longer than it has to be");
    }
    if (length > most || (!hasLength && lengthBytes == MAX_LENGTH_BYTES)) {
      throw new ProtocolException("a message that is too long");
    }
  }

  /** Room grows with what came, so that a length alone costs us nothing. */
  private void makeRoom(int needed) {
    if (needed > message.length) {
      byte[] larger = new byte[Math.min(length, Math.max(needed, 2 * message.length))];
      System.arraycopy(message, 0, larger, 0, came);
      message = larger;
    }
  }
}
