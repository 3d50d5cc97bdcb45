package io.vivim.statemachine;

import io.vivim.events.DecodedEvent;
import io.vivim.events.EventFacts;
import io.vivim.events.EventHeader;
import io.vivim.events.EventId;
import io.vivim.events.EventType;
import io.vivim.statemachine.model.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
  private final SignerLogs logs;
  private final Authority authority;
  private final RecentRemovals recent = new RecentRemovals();

  RemovalRules(Events events, SignerLogs logs, Authority authority) {
    this.events = events;
    this.logs = logs;
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

  /** What a removal says. */
  Removal removal(EventId id) {
    Removal known = recent.get(id);
    if (known == null) {
      known = read(events.cause(id));
      recent.put(known);
    }
    return known;
  }

  /** What a removal says now that an event is here which it lists. */
  Removal accepting(EventId removal, DecodedEvent listed) {
    Removal now = removal(removal).accepting(listed);
    recent.put(now);
    return now;
  }

  private Removal read(DecodedEvent removal) {
    boolean isLeave = Authority.isLeave(removal);
    List<EventId> until = isLeave ? List.of() : termsOf(removal).links("until");
    Map<SignerLog, List<Removal.Last>> accepted = new HashMap<>();
    for (EventId id : until) {
      events.find(id).ifPresent(last -> accept(last, accepted));
    }
    return new Removal(removal.id(), isLeave, rankOf(removal), removedBy(removal), until, accepted);
  }

  private static void accept(DecodedEvent last, Map<SignerLog, List<Removal.Last>> accepted) {
    accepted
        .computeIfAbsent(SignerLog.of(last), any -> new ArrayList<>())
        .add(Removal.Last.of(last));
  }

  /** The grants that a removal names and that are its to remove. */
  private List<EventId> removedBy(DecodedEvent removal) {
    Role role = standing(removal).role().orElse(Role.OWNER);
    List<EventId> named = new ArrayList<>(termsOf(removal).links("grants"));
    named.removeIf(
        id ->
            events
                .find(id)
                .filter(grant -> EntityName.of(grant).equals(EntityName.of(removal)))
                .filter(grant -> isOfItsKind(removal, grant, role))
                .isEmpty());
    named.retainAll(Lineage.reached(List.of(removal.header()), Set.copyOf(named), events));
    return named;
  }

  private static boolean isOfItsKind(DecodedEvent removal, DecodedEvent grant, Role role) {
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
    return given.isPresent() && given.get().isBelow(role);
  }

  private int rankOf(DecodedEvent removal) {
    EventType type = removal.header().type();
    if (type.equals(Authority.REVOKE_DEVICE)) {
      return ROOT_KEY;
    }
    boolean isInCircle = type.equals(Authority.REMOVE_MEMBER) || type.equals(Authority.SET_ROLE);
    return isInCircle ? standing(removal).role().orElse(Role.OWNER).rank() : NO_RANK;
  }

  /** Whether a removal, which is no leave, lets an event stand that relies on what it removes. */
  boolean accepts(Removal removal, DecodedEvent event) {
    List<DecodedEvent> listed = listedFrom(removal, event);
    return !listed.isEmpty() && (!logs.hasRival(event) || isBelow(event, listed));
  }

  /** Whether the chain of an event that a removal lists leads to another event. */
  boolean comesBackFromListed(Removal removal, DecodedEvent event) {
    return isBelow(event, listedFrom(removal, event));
  }

  private List<DecodedEvent> listedFrom(Removal removal, DecodedEvent event) {
    return removal.lastOf(SignerLog.of(event)).stream()
        .filter(last -> last.seq() >= event.header().seq())
        .map(last -> events.cause(last.id()))
        .toList();
  }

  private boolean isBelow(DecodedEvent event, List<DecodedEvent> listed) {
    return listed.stream().anyMatch(last -> logs.comesBackTo(last, event));
  }

  /** Whether an event comes after a leave in the log of the one who left. */
  boolean isAfter(DecodedEvent leave, DecodedEvent event) {
    if (!SignerLog.of(leave).equals(SignerLog.of(event))
        || !leave.header().author().equals(event.header().author())
        || event.header().seq() <= leave.header().seq()) {
      return false;
    }
    return !logs.hasRival(leave) || logs.comesBackTo(event, leave);
  }
}
