package io.vivim.node.ledger;

import io.vivim.eventlog.AppendedEvent;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventId;
import io.vivim.events.Payload;
import io.vivim.statemachine.Explanation;
import io.vivim.statemachine.Ground;
import io.vivim.statemachine.model.Body;
import io.vivim.statemachine.model.Fault;
import io.vivim.statemachine.model.Kind;
import io.vivim.statemachine.model.Model;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What exactly is wrong with the bodies of events that do not count because of that. */
public final class BodyFaults {
  private static final Set<Ground> OF_BODIES =
      EnumSet.of(Ground.FIELD, Ground.MERGE, Ground.SCHEMA);

  private BodyFaults() {}

  /** The faults of an entity's events, a clause each. */
  public static Map<EventId, String> of(Ledger ledger, Explanation told) {
    Map<EventId, String> faults = new HashMap<>();
    for (Explanation.Uncounted event : told.without()) {
      if (OF_BODIES.contains(event.verdict().ground())) {
        EventId id = event.source().event();
        ledger
            .log()
            .find(id)
            .map(AppendedEvent::event)
            .flatMap(each -> fault(ledger, told, each))
            .ifPresent(fault -> faults.put(id, fault.detail()));
      }
    }
    return faults;
  }

  private static Optional<Fault> fault(Ledger ledger, Explanation told, DecodedEvent event) {
    if (!(event.payload().orElse(new Payload.Malformed()) instanceof Payload.Plain plain)) {
      return Optional.empty();
    }
    Model model = ledger.state().model(Kind.of(event.header().type()), told.entity().model());
    boolean isFirst = event.header().prevVersion().isEmpty();
    return Body.read(plain.body())
        .flatMap(body -> model.check(event.header().type(), body, isFirst));
  }
}
