package io.vivim.eventlog;

import io.vivim.codec.Bytes;
import io.vivim.did.DidKey;
import io.vivim.events.EventDecoder;
import io.vivim.events.EventId;
import io.vivim.events.LogScope;
import io.vivim.store.KeyRange;
import io.vivim.store.Scan;
import io.vivim.store.StoreView;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * A log as it lies in a store, for whoever reads it without the log being open, or from within its
 * commits.
 */
public final class LogReader {
  private final StoreView store;
  private final EventTable table;

  public LogReader(StoreView store) {
    this.store = store;
    this.table = new EventTable(store, new EventDecoder());
  }

  /** The last position. */
  public long head() {
    return table.number("head");
  }

  /** The position up to which payloads were forgotten with age; 0 where none were. */
  public long forgottenTo() {
    return table.number("floor");
  }

  public Optional<AppendedEvent> find(EventId event) {
    return table.find(event);
  }

  /** The events from one position to another, both included, as far as they are there. */
  public List<AppendedEvent> between(long first, long last) {
    List<AppendedEvent> events = new ArrayList<>();
    KeyRange range = KeyRange.of(LogKeys.event(first), LogKeys.event(last + 1));
    try (Scan scan = store.scan(range)) {
      while (scan.next()) {
        events.add(table.read(scan.key(), scan.value()));
      }
    }
    return events;
  }

  /** The events that have a place in a signer's log of a scope; several where the signer forked. */
  public List<EventId> placed(DidKey signer, LogScope scope, long seq) {
    Bytes chain = LogKeys.chainOf(signer, scope);
    Optional<Bytes> position = store.get(LogKeys.chain(chain, seq));
    if (position.isEmpty()) {
      return List.of();
    }
    List<EventId> there = new ArrayList<>();
    table.at(LogKeys.lastLong(position.get())).map(AppendedEvent::id).ifPresent(there::add);
    there.addAll(forks(KeyRange.startingWith(LogKeys.evidence(chain, seq))));
    return there;
  }

  /** The events that took a place which another one had. */
  public Set<EventId> forks() {
    return forks(LogKeys.table(LogKeys.EVIDENCE));
  }

  private Set<EventId> forks(KeyRange range) {
    Set<EventId> forks = new HashSet<>();
    try (Scan scan = store.scan(range)) {
      while (scan.next()) {
        Evidence evidence = Evidence.decode(scan.key(), scan.value());
        if (evidence.kind() == Evidence.Kind.FORK) {
          forks.add(evidence.event());
        }
      }
    }
    return forks;
  }
}
