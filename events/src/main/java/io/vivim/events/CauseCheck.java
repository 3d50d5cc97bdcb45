package io.vivim.events;

import java.util.List;
import java.util.Optional;

/** What an event must agree with once all of its causes are known: a pure function of both. */
public final class CauseCheck {
  private CauseCheck() {}

  /**
   * The first rule that the event breaks.
   *
   * @param heads the facts of its prevVersion, in that order
   * @param grants the facts of its auth, in that order
   */
  public static Optional<Rejection> check(
      DecodedEvent event, List<EventFacts> heads, List<EventFacts> grants) {
    EventHeader header = event.header();
    LogScope scope = event.logScope();
    for (EventFacts head : heads) {
      if (!head.entity().equals(event.entity())) {
        return rejection(RejectionReason.CAUSE_ENTITY, head);
      } else if (!head.scope().equals(scope)) {
        return rejection(RejectionReason.CAUSE_SCOPE, head);
      } else if (head.timestamp().compareTo(header.timestamp()) >= 0) {
        return rejection(RejectionReason.TIMESTAMP_ORDER, head);
      }
    }
    for (EventFacts grant : grants) {
      if (!mayCite(scope, grant.scope())) {
        return rejection(RejectionReason.AUTH_SCOPE, grant);
      } else if (grant.timestamp().compareTo(header.timestamp()) >= 0) {
        return rejection(RejectionReason.TIMESTAMP_ORDER, grant);
      }
    }
    long highest = heads.stream().mapToLong(EventFacts::version).max().orElse(0);
    if (header.version() != highest + 1) {
      return Optional.of(new Rejection(RejectionReason.VERSION));
    }
    List<VectorClock> clocks = heads.stream().map(EventFacts::vectorClock).toList();
    boolean implied =
        header.vectorClock().equals(VectorClock.after(clocks, header.signer(), header.seq()));
    return implied ? Optional.empty() : Optional.of(new Rejection(RejectionReason.VECTOR_CLOCK));
  }

  /** Whether an event of one scope may cite a grant of another. */
  private static boolean mayCite(LogScope own, LogScope cited) {
    return cited.isPublic() || cited.equals(own) || (cited.isCircle() && own.isOwned());
  }

  private static Optional<Rejection> rejection(RejectionReason reason, EventFacts cause) {
    return Optional.of(new Rejection(reason, cause.id().toString()));
  }
}
