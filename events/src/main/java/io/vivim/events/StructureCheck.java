package io.vivim.events;

import java.util.HashSet;
import java.util.List;

/** The rules between the fields of one header. */
final class StructureCheck {
  private StructureCheck() {}

  static void check(EventHeader header) throws RejectedException {
    requireDistinct(header.prevVersion(), "prevVersion");
    requireDistinct(header.auth(), "auth");
    if (header.vectorClock().seqOf(header.signer().toString()).orElse(0) != header.seq()) {
      throw new RejectedException(RejectionReason.CLOCK_OWN_ENTRY);
    }
    if ((header.seq() == 1) != (header.prev() == null)) {
      throw new RejectedException(RejectionReason.CHAIN_START);
    }
    boolean createsCircle = header.type().equals(EventType.CIRCLE_CREATE);
    boolean newCircle = header.scope().equals(Scope.CIRCLE_NEW);
    if (createsCircle != newCircle || (newCircle && header.seq() != 1)) {
      throw new RejectedException(RejectionReason.CIRCLE_NEW);
    }
    checkEntity(header);
    if (header.prevVersion().isEmpty() != (header.version() == 1)) {
      throw new RejectedException(RejectionReason.VERSION);
    }
    if (header.prevVersion().isEmpty() && header.vectorClock().size() != 1) {
      throw new RejectedException(RejectionReason.VECTOR_CLOCK);
    }
  }

  private static void checkEntity(EventHeader header) throws RejectedException {
    boolean first = header.prevVersion().isEmpty();
    boolean named = header.entityId() != null;
    EventType.Subject subject = header.type().subject();
    boolean creates = subject == EventType.Subject.CREATES;
    if ((creates && (named || !first)) || (!named && !first)) {
      throw new RejectedException(RejectionReason.ENTITY_ON_CREATE);
    }
    boolean needsName = subject == EventType.Subject.UPDATES || subject == EventType.Subject.KEYED;
    if (needsName && !named) {
      throw new RejectedException(RejectionReason.ENTITY_MISSING);
    }
    if (subject == EventType.Subject.UPDATES && first) {
      throw new RejectedException(RejectionReason.PREV_VERSION_MISSING);
    }
  }

  private static void requireDistinct(List<EventId> links, String field) throws RejectedException {
    if (links.size() > 1 && new HashSet<>(links).size() != links.size()) {
      throw new RejectedException(RejectionReason.REPEATED_LINK, field);
    }
  }
}
