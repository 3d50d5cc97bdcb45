package io.vivim.libp2p.wire;

import io.vivim.codec.Bytes;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts what comes on a stream into messages that have their length before them.
 *
 * <pre>
 *   ( varint length | message )*
 * </pre>
 */
public final class DelimitedReader {
  private static final int BITS_A_BYTE = 7;
  private static final int MOST_LENGTH_BYTES = 4;
  private static final int FIRST_ROOM_BYTES = 1024;

  private final int most;
  private int lengthBytes;
  private int length;
  private boolean hasLength;

  /** The beginning of a message whose end has not come. */
  private byte[] begun = new byte[0];

  private int came;

  /**
   * @param most bytes that a message may have
   */
  public DelimitedReader(int most) {
    this.most = most;
  }

  /** Takes what came, and answers with the messages that are whole now. */
  public List<Bytes> receive(ByteBuffer in) throws WireException {
    List<Bytes> whole = new ArrayList<>();
    while (in.hasRemaining()) {
      if (!hasLength) {
        readLength(in.get());
        if (hasLength && length == 0) {
          whole.add(Bytes.EMPTY);
          nextFrame();
        }
      } else if (came == 0 && in.remaining() >= length) {
        byte[] frame = new byte[length];
        in.get(frame);
        whole.add(Bytes.owning(frame));
        nextFrame();
      } else {
        int size = Math.min(in.remaining(), length - came);
        makeRoom(came + size);
        in.get(begun, came, size);
        came += size;
        if (came == length) {
          whole.add(Bytes.copyOf(begun, 0, length));
          begun = new byte[0];
          nextFrame();
        }
      }
    }
    return whole;
  }

  private void nextFrame() {
    hasLength = false;
    length = 0;
    lengthBytes = 0;
    came = 0;
  }

  private void readLength(byte next) throws WireException {
    length |= (next & 0x7f) << (BITS_A_BYTE * lengthBytes++);
    hasLength = next >= 0;
    if (hasLength && next == 0 && lengthBytes > 1) {
      throw new WireException(WireReason.VARINT, 0);
    }
    if (length > most || (!hasLength && lengthBytes == MOST_LENGTH_BYTES)) {
      throw new WireException(WireReason.TOO_LARGE, 0);
    }
  }

  /** Room grows with what came, so that a length alone costs us nothing. */
  private void makeRoom(int needed) {
    if (needed > begun.length) {
      int grown = Math.max(needed, Math.max(FIRST_ROOM_BYTES, 2 * begun.length));
      byte[] larger = new byte[Math.min(length, grown)];
      System.arraycopy(begun, 0, larger, 0, came);
      begun = larger;
    }
  }
}
