package io.vivim.node.ledger;

import io.vivim.eventlog.Grants;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventFacts;
import io.vivim.events.Rejection;
import io.vivim.events.RejectionReason;
import io.vivim.statemachine.Authority;
import io.vivim.statemachine.Rule;
import io.vivim.statemachine.State;
import io.vivim.statemachine.StateMachine;
import java.util.List;
import java.util.Optional;

/** The rules of authority as the log asks for them. */
record LogGrants(Authority authority, StateMachine machine, State state) implements Grants {
  @Override
  public Optional<Rejection> check(
      DecodedEvent event,
      List<EventFacts> heads,
      Optional<EventFacts> first,
      List<EventFacts> grants) {
    return authority.judge(event, heads, first, grants).broken().map(LogGrants::rejection);
  }

  private static Rejection rejection(Rule rule) {
    return rule == Rule.DEVICE
        ? new Rejection(RejectionReason.NOT_A_DEVICE)
        : new Rejection(RejectionReason.NOT_ALLOWED, rule.code());
  }

  @Override
  public boolean mayErase(EventFacts erase, EventFacts target, Optional<EventFacts> first) {
    return Grants.structural().mayErase(erase, target, first) && !isVoid(erase);
  }

  /** One that was not folded yet erases nothing until it is: whether it is void is not known. */
  private boolean isVoid(EventFacts erase) {
    return machine
        .isVoidErasure(erase.id())
        .or(() -> state.verdict(erase).map(verdict -> verdict.ground().isVoid()))
        .orElse(true);
  }
}
