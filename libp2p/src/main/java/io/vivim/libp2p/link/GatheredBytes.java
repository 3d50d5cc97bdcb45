package io.vivim.libp2p.link;

import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import java.util.Deque;

/** What was written and waits until it is worth sealing, or flushed. Owned by the event loop. */
final class GatheredBytes {
  private final Deque<ByteBuf> parts = new ArrayDeque<>();
  private int size;

  /** Takes what was written, which is released in time. */
  void add(ByteBuf written) {
    size += written.readableBytes();
    parts.add(written);
  }

  int size() {
    return size;
  }

  /** Moves so many bytes, of those that are here, behind what another buffer has. */
  void moveTo(ByteBuf to, int bytes) {
    int lacking = bytes;
    while (lacking > 0) {
      ByteBuf next = parts.element();
      int part = Math.min(next.readableBytes(), lacking);
      to.writeBytes(next, part);
      lacking -= part;
      if (!next.isReadable()) {
        parts.remove().release();
      }
    }
    size -= bytes;
  }

  void release() {
    parts.forEach(ByteBuf::release);
    parts.clear();
    size = 0;
  }
}
