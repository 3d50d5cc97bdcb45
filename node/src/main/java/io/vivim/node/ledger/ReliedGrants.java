package io.vivim.node.ledger;

import io.vivim.did.SignatureVerifier;
import io.vivim.eventlog.AppendedEvent;
import io.vivim.eventlog.EventLog;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventFacts;
import io.vivim.events.EventId;
import io.vivim.statemachine.Authority;
import io.vivim.statemachine.EntityName;
import io.vivim.statemachine.Ground;
import io.vivim.statemachine.Reader;
import io.vivim.statemachine.State;
import java.util.Optional;

/**
 * The grants that an event about to be written would rely on. The log takes it whatever became of
 * them, and it would count for nothing where one was taken back: what comes after that is not among
 * what a removal accepts.
 */
final class ReliedGrants {
  private final EventLog log;
  private final State state;
  private final Authority authority = new Authority(SignatureVerifier.create());

  ReliedGrants(EventLog log, State state) {
    this.log = log;
    this.state = state;
  }

  /** Refuses an event that relies on a grant that was taken back, by what is here. */
  void require(DecodedEvent event, WritePlan plan) throws RefusedWriteException {
    if (plan.auth().isEmpty()) {
      return;
    }
    Optional<EventFacts> first =
        plan.entity()
            .flatMap(log::find)
            .map(AppendedEvent::event)
            .map(EventFacts::of)
            .filter(found -> found.entity().equals(event.entity()));
    for (EventId each : authority.judge(event, plan.heads(), first, plan.auth()).reliesOn()) {
      for (EventFacts grant : plan.auth()) {
        boolean isInForce =
            !grant.id().equals(each)
                || state
                    .grants(Reader.NODE, new EntityName(grant.entity(), grant.scope()))
                    .getOrDefault(grant.id(), true);
        if (!isInForce) {
          throw new RefusedWriteException(
              Ground.REMOVED.code(), "it relies on " + each + ", which was taken back");
        }
      }
    }
  }
}
