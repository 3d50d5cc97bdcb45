package io.vivim.statemachine;

import io.vivim.events.DecodedEvent;
import io.vivim.events.EventFacts;
import io.vivim.events.EventHeader;
import io.vivim.events.EventId;
import io.vivim.events.EventType;
import io.vivim.statemachine.model.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What removals say for themselves, whatever else is in the log: what they name with right, and
 * which events they accept. Section 5 of docs/spec/authority.md.
 */
final class RemovalRules {
  private static final EventType REVOKE_POLICY = EventType.named("sharing:revoke");
  private static final EventType REVOKE_CAPABILITY = EventType.named("capability:revoke");

  private static final Set<EventType> REMOVALS =
      Set.of(
          Authority.REVOKE_DEVICE,
          Authority.REMOVE_MEMBER,
          Authority.SET_ROLE,
          REVOKE_POLICY,
          REVOKE_CAPABILITY);

  private static final Set<EventType> GRANTS =
      Set.of(
          EventType.ADD_DEVICE,
          Authority.ADD_MEMBER,
          Authority.SET_ROLE,
          Authority.POLICY,
          Authority.DELEGATE);

  /** Below every role in a circle. */
  private static final int NO_RANK = 0;

  /** Above every role in a circle. */
  private static final int ROOT_KEY = Integer.MAX_VALUE;

  private final Events events;
  private final Authority authority;

  RemovalRules(Events events, Authority authority) {
    this.events = events;
    this.authority = authority;
  }

  static boolean isRemoval(EventType type) {
    return REMOVALS.contains(type);
  }

  static boolean isGrant(EventType type) {
    return GRANTS.contains(type);
  }

  /** What the body of a control event says. */
  static Terms termsOf(DecodedEvent event) {
    return Terms.of(EventFacts.of(event));
  }

  /** Whether a control event says what its type asks for. */
  static boolean isSound(DecodedEvent event) {
    return Authority.isSound(EventFacts.of(event));
  }

  /** The grants that an event needed, and so relies on. */
  List<EventId> reliesOn(DecodedEvent event) {
    Standing standing = standing(event);
    List<EventId> all = new ArrayList<>(standing.reliesOn());
    if (Kind.of(event.header().type()).mayBeEither()) {
      events
          .naming(event)
          .filter(named -> !named.header().author().equals(event.header().author()))
          .filter(named -> !named.id().equals(event.header().scope().circle()))
          .flatMap(named -> toAnothers(event, named, standing))
          .ifPresent(all::addAll);
    }
    return all;
  }

  /** What an event relies on to change the entity that another author's event names. */
  Optional<List<EventId>> toAnothers(DecodedEvent event, DecodedEvent named) {
    return toAnothers(event, named, standing(event));
  }

  private Optional<List<EventId>> toAnothers(
      DecodedEvent event, DecodedEvent named, Standing standing) {
    return authority.toAnothers(
        event, EventFacts.of(named), facts(event.header().auth()), standing.role());
  }

  /** What an event's causes say of its right; it passed when it came. */
  private Standing standing(DecodedEvent event) {
    EventHeader header = event.header();
    Optional<EventFacts> first =
        header.prevVersion().isEmpty()
            ? Optional.empty()
            : events.naming(event).map(EventFacts::of);
    return authority.judge(event, facts(header.prevVersion()), first, facts(header.auth()));
  }

  private List<EventFacts> facts(List<EventId> causes) {
    return causes.stream().map(id -> EventFacts.of(events.cause(id))).toList();
  }

  /** The grants that a removal names and that are its to remove. */
  List<EventId> removedBy(DecodedEvent removal) {
    List<EventId> named = termsOf(removal).links("grants");
    return named.stream().filter(grant -> removes(removal, grant)).toList();
  }

  private boolean removes(DecodedEvent removal, EventId id) {
    Optional<DecodedEvent> found = events.find(id);
    if (found.isEmpty() || !EntityName.of(found.get()).equals(EntityName.of(removal))) {
      return false;
    }
    DecodedEvent grant = found.get();
    return isOfItsKind(removal, grant) && Lineage.reaches(removal.header(), id, events);
  }

  private boolean isOfItsKind(DecodedEvent removal, DecodedEvent grant) {
    EventType type = removal.header().type();
    EventType granted = grant.header().type();
    if (type.equals(Authority.REVOKE_DEVICE)) {
      return granted.equals(EventType.ADD_DEVICE);
    } else if (type.equals(REVOKE_POLICY)) {
      return granted.equals(Authority.POLICY);
    } else if (type.equals(REVOKE_CAPABILITY)) {
      return granted.equals(Authority.DELEGATE);
    }
    if (!granted.equals(Authority.ADD_MEMBER) && !granted.equals(Authority.SET_ROLE)) {
      return false;
    }
    Terms terms = termsOf(grant);
    if (Authority.isLeave(removal)) {
      return terms.text("member").equals(Optional.of(removal.header().author().toString()));
    }
    Optional<Role> given = terms.text("role").flatMap(Role::granted);
    return given.isPresent() && given.get().isBelow(roleOf(removal));
  }

  private Role roleOf(DecodedEvent removal) {
    return standing(removal).role().orElse(Role.OWNER);
  }

  /** The rank of a removal: only one that ranks above another can make it void. */
  int rankOf(DecodedEvent removal) {
    EventType type = removal.header().type();
    if (type.equals(Authority.REVOKE_DEVICE)) {
      return ROOT_KEY;
    }
    boolean isInCircle = type.equals(Authority.REMOVE_MEMBER) || type.equals(Authority.SET_ROLE);
    return isInCircle ? roleOf(removal).rank() : NO_RANK;
  }

  /** Whether a removal, which is no leave, lets an event stand that relies on what it removes. */
  boolean accepts(DecodedEvent removal, DecodedEvent event) {
    EventHeader header = event.header();
    List<DecodedEvent> listed =
        termsOf(removal).links("until").stream()
            .flatMap(id -> events.find(id).stream())
            .filter(last -> isInSameLog(last, event))
            .filter(last -> last.header().seq() >= header.seq())
            .toList();
    return !listed.isEmpty()
        && (!hasRival(event) || listed.stream().anyMatch(last -> comesBackTo(last, event)));
  }

  /** Whether an event comes after a leave in the log of the one who left. */
  boolean isAfter(DecodedEvent leave, DecodedEvent event) {
    if (!isInSameLog(leave, event)
        || !leave.header().author().equals(event.header().author())
        || event.header().seq() <= leave.header().seq()) {
      return false;
    }
    return !hasRival(leave) || comesBackTo(event, leave);
  }

  private static boolean isInSameLog(DecodedEvent one, DecodedEvent other) {
    return one.header().signer().equals(other.header().signer())
        && one.logScope().equals(other.logScope());
  }

  /** Whether the signer gave the same place to another event; then only the chain tells. */
  private boolean hasRival(DecodedEvent event) {
    EventHeader header = event.header();
    return events.at(header.signer(), event.logScope(), header.seq()).stream()
        .anyMatch(there -> !there.equals(event.id()));
  }

  private boolean comesBackTo(DecodedEvent from, DecodedEvent to) {
    Optional<DecodedEvent> at = Optional.of(from);
    while (at.isPresent() && at.get().header().seq() > to.header().seq()) {
      at = events.before(at.get());
    }
    return at.isPresent() && at.get().id().equals(to.id());
  }
}
