package io.vivim.statemachine;

import io.vivim.did.DidKey;
import io.vivim.events.DecodedEvent;
import io.vivim.events.LogScope;

/** What one signer writes in one log scope: a line of events, by {@code seq} and {@code prev}. */
record SignerLog(DidKey signer, LogScope scope) {
  static SignerLog of(DecodedEvent event) {
    return new SignerLog(event.header().signer(), event.logScope());
  }

  /** Where an event stands; two events have one place where the signer forked. */
  record Place(SignerLog log, long seq) {
    static Place of(DecodedEvent event) {
      return new Place(SignerLog.of(event), event.header().seq());
    }
  }
}
