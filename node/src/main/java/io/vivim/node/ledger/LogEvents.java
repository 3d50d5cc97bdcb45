package io.vivim.node.ledger;

import io.vivim.did.DidKey;
import io.vivim.eventlog.AppendedEvent;
import io.vivim.eventlog.LogReader;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventId;
import io.vivim.events.LogScope;
import io.vivim.statemachine.EventSource;
import java.util.List;
import java.util.Optional;

/** The log as the state machine reads it. */
record LogEvents(LogReader log) implements EventSource {
  @Override
  public Optional<DecodedEvent> find(EventId event) {
    return log.find(event).map(AppendedEvent::event);
  }

  @Override
  public List<EventId> at(DidKey signer, LogScope scope, long seq) {
    return log.placed(signer, scope, seq);
  }
}
