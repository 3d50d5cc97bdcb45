package io.vivim.libp2p.gossip.router;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.gossip.rpc.GossipMessage;
import io.vivim.libp2p.peer.PeerId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The messages of the last few heartbeats, to be told of and asked for; the oldest are forgotten,
 * with age or for want of room.
 */
final class MessageCache {
  private final int windows;
  private final int gossipWindows;
  private final RouterLimits limits;

  /** In the order in which they came. */
  private final Map<Bytes, Cached> messages = new LinkedHashMap<>();

  private long bytes;
  private long heartbeat;

  /** How many sends are counted, in all messages together. */
  private int sent;

  private static final class Cached {
    final GossipMessage message;
    final long heartbeat;

    /** How often it was sent to those who asked for it. */
    Map<PeerId, Integer> sent = Map.of();

    Cached(GossipMessage message, long heartbeat) {
      this.message = message;
      this.heartbeat = heartbeat;
    }
  }

  /** What becomes of a request. */
  enum Answer {
    SENT,
    UNKNOWN,
    TOO_OFTEN
  }

  MessageCache(int windows, int gossipWindows, RouterLimits limits) {
    this.windows = windows;
    this.gossipWindows = gossipWindows;
    this.limits = limits;
  }

  void put(Bytes id, GossipMessage message) {
    if (messages.putIfAbsent(id, new Cached(message, heartbeat)) == null) {
      bytes += message.encoded().size();
      Iterator<Cached> oldest = messages.values().iterator();
      while (messages.size() > limits.cachedMessages() || bytes > limits.cachedBytes()) {
        forget(oldest.next());
        oldest.remove();
      }
    }
  }

  private void forget(Cached cached) {
    bytes -= cached.message.encoded().size();
    sent -= cached.sent.size();
  }

  @Nullable GossipMessage get(Bytes id) {
    Cached cached = messages.get(id);
    return cached == null ? null : cached.message;
  }

  /** Counts that somebody asks for a message, and answers whether it is to be sent. */
  Answer ask(Bytes id, PeerId by) {
    Cached cached = messages.get(id);
    if (cached == null) {
      return Answer.UNKNOWN;
    }
    int before = cached.sent.getOrDefault(by, 0);
    boolean isNew = before == 0;
    if (before >= limits.sendsPerRequest() || (isNew && sent >= limits.sent())) {
      return Answer.TOO_OFTEN;
    }
    if (cached.sent.isEmpty()) {
      cached.sent = new HashMap<>();
    }
    cached.sent.put(by, before + 1);
    sent += isNew ? 1 : 0;
    return Answer.SENT;
  }

  /** What peers are to be told of, by topic. */
  Map<String, List<Bytes>> recent() {
    Map<String, List<Bytes>> recent = new HashMap<>();
    messages.forEach(
        (id, cached) -> {
          if (heartbeat - cached.heartbeat < gossipWindows) {
            recent.computeIfAbsent(cached.message.topic(), topic -> new ArrayList<>()).add(id);
          }
        });
    return recent;
  }

  /** A heartbeat has passed. */
  void shift() {
    heartbeat++;
    for (Iterator<Cached> each = messages.values().iterator(); each.hasNext(); ) {
      Cached cached = each.next();
      if (heartbeat - cached.heartbeat < windows) {
        break;
      }
      forget(cached);
      each.remove();
    }
  }

  int size() {
    return messages.size();
  }

  long bytes() {
    return bytes;
  }

  int sent() {
    return sent;
  }
}
