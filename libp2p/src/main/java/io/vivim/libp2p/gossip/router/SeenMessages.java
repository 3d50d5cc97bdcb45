package io.vivim.libp2p.gossip.router;

import io.vivim.codec.Bytes;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The ids of messages that came lately; the oldest are forgotten, with age or for want of room. */
final class SeenMessages {
  private final int most;
  private final long nanos;
  private final Map<Bytes, Delivery> deliveries = new LinkedHashMap<>();

  SeenMessages(int most, long nanos) {
    this.most = most;
    this.nanos = nanos;
  }

  @Nullable Delivery get(Bytes id) {
    return deliveries.get(id);
  }

  boolean contains(Bytes id) {
    return deliveries.containsKey(id);
  }

  void put(Bytes id, Delivery delivery) {
    deliveries.put(id, delivery);
    if (deliveries.size() > most) {
      Iterator<Bytes> oldest = deliveries.keySet().iterator();
      oldest.next();
      oldest.remove();
    }
  }

  void forget(Bytes id) {
    deliveries.remove(id);
  }

  void forgetOld(long now) {
    for (Iterator<Delivery> each = deliveries.values().iterator();
        each.hasNext() && now - each.next().arrived > nanos; ) {
      each.remove();
    }
  }

  int size() {
    return deliveries.size();
  }
}
