package io.vivim.eventlog;

import io.vivim.codec.Bytes;
import io.vivim.did.DidKey;
import io.vivim.events.EventType;
import io.vivim.store.Batch;
import io.vivim.store.StoreView;
import java.util.HashMap;
import java.util.Map;

/** How many events and removals of each signer are in the log. The writer's. */
final class SignerCounts {
  private static final int MAX_RECENT = 16_384;

  private final StoreView store;
  private final RecentMap<DidKey, Count> recent = new RecentMap<>(MAX_RECENT);
  private final Map<DidKey, Count> changed = new HashMap<>();

  record Count(long events, long removals) {
    Count plus(long moreEvents, long moreRemovals) {
      return new Count(events + moreEvents, removals + moreRemovals);
    }

    Count and(EventType type) {
      return OpenAdmission.isRemoval(type)
          ? new Count(events, removals + 1)
          : new Count(events + 1, removals);
    }
  }

  SignerCounts(StoreView store) {
    this.store = store;
  }

  Count of(DidKey signer) {
    Count known = changed.getOrDefault(signer, recent.get(signer));
    if (known == null) {
      known = store.get(LogKeys.signer(signer)).map(SignerCounts::decode).orElse(new Count(0, 0));
      recent.put(signer, known);
    }
    return known;
  }

  private static Count decode(Bytes value) {
    return new Count(value.longAt(0), value.longAt(Long.BYTES));
  }

  void add(DidKey signer, EventType type) {
    changed.put(signer, of(signer).and(type));
  }

  /** Writes what changed in the round. */
  void finish(Batch batch) {
    changed.forEach(
        (signer, count) -> {
          batch.put(
              LogKeys.signer(signer),
              Bytes.concat(LogKeys.ofLong(count.events()), LogKeys.ofLong(count.removals())));
          recent.put(signer, count);
        });
    changed.clear();
  }
}
