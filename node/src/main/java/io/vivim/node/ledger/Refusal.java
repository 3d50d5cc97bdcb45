package io.vivim.node.ledger;

import java.util.Locale;

/** Why a write is refused before there is an event: what neither the state nor the log tells. */
public enum Refusal {
  /** There is no such entity here. */
  NO_ENTITY,
  /** The kind has no such verb. */
  VERB,
  /** The entity lies in a scope that is another's own. */
  NOT_YOURS,
  /** An event that is cited or said to be seen is not here, or not of the entity. */
  UNKNOWN_EVENT,
  /** What holds between two goes where its writer says, and this one says nothing. */
  SCOPE_NEEDED,
  /** A private key hides the entity's key, and this signer does not have it. */
  NO_SECRET,
  /** More grants would have to be cited than an event may cite. */
  TOO_MANY_GRANTS,
  /** What was seen runs ahead of this machine's clock. */
  CLOCK,
  /** A removal names a grant that it would not take back, or none. */
  NOTHING_REMOVED,
  /** Nobody disagrees about the field that is to be resolved. */
  NO_CONFLICT,
  /** The event would break a rule of events. */
  EVENT,
  /** The log did not take the event. */
  NOT_TAKEN;

  /** The stable code, such as {@code no-entity}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  RefusedWriteException because(String detail) {
    return new RefusedWriteException(code(), detail);
  }
}
