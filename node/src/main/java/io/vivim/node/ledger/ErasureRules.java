package io.vivim.node.ledger;

import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.did.DidKey;
import io.vivim.eventlog.AppendedEvent;
import io.vivim.eventlog.EventLog;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventFacts;
import io.vivim.events.EventId;
import io.vivim.events.LogScope;
import io.vivim.events.Payload;
import io.vivim.events.Scope;
import io.vivim.statemachine.Ground;
import io.vivim.statemachine.State;
import java.util.Optional;

/**
 * Who may erase what, by what is here. The log takes every {@code system:erase}, and the state
 * judges what it erases; whoever is about to write one, or has submitted one, is told at once.
 */
public final class ErasureRules {
  private final EventLog log;
  private final State state;

  public ErasureRules(EventLog log, State state) {
    this.log = log;
    this.state = state;
  }

  /** Whether an author may erase an event: their own, or one of an entity of theirs. */
  public boolean mayErase(DidKey author, DecodedEvent target) {
    if (target.header().type().isControl()) {
      return false;
    }
    return target.header().author().equals(author) || owns(author, target);
  }

  /** Of an event without heads the first one of its entity is no cause, and says nothing of it. */
  private boolean owns(DidKey author, DecodedEvent target) {
    return !target.header().prevVersion().isEmpty()
        && log.find(target.entity())
            .map(AppendedEvent::event)
            .filter(first -> first.entity().equals(first.id()))
            .filter(first -> first.logScope().equals(target.logScope()))
            .map(first -> first.header().author().equals(author))
            .orElse(false);
  }

  /** The event that an erase event is about, where that is here. */
  public Optional<DecodedEvent> targetOf(DecodedEvent erase) {
    return erase.payload().orElse(new Payload.Malformed()) instanceof Payload.Plain plain
        ? targetOf(plain.body())
        : Optional.empty();
  }

  private Optional<DecodedEvent> targetOf(IpldMap body) {
    return body.get("set").orElse(Ipld.NULL) instanceof IpldMap set
            && set.get("target").orElse(Ipld.NULL) instanceof Ipld.Link link
        ? EventId.of(link.value()).flatMap(log::find).map(AppendedEvent::event)
        : Optional.empty();
  }

  /** Whether an erase event that is in the log takes its target's payload away. */
  public boolean erases(DecodedEvent erase, DecodedEvent target) {
    boolean isVoid =
        state.verdict(EventFacts.of(erase)).map(verdict -> verdict.ground().isVoid()).orElse(false);
    return !isVoid
        && erase.logScope().equals(target.logScope())
        && mayErase(erase.header().author(), target);
  }

  /** Refuses an erase event that would erase nothing; one about an event that may come is good. */
  void require(IpldMap body, Scope scope, DidKey author) throws RefusedWriteException {
    Optional<DecodedEvent> target = targetOf(body);
    if (target.isPresent()) {
      Optional<LogScope> where = scope.sharedLog(author);
      if (!where.equals(Optional.of(target.get().logScope()))) {
        throw refused("the event lies in " + target.get().logScope());
      }
      if (target.get().header().type().isControl()) {
        throw refused("others' rights hang on the event, so it is never erased");
      }
      if (!mayErase(author, target.get())) {
        throw refused("only the event's author or the owner of its entity may erase it");
      }
    }
  }

  private static RefusedWriteException refused(String detail) {
    return new RefusedWriteException(Ground.OWNER.code(), detail);
  }
}
