package io.vivim.libp2p.kad.store;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.peer.PeerId;
import java.time.Instant;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Keeps records as long as the process lives. */
public final class MemoryRecords implements Records {
  private final StoreLimits limits;
  private final Quotas quotas;

  /** The one that was put longest ago first. */
  private final Map<Bytes, Held> records = new LinkedHashMap<>();

  private long bytes;

  /** A record, and whose quota it counts in. */
  private record Held(Kept kept, PeerId by) {}

  public MemoryRecords(StoreLimits limits) {
    this.limits = limits;
    this.quotas = new Quotas(limits.recordsOfPeer());
  }

  private boolean isOver(Held held, Instant now) {
    return !now.isBefore(held.kept.received().plus(limits.recordLife()));
  }

  @Override
  public Optional<Kept> find(Bytes key, Instant now) {
    return Optional.ofNullable(records.get(key)).filter(held -> !isOver(held, now)).map(Held::kept);
  }

  @Override
  public boolean put(Bytes key, Bytes value, PeerId by, Instant now) {
    int size = key.size() + value.size();
    Held before = records.get(key);
    boolean isTheirs = before != null && before.by.equals(by);
    if (size > limits.recordBytes() || (!isTheirs && quotas.isUsedUp(by))) {
      return false;
    }
    forget(key);
    records.put(key, new Held(new Kept(value, now), by));
    quotas.take(by);
    bytes += size;
    while (records.size() > limits.records() || bytes > limits.recordBytes()) {
      forget(records.keySet().iterator().next());
    }
    return true;
  }

  private void forget(Bytes key) {
    Held gone = records.remove(key);
    if (gone != null) {
      quotas.give(gone.by);
      bytes -= key.size() + gone.kept.value().size();
    }
  }

  @Override
  public void expire(Instant now) {
    for (Iterator<Map.Entry<Bytes, Held>> each = records.entrySet().iterator(); each.hasNext(); ) {
      Map.Entry<Bytes, Held> oldest = each.next();
      if (!isOver(oldest.getValue(), now)) {
        return;
      }
      each.remove();
      quotas.give(oldest.getValue().by);
      bytes -= oldest.getKey().size() + oldest.getValue().kept.value().size();
    }
  }

  @Override
  public int size() {
    return records.size();
  }
}
