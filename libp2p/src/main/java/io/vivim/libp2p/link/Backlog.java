package io.vivim.libp2p.link;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOutboundBuffer;
import org.jspecify.annotations.Nullable;

/**
 * What waits on this side of a link, to be read or to go out, against what may; and whether the
 * peer takes anything at all. It asks for room in lumps, and only when it needs it. Owned by the
 * link's event loop.
 */
final class Backlog {
  /** What every link may hold without asking: a part of what a connection costs. */
  static final long FREE_BYTES = 16 * 1024;

  private static final long LUMP_BYTES = 64 * 1024;

  /** Lumps that are kept though they are not needed just now. */
  private static final long SPARE_LUMPS = 4;

  private final Passage passage;
  private long granted;

  /** Bytes that streams were given to send, and that are not on their way. */
  private long unsent;

  /** Bytes that came and were read, and that streams keep for whoever will want them. */
  private long kept;

  /** What is the first to go out, how much of it went, and since when nothing more did. */
  private @Nullable Object head;

  private long progress;
  private long since;

  Backlog(Passage passage) {
    this.passage = passage;
  }

  /**
   * Whether what waits may wait.
   *
   * @param unread bytes that came and were not read
   */
  boolean hasRoom(Channel channel, long unread) {
    long asked = Math.max(0, unread + kept + unsent + outgoing(channel) - FREE_BYTES);
    long lumps = (asked + LUMP_BYTES - 1) / LUMP_BYTES * LUMP_BYTES;
    if (lumps > granted) {
      if (!passage.holds(lumps - granted)) {
        return false;
      }
      granted = lumps;
    } else if (lumps == 0 || granted - lumps > SPARE_LUMPS * LUMP_BYTES) {
      giveBack(granted - lumps);
    }
    return true;
  }

  /** So many bytes more are to be sent; fewer where it is negative. */
  void unsent(long more) {
    unsent += more;
  }

  /** So many bytes more are kept; fewer where it is negative. */
  void kept(long more) {
    kept += more;
  }

  private void giveBack(long bytes) {
    if (bytes > 0) {
      passage.lets(bytes);
      granted -= bytes;
    }
  }

  private static long outgoing(Channel channel) {
    ChannelOutboundBuffer out = channel.unsafe().outboundBuffer();
    return out == null ? 0 : out.totalPendingWriteBytes();
  }

  /**
   * Whether something waits to go out and nothing has for so long. To be asked now and then.
   *
   * @param most in nanoseconds
   */
  boolean isStuck(Channel channel, long now, long most) {
    ChannelOutboundBuffer out = channel.unsafe().outboundBuffer();
    @Nullable Object first = out == null ? null : out.current();
    long done = out == null ? 0 : out.currentProgress();
    if (first == null || first != head || done != progress) {
      head = first;
      progress = done;
      since = now;
      return false;
    }
    return now - since >= most;
  }
}
