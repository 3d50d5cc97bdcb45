package io.vivim.statemachine;

import io.vivim.did.DidKey;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventId;
import io.vivim.events.LogScope;
import java.util.List;
import java.util.Optional;

/** The log that the state is made from, as far as it is in the store. */
public interface EventSource {
  /** The event of an id, without its payload where that is gone. */
  Optional<DecodedEvent> find(EventId event);

  /**
   * The events that have this place in a signer's log of a scope; several where the signer forked.
   */
  List<EventId> at(DidKey signer, LogScope scope, long seq);
}
