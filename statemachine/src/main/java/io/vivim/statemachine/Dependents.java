package io.vivim.statemachine;

import io.vivim.codec.Bytes;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventHeader;
import io.vivim.events.EventId;
import io.vivim.events.EventType;
import io.vivim.store.KeyRange;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Who relies on a grant, by the places of their logs. The writer's.
 *
 * <pre>
 *   02 10 | grant 32 | 0 grants, 1 all others | chain 16 | seq 8 | event 32
 * </pre>
 */
final class Dependents {
  private static final Bytes GRANTS = Bytes.owning(new byte[] {0});
  private static final Bytes OTHERS = Bytes.owning(new byte[] {1});
  private static final int PREFIX_BYTES = StateKeys.TABLE_BYTES + EventId.DIGEST_BYTES + 1;
  private static final long BEHIND_ALL = -1;
  private static final int SEQ_AT = PREFIX_BYTES + StateKeys.HASH_BYTES;

  private final Rows rows;

  Dependents(Rows rows) {
    this.rows = rows;
  }

  /** Takes note that an event relies on a grant. */
  void add(EventId grant, DecodedEvent event) {
    EventHeader header = event.header();
    Bytes kind = mayBeReliedOn(header.type()) ? GRANTS : OTHERS;
    Bytes chain = StateKeys.chain(header.signer(), event.logScope());
    Bytes seq = StateKeys.number(header.seq());
    rows.put(Bytes.concat(prefix(grant, kind), chain, seq, event.id().digest()), Bytes.EMPTY);
  }

  /** Grants, and the first event of a circle, which its owner cites. */
  private static boolean mayBeReliedOn(EventType type) {
    return RemovalRules.isGrant(type) || type.equals(EventType.CIRCLE_CREATE);
  }

  private static Bytes prefix(EventId grant, Bytes kind) {
    return StateKeys.key(StateKeys.RELIES, grant.digest(), kind);
  }

  /**
   * The events in some parts of logs that rely on a grant, or on a grant that relies on it, and so
   * on; of those in the store. Others are passed over by their keys, and parts of logs in one step.
   */
  Set<EventId> of(EventId grant, Stretches where) {
    Set<EventId> found = new LinkedHashSet<>();
    if (where.isEmpty()) {
      return found;
    }
    Set<EventId> grants = new HashSet<>(List.of(grant));
    Deque<EventId> open = new ArrayDeque<>(grants);
    for (EventId at = open.poll(); at != null; at = open.poll()) {
      rows.skim(
          KeyRange.startingWith(prefix(at, GRANTS)),
          key -> {
            EventId id = StateKeys.lastId(key);
            if (grants.add(id)) {
              open.add(id);
            }
            if (where.contains(chainOf(key), seqOf(key))) {
              found.add(id);
            }
            return Optional.empty();
          });
      rows.skim(KeyRange.startingWith(prefix(at, OTHERS)), key -> takeOrPass(key, where, found));
    }
    return found;
  }

  /** Takes an event, or tells where behind it the next one may be. */
  private static Optional<Bytes> takeOrPass(Bytes key, Stretches where, Set<EventId> found) {
    long seq = seqOf(key);
    long next = where.firstFrom(chainOf(key), seq);
    if (next == seq) {
      found.add(StateKeys.lastId(key));
      return Optional.empty();
    }
    long on = next > seq ? next : BEHIND_ALL;
    return Optional.of(Bytes.concat(key.slice(0, SEQ_AT), StateKeys.number(on)));
  }

  private static Bytes chainOf(Bytes key) {
    return key.slice(PREFIX_BYTES, SEQ_AT);
  }

  private static long seqOf(Bytes key) {
    return key.longAt(SEQ_AT);
  }
}
