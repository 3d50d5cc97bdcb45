package io.vivim.eventlog;

import io.vivim.events.DecodedEvent;
import io.vivim.events.EventType;
import io.vivim.events.VerifiedEvent;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Takes everyone's events within {@link Quotas}; what this node's own users bring is not rated. */
final class OpenAdmission implements Admission {
  /** Types that take rights away: they have a quota of their own, so that it is never used up. */
  private static final Set<EventType> REMOVALS =
      Set.of(
          EventType.named("circle:remove_member"),
          EventType.named("circle:set_role"),
          EventType.named("identity:revoke_device"),
          EventType.named("capability:revoke"));

  /** Peers whose rate is remembered; the one that was quiet longest is forgotten first. */
  private static final int MAX_PEERS = 4096;

  private static final long MILLIS_PER_SECOND = 1000;

  private final Quotas quotas;

  /** What each peer has left; guarded by this. */
  private final Map<Source, Allowance> peers =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Source, Allowance> eldest) {
          return size() > MAX_PEERS;
        }
      };

  OpenAdmission(Quotas quotas) {
    this.quotas = quotas;
  }

  static boolean isRemoval(EventType type) {
    return REMOVALS.contains(type);
  }

  /** What a peer had left at a time, in thousandths of an event. */
  private record Allowance(long atMillis, long milliEvents) {}

  @Override
  public Optional<Decline> beforeVerification(DecodedEvent event, Source source, long nowMillis) {
    return source.equals(Source.LOCAL) || takeOne(source, nowMillis)
        ? Optional.empty()
        : Optional.of(Decline.PEER_QUOTA);
  }

  private synchronized boolean takeOne(Source source, long nowMillis) {
    long full = Math.multiplyExact(quotas.peerBurstEvents(), MILLIS_PER_SECOND);
    Allowance last = peers.getOrDefault(source, new Allowance(nowMillis, full));
    long passed = Math.min(Math.max(0, nowMillis - last.atMillis()), full);
    long left = Math.min(full, last.milliEvents() + passed * quotas.peerEventsPerSecond());
    boolean enough = left >= MILLIS_PER_SECOND;
    peers.put(source, new Allowance(nowMillis, enough ? left - MILLIS_PER_SECOND : left));
    return enough;
  }

  @Override
  public Optional<Decline> beforeAppend(VerifiedEvent event, Source source, Usage usage) {
    if (usage.logBytes() >= quotas.maxLogBytes()) {
      return Optional.of(Decline.DISK_QUOTA);
    }
    if (isRemoval(event.header().type())) {
      return usage.signerRemovals() >= quotas.removalsPerSigner()
          ? Optional.of(Decline.REMOVAL_QUOTA)
          : Optional.empty();
    }
    return usage.signerEvents() >= quotas.eventsPerSigner()
        ? Optional.of(Decline.SIGNER_QUOTA)
        : Optional.empty();
  }
}
