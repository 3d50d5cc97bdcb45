package io.vivim.libp2p.yamux;

import io.vivim.libp2p.yamux.YamuxOutput.OpenRefusal;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The streams that are open, and what they hold together. */
final class StreamTable {
  private final YamuxLimits limits;
  private final Map<Long, YamuxStream> streams = new HashMap<>();

  /** The id of the next stream of ours; ids go up by two, one side's are odd. */
  private long nextId;

  /** The highest id that the peer has used; 0 before the first. */
  private long highestThere;

  private int outbound;
  private int unacknowledgedInbound;
  private int unacknowledgedOutbound;
  private long unread;
  private long growth;

  /**
   * What may still come on streams that are gone: the peer had leave to send it before it knew. One
   * sum for all of them, so that nothing has to be kept for a stream that is gone.
   */
  private long lateBytes;

  StreamTable(YamuxLimits limits, long firstId) {
    this.limits = limits;
    this.nextId = firstId;
  }

  @Nullable YamuxStream find(long id) {
    return streams.get(id);
  }

  boolean isEmpty() {
    return streams.isEmpty();
  }

  int size() {
    return streams.size();
  }

  long unread() {
    return unread;
  }

  /** Whether an id is one that we give, and not the peer. */
  boolean isOurs(long id) {
    return (id & 1) == (nextId & 1);
  }

  /**
   * Whether a stream with this id may have been open. Peers that open streams on several threads do
   * not always do it in the order of their ids.
   */
  boolean wasOpen(long id) {
    return isOurs(id) ? id < nextId : id <= highestThere;
  }

  /** Why no stream can be opened by us, or null where one can. */
  @Nullable OpenRefusal refusal() {
    if (nextId > FrameHeader.MAX_UINT32) {
      return OpenRefusal.IDS_EXHAUSTED;
    }
    if (outbound >= limits.outboundStreams()) {
      return OpenRefusal.TOO_MANY_STREAMS;
    }
    return unacknowledgedOutbound >= limits.unacknowledgedOutbound()
        ? OpenRefusal.TOO_MANY_UNACKNOWLEDGED
        : null;
  }

  YamuxStream open(long now) {
    YamuxStream stream = new YamuxStream(nextId, false, now);
    nextId += 2;
    outbound++;
    unacknowledgedOutbound++;
    streams.put(stream.id, stream);
    return stream;
  }

  /** Notes that the peer has used an id. */
  void seen(long id) {
    highestThere = Math.max(highestThere, id);
  }

  /** Whether there is room for one more stream of the peer. */
  boolean hasRoom() {
    return streams.size() - outbound < limits.inboundStreams()
        && unacknowledgedInbound < limits.unacknowledgedInbound();
  }

  YamuxStream admit(long id, long now) {
    YamuxStream stream = new YamuxStream(id, true, now);
    unacknowledgedInbound++;
    streams.put(id, stream);
    return stream;
  }

  /** Notes that the side that did not open a stream takes it; tells whether that is news. */
  boolean acknowledge(YamuxStream stream) {
    if (stream.acknowledged) {
      return false;
    }
    stream.acknowledged = true;
    if (stream.inbound) {
      unacknowledgedInbound--;
    } else {
      unacknowledgedOutbound--;
    }
    return true;
  }

  /** Lets go of a stream and of all that it held. */
  void remove(YamuxStream stream) {
    acknowledge(stream);
    stream.gone = true;
    streams.remove(stream.id);
    if (!stream.inbound) {
      outbound--;
    }
    unread -= stream.unread;
    growth -= stream.growth();
  }

  void clear() {
    streams.values().forEach(stream -> stream.gone = true);
    streams.clear();
    unread = 0;
  }

  /** Whether more waits for its readers than may. */
  boolean isOverfull() {
    return unread > limits.unreadBytes();
  }

  void received(YamuxStream stream, long bytes) {
    stream.credit -= bytes;
    stream.unread += bytes;
    unread += bytes;
  }

  void consumed(YamuxStream stream, long bytes) {
    stream.unread -= bytes;
    unread -= bytes;
  }

  /** Refills a stream's window, and lets it grow where there is room for that. */
  long refill(YamuxStream stream, @Nullable Long roundTrip, long now) {
    long before = stream.growth();
    long room = Math.max(0, limits.unreadBytes() / 2 - growth);
    long delta =
        stream.refill(roundTrip, Math.min(limits.windowBytes(), stream.window + room), now);
    growth += stream.growth() - before;
    return delta;
  }

  /** A stream went while the peer had leave to send this much more. */
  void expectLate(long bytes) {
    lateBytes += bytes;
  }

  /** Whether bytes on a stream that is gone can have been sent before the peer knew. */
  boolean takeLate(long bytes) {
    if (bytes > lateBytes) {
      return false;
    }
    lateBytes -= bytes;
    return true;
  }
}
