package io.vivim.libp2p.link;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/**
 * Cuts sealed frames out of what comes. One that comes whole stays where it is; of the others what
 * has come is gathered. Owned by the event loop.
 */
final class SealedFrames {
  private static final int LENGTH_BYTES = Short.BYTES;

  /** What of a frame must have come, for room for all of it to be made at once. */
  private static final int MOST_WASTE = 4;

  /** The beginning of a frame that came without its end. */
  private @Nullable ByteBuf begun;

  /**
   * The next frame, which is the caller's to release, or null before all of it is here; then
   * nothing is left of the input.
   */
  @Nullable ByteBuf next(ByteBufAllocator allocator, ByteBuf in) {
    ByteBuf frame = begun;
    if (frame == null) {
      int size = size(in);
      int here = in.readableBytes();
      if (size > 0 && here >= size) {
        return in.readRetainedSlice(size);
      }
      int room = here * MOST_WASTE < size ? here : Math.max(size, LENGTH_BYTES);
      begun = allocator.directBuffer(room).writeBytes(in);
      return null;
    }
    fill(frame, LENGTH_BYTES, in);
    int size = size(frame);
    fill(frame, size, in);
    if (size == 0 || frame.readableBytes() < size) {
      return null;
    }
    begun = null;
    return frame;
  }

  /** How long the frame is that begins here, with its length; 0 before that is known. */
  private static int size(ByteBuf from) {
    return from.readableBytes() < LENGTH_BYTES
        ? 0
        : LENGTH_BYTES + from.getUnsignedShort(from.readerIndex());
  }

  private static void fill(ByteBuf frame, int size, ByteBuf in) {
    int lacking = Math.max(0, size - frame.readableBytes());
    frame.writeBytes(in, Math.min(lacking, in.readableBytes()));
  }

  /** Whether a frame has come in part. */
  boolean isWithin() {
    return begun != null;
  }

  void release() {
    if (begun != null) {
      begun.release();
      begun = null;
    }
  }
}
