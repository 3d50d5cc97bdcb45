package io.vivim.eventlog;

import io.vivim.codec.Bytes;
import io.vivim.did.DidKey;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventFacts;
import io.vivim.events.EventHeader;
import io.vivim.events.EventId;
import io.vivim.events.LogScope;
import io.vivim.store.Batch;
import io.vivim.store.KeyRange;
import io.vivim.store.Scan;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The logs of the signers, one in each scope, as chains of prev. Nothing is refused here: a second
 * event in one place and a link to the wrong event become {@link Evidence}, and a link to an event
 * that is not here is a gap. The writer's.
 */
final class Chains {
  private static final int MAX_TIPS = 16_384;

  private final EventTable table;
  private final Facts facts;
  private final RecentMap<Log, Tip> tips = new RecentMap<>(MAX_TIPS);

  /** Places taken in the round that is not committed yet. */
  private final Map<Bytes, EventId> takenInRound = new HashMap<>();

  /** Gaps opened in the round that is not committed yet, by the missing event. */
  private final Map<EventId, Set<EventId>> gapsInRound = new HashMap<>();

  /** Whether any gap was ever seen, so that most logs never look for one. */
  private boolean mayHaveGaps;

  private record Log(DidKey signer, LogScope scope) {}

  /** The event with the highest seq; for a log without events seq is 0. */
  private record Tip(Bytes chain, long seq, @Nullable EventId id) {}

  Chains(EventTable table, Facts facts) {
    this.table = table;
    this.facts = facts;
    try (Scan gaps = table.store().scan(LogKeys.table(LogKeys.GAP))) {
      mayHaveGaps = gaps.next();
    }
  }

  /** Puts an event in its place, and gives what that showed. */
  List<Evidence> append(DecodedEvent event, LogScope scope, long position, Batch batch) {
    EventHeader header = event.header();
    Log log = new Log(header.signer(), scope);
    Tip tip = tips.get(log);
    if (tip == null) {
      tip = load(log);
      tips.put(log, tip);
    }
    List<Evidence> found = new ArrayList<>();
    Bytes key = LogKeys.chain(tip.chain(), header.seq());
    EventId rival = header.seq() <= tip.seq() ? at(key) : null;
    if (rival == null) {
      batch.put(key, LogKeys.ofLong(position));
      takenInRound.put(key, event.id());
    } else {
      found.add(new Evidence(Evidence.Kind.FORK, tip.chain(), header.seq(), event.id(), rival));
    }
    EventId prev = header.prev();
    if (prev != null && !(tip.seq() == header.seq() - 1 && prev.equals(tip.id()))) {
      checkLink(event, prev, tip.chain(), batch).ifPresent(found::add);
    }
    if (header.seq() > tip.seq()) {
      tips.put(log, new Tip(tip.chain(), header.seq(), event.id()));
    }
    if (mayHaveGaps) {
      closeGap(event, batch, found);
    }
    found.forEach(evidence -> batch.put(evidence.key(), evidence.value()));
    return found;
  }

  private Tip load(Log log) {
    Bytes chain = LogKeys.chainOf(log.signer(), log.scope());
    try (Scan scan = table.store().scan(LogKeys.chain(chain))) {
      if (!scan.next()) {
        return new Tip(chain, 0, null);
      }
      long seq = ~LogKeys.lastLong(scan.key());
      return new Tip(chain, seq, idAt(LogKeys.lastLong(scan.value())));
    }
  }

  private @Nullable EventId at(Bytes key) {
    EventId taken = takenInRound.get(key);
    if (taken != null) {
      return taken;
    }
    Optional<Bytes> position = table.store().get(key);
    return position.isPresent() ? idAt(LogKeys.lastLong(position.get())) : null;
  }

  private EventId idAt(long position) {
    return table.at(position).map(AppendedEvent::id).orElseThrow();
  }

  /** Checks the link to an event that is not the tip, or notes that it is not here. */
  private Optional<Evidence> checkLink(DecodedEvent event, EventId prev, Bytes chain, Batch batch) {
    EventFacts before = facts.find(prev);
    if (before != null) {
      return brokenLink(EventFacts.of(event), before, chain);
    }
    mayHaveGaps = true;
    gapsInRound.computeIfAbsent(prev, missing -> new LinkedHashSet<>()).add(event.id());
    batch.put(LogKeys.gap(prev), Bytes.EMPTY).put(LogKeys.gap(prev, event.id()), Bytes.EMPTY);
    return Optional.empty();
  }

  private Set<EventId> followersOf(EventId missing) {
    Set<EventId> followers = new LinkedHashSet<>(gapsInRound.getOrDefault(missing, Set.of()));
    Bytes gap = LogKeys.gap(missing);
    if (table.store().get(gap).isPresent()) {
      try (Scan scan = table.store().scan(KeyRange.startingWith(gap))) {
        while (scan.next()) {
          if (scan.key().size() > gap.size()) {
            followers.add(new EventId(scan.key().from(gap.size())));
          }
        }
      }
    }
    return followers;
  }

  private void closeGap(DecodedEvent event, Batch batch, List<Evidence> found) {
    Set<EventId> followers = followersOf(event.id());
    if (followers.isEmpty()) {
      return;
    }
    batch.delete(LogKeys.gap(event.id()));
    EventFacts before = EventFacts.of(event);
    for (EventId id : followers) {
      batch.delete(LogKeys.gap(event.id(), id));
      EventFacts follower = facts.find(id);
      if (follower != null) {
        Bytes chain = LogKeys.chainOf(follower.signer(), follower.scope());
        brokenLink(follower, before, chain).ifPresent(found::add);
      }
    }
  }

  private static Optional<Evidence> brokenLink(EventFacts event, EventFacts prev, Bytes chain) {
    return follows(event, prev)
        ? Optional.empty()
        : Optional.of(
            new Evidence(Evidence.Kind.BROKEN_LINK, chain, event.seq(), event.id(), prev.id()));
  }

  /** Whether an event stands right behind another in one signer's log. */
  static boolean follows(EventFacts event, EventFacts prev) {
    return prev.signer().equals(event.signer())
        && prev.scope().equals(event.scope())
        && prev.seq() == event.seq() - 1;
  }

  /** What the round took is in the store now. */
  void committed() {
    takenInRound.clear();
    gapsInRound.clear();
  }
}
