package io.vivim.libp2p.noise;

import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Seals or opens the frames of one direction of a connection. Not for several threads at once.
 *
 * <pre>
 * length of the rest  | sealed bytes         | tag
 * 2 bytes, big-endian | up to 65,519         | 16 bytes
 * </pre>
 *
 * <p>With direct buffers nothing is copied; the native library needs them, and for others each
 * direction keeps one as large as its largest frame. Frames come out in the order in which they
 * went in or not at all: after one that is refused, all that follow are.
 */
public final class NoiseCipher {
  /** The longest frame, without its length. */
  public static final int MAX_FRAME_BYTES = 65_535;

  /** How much longer a frame is than what it carries. */
  public static final int OVERHEAD_BYTES = MessageReader.LENGTH_BYTES + CipherState.TAG_BYTES;

  /** The most that a frame carries. */
  public static final int MAX_PLAINTEXT_BYTES = MAX_FRAME_BYTES - CipherState.TAG_BYTES;

  private final CipherState state;

  /** Why there is nothing more to open or seal, once that is so. */
  private @Nullable NoiseError error;

  NoiseCipher(CipherState state) {
    this.state = state;
  }

  /**
   * Writes a frame of the plaintext, or as much of it as one carries, and moves both buffers on.
   * The plaintext may stand in the same memory as the frame, just where its sealed bytes will be.
   *
   * @throws IllegalArgumentException where {@code out} has not {@link #OVERHEAD_BYTES} more room
   *     than the plaintext needs
   * @throws NoiseException after as many frames as a key can seal; the connection is over
   */
  public void seal(ByteBuffer plaintext, ByteBuffer out) throws NoiseException {
    check();
    int size = Math.min(plaintext.remaining(), MAX_PLAINTEXT_BYTES);
    if (out.remaining() < size + OVERHEAD_BYTES) {
      throw new IllegalArgumentException("no room for a frame of " + size + " bytes");
    }
    int bodyAt = out.position() + MessageReader.LENGTH_BYTES;
    int end = plaintext.position() + size;
    try {
      state.seal(plaintext.duplicate().limit(end), out.duplicate().position(bodyAt));
    } catch (NoiseException e) {
      throw fail(e);
    }
    int frame = size + CipherState.TAG_BYTES;
    out.put((byte) (frame >>> Byte.SIZE)).put((byte) frame).position(bodyAt + frame);
    plaintext.position(end);
  }

  /**
   * Opens the next frame where it stands, over its sealed bytes, and moves the input behind it;
   * nothing, and the input stays, before all of it is here.
   *
   * @return a view of the plaintext in the input's memory
   * @throws NoiseException where the frame is not the one that the peer sealed next; the connection
   *     is over
   */
  public Optional<ByteBuffer> open(ByteBuffer in) throws NoiseException {
    check();
    if (in.remaining() < MessageReader.LENGTH_BYTES) {
      return Optional.empty();
    }
    int at = in.position();
    int size = (in.get(at) & 0xff) << Byte.SIZE | (in.get(at + 1) & 0xff);
    if (size < CipherState.TAG_BYTES) {
      throw fail(new NoiseException(NoiseError.TRUNCATED));
    }
    int bodyAt = at + MessageReader.LENGTH_BYTES;
    int end = bodyAt + size;
    if (in.limit() < end) {
      return Optional.empty();
    }
    ByteBuffer sealed = in.duplicate().limit(end).position(bodyAt);
    try {
      state.open(sealed.duplicate(), sealed.duplicate());
    } catch (NoiseException e) {
      throw fail(e);
    }
    in.position(end);
    return Optional.of(sealed.limit(end - CipherState.TAG_BYTES));
  }

  private void check() throws NoiseException {
    if (error != null) {
      throw new NoiseException(error);
    }
  }

  private NoiseException fail(NoiseException e) {
    error = e.error();
    return e;
  }
}
