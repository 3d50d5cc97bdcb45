package io.vivim.statemachine;

import io.vivim.codec.Bytes;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventFacts;
import io.vivim.events.EventId;
import io.vivim.events.LogScope;
import io.vivim.store.KeyRange;

/**
 * An entity, as the state knows it. An id alone does not do: anybody can write events of a scope of
 * their own about any id.
 */
public record EntityName(EventId id, LogScope scope) {
  /** What a name comes to in a key: the id, and what stands for the scope. */
  static final int KEY_BYTES = EventId.DIGEST_BYTES + StateKeys.HASH_BYTES;

  private static final Bytes PUBLIC = StateKeys.hash(LogScope.PUBLIC.text());

  private static final int SHORT_ID_BYTES = 16;

  /** The entity that an event belongs to. */
  public static EntityName of(DecodedEvent event) {
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

  /**
   * The name in the form of an id, for followers of the state that know of nothing longer: half of
   * the entity's id, and what stands for its scope.
   */
  public EventId shortened() {
    return new EventId(
        Bytes.concat(id.digest().slice(0, SHORT_ID_BYTES), StateKeys.hash(scope.text())));
  }

  /** Where in the table of entities one of this short name is, with others maybe. */
  static KeyRange around(EventId shortened) {
    return KeyRange.startingWith(
        StateKeys.key(StateKeys.ENTITY, shortened.digest().slice(0, SHORT_ID_BYTES)));
  }
}
