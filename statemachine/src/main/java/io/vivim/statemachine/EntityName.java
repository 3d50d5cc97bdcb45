package io.vivim.statemachine;

import io.vivim.codec.Bytes;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventFacts;
import io.vivim.events.EventId;
import io.vivim.events.LogScope;

/**
 * An entity, as the state knows it. An id alone does not do: anybody can write events of a scope of
 * their own about any id.
 */
record EntityName(EventId id, LogScope scope) {
  /** What a name comes to in a key: the id, and what stands for the scope. */
  static final int KEY_BYTES = EventId.DIGEST_BYTES + StateKeys.HASH_BYTES;

  private static final Bytes PUBLIC = StateKeys.hash(LogScope.PUBLIC.text());

  static EntityName of(DecodedEvent event) {
    return new EntityName(event.entity(), event.logScope());
  }

  static EntityName of(EventFacts event) {
    return new EntityName(event.entity(), event.scope());
  }

  Bytes key() {
    return Bytes.concat(id.digest(), scopeHash());
  }

  Bytes scopeHash() {
    return scope.isPublic() ? PUBLIC : StateKeys.hash(scope.text());
  }
}
