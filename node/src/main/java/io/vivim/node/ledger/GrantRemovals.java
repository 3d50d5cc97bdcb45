package io.vivim.node.ledger;

import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.did.DidKey;
import io.vivim.eventlog.AppendedEvent;
import io.vivim.eventlog.EventLog;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventFacts;
import io.vivim.events.EventId;
import io.vivim.events.EventType;
import io.vivim.events.Payload;
import io.vivim.statemachine.EntityName;
import io.vivim.statemachine.Reader;
import io.vivim.statemachine.Role;
import io.vivim.statemachine.State;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which grants a removal takes back, by what is here. The log takes every removal, and the state
 * lets the grants stand that are not its to remove; whoever is about to write one, or has submitted
 * one, is told at once.
 */
public final class GrantRemovals {
  private static final String REMOVE_MEMBER = "circle:remove_member";
  private static final Set<String> MEMBERSHIPS = Set.of("circle:add_member", "circle:set_role");

  /** The types of the grants that each type of removal takes back. */
  private static final Map<String, Set<String>> REMOVED =
      Map.of(
          "identity:revoke_device",
          Set.of("identity:add_device"),
          REMOVE_MEMBER,
          MEMBERSHIPS,
          "circle:set_role",
          MEMBERSHIPS,
          "sharing:revoke",
          Set.of("sharing:policy"),
          "capability:revoke",
          Set.of("capability:delegate"));

  private final EventLog log;
  private final State state;

  public GrantRemovals(EventLog log, State state) {
    this.log = log;
    this.state = state;
  }

  /** Whether a removal that is in the log leaves none of the grants that it names. */
  public Optional<Boolean> removes(DecodedEvent event) {
    EventType type = event.header().type();
    List<EventId> named = named(set(event));
    if (!REMOVED.containsKey(type.name()) || (named.isEmpty() && !mustRemove(type))) {
      return Optional.empty();
    }
    EntityName entity = EntityName.of(event);
    return Optional.of(
        !named.isEmpty() && named.stream().noneMatch(grant -> stands(entity, grant)));
  }

  /** Of these types is everything a removal; a role may also be given to somebody who has none. */
  private static boolean mustRemove(EventType type) {
    return !type.name().equals("circle:set_role");
  }

  /**
   * Refuses a removal that would let a grant stand that it names.
   *
   * @param isUntilGiven whether the writer says what stands; then a grant may be removed again
   * @param seen the heads that the removal has seen, where that is less than all
   */
  void require(
      EventType type,
      IpldMap body,
      boolean isUntilGiven,
      EntityName entity,
      DidKey author,
      List<EventFacts> seen)
      throws RefusedWriteException {
    Set<String> removed = REMOVED.get(type.name());
    if (removed == null) {
      return;
    }
    IpldMap set = set(body);
    List<EventId> named = named(set);
    if (named.isEmpty() && mustRemove(type)) {
      throw Refusal.NOTHING_REMOVED.because("grants is empty");
    }
    for (EventId each : named) {
      DecodedEvent grant = here(each, entity);
      if (!removed.contains(grant.header().type().name())) {
        throw Refusal.NOTHING_REMOVED.because(
            each + " is a " + grant.header().type() + ", which a " + type + " does not take back");
      }
      if (removed.equals(MEMBERSHIPS)) {
        requireRank(type, set, grant, author);
      }
      if (!seen.isEmpty() && !isBehind(seen, each)) {
        throw Refusal.NOTHING_REMOVED.because(each + " is no ancestor of what 'seen' names");
      }
      if (!isUntilGiven && !stands(entity, each)) {
        throw Refusal.NOTHING_REMOVED.because(
            each + " is taken back already; 'until' would say anew what stands");
      }
    }
  }

  private boolean stands(EntityName entity, EventId grant) {
    return state.isInForce(Reader.NODE, entity, grant).orElse(true);
  }

  private DecodedEvent here(EventId id, EntityName entity) throws RefusedWriteException {
    DecodedEvent grant =
        log.find(id)
            .map(AppendedEvent::event)
            .orElseThrow(() -> Refusal.NOTHING_REMOVED.because("there is no event " + id));
    if (!EntityName.of(grant).equals(entity)) {
      throw Refusal.NOTHING_REMOVED.because(
          id + " is a grant of " + grant.entity() + ", not of this entity");
    }
    return grant;
  }

  /** Who leaves takes back what they were given; all others what ranks below them. */
  private void requireRank(EventType type, IpldMap set, DecodedEvent grant, DidKey author)
      throws RefusedWriteException {
    IpldMap granted = set(grant);
    String own = author.toString();
    if (type.name().equals(REMOVE_MEMBER) && text(set, "member").equals(own)) {
      if (!text(granted, "member").equals(own)) {
        throw Refusal.NOTHING_REMOVED.because(
            grant.id() + " is another's, and who leaves takes" + " back their own");
      }
      return;
    }
    EventId circle = grant.entity();
    boolean isOwner =
        log.find(circle)
            .filter(first -> first.event().header().author().equals(author))
            .isPresent();
    Role role =
        isOwner
            ? Role.OWNER
            : state.memberships(author, circle).values().stream()
                .max(Comparator.naturalOrder())
                .orElse(Role.VIEWER);
    boolean isBelow =
        Role.granted(text(granted, "role")).filter(given -> given.isBelow(role)).isPresent();
    if (!isBelow) {
      throw Refusal.NOTHING_REMOVED.because(
          grant.id() + " gives a role that does not rank below " + role.text());
    }
  }

  private boolean isBehind(List<EventFacts> seen, EventId grant) {
    Deque<EventId> open = new ArrayDeque<>(seen.stream().map(EventFacts::id).toList());
    Set<EventId> met = new HashSet<>(open);
    for (@Nullable EventId at = open.poll(); at != null; at = open.poll()) {
      if (at.equals(grant)) {
        return true;
      }
      log.find(at).stream()
          .flatMap(event -> event.event().header().prevVersion().stream())
          .filter(met::add)
          .forEach(open::add);
    }
    return false;
  }

  private static List<EventId> named(IpldMap set) {
    return set.get("grants").orElse(Ipld.NULL) instanceof Ipld.Sequence list
        ? list.values().stream()
            .filter(Ipld.Link.class::isInstance)
            .flatMap(link -> EventId.of(((Ipld.Link) link).value()).stream())
            .toList()
        : List.of();
  }

  private static String text(IpldMap set, String name) {
    return set.get(name).orElse(Ipld.NULL) instanceof Ipld.Text text ? text.value() : "";
  }

  private static IpldMap set(DecodedEvent event) {
    return event.payload().orElse(new Payload.Malformed()) instanceof Payload.Plain plain
        ? set(plain.body())
        : IpldMap.EMPTY;
  }

  private static IpldMap set(IpldMap body) {
    return body.get("set").orElse(Ipld.NULL) instanceof IpldMap set ? set : IpldMap.EMPTY;
  }
}
