package io.vivim.eventlog;

import io.vivim.events.DecodedEvent;
import io.vivim.events.EventFacts;
import io.vivim.events.EventHeader;
import io.vivim.events.EventType;
import io.vivim.events.Rejection;
import io.vivim.events.RejectionReason;
import java.util.List;
import java.util.Optional;

/**
 * The rules of ownership that headers alone can show: a signer that is not the author cites a grant
 * of a device by that author's root key, and whoever does not own an entity cites something.
 */
final class StructuralGrants implements Grants {
  @Override
  public Optional<Rejection> check(
      DecodedEvent event,
      List<EventFacts> heads,
      Optional<EventFacts> first,
      List<EventFacts> grants) {
    EventHeader header = event.header();
    if (!header.signer().equals(header.author())
        && grants.stream().noneMatch(grant -> isDeviceGrant(grant, header))) {
      return Optional.of(new Rejection(RejectionReason.NOT_A_DEVICE));
    }
    boolean owns = first.map(creator -> creator.author().equals(header.author())).orElse(true);
    return owns || !grants.isEmpty()
        ? Optional.empty()
        : Optional.of(new Rejection(RejectionReason.NOT_ALLOWED));
  }

  private static boolean isDeviceGrant(EventFacts grant, EventHeader header) {
    return grant.type().equals(EventType.ADD_DEVICE)
        && grant.author().equals(header.author())
        && grant.signer().equals(grant.author());
  }

  @Override
  public boolean mayErase(EventFacts erase, EventFacts target, Optional<EventFacts> first) {
    return erase.scope().equals(target.scope())
        && !target.type().isControl()
        && (erase.author().equals(target.author())
            || first.map(creator -> creator.author().equals(erase.author())).orElse(false));
  }
}
