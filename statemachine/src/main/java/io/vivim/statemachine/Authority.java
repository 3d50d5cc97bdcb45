package io.vivim.statemachine;

import io.vivim.codec.IpldMap;
import io.vivim.did.SignatureVerifier;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EntityIds;
import io.vivim.events.EventFacts;
import io.vivim.events.EventHeader;
import io.vivim.events.EventId;
import io.vivim.events.EventType;
import io.vivim.events.LogScope;
import io.vivim.events.Scope;
import io.vivim.statemachine.model.Body;
import io.vivim.statemachine.model.Kind;
import io.vivim.statemachine.model.Model;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whether an event may do what it does, as far as its causes show: a pure function of them, which
 * every node answers alike. Section 3 of docs/spec/authority.md.
 */
public final class Authority {
  static final EventType REVOKE_DEVICE = EventType.named("identity:revoke_device");
  static final EventType ADD_MEMBER = EventType.named("circle:add_member");
  static final EventType SET_ROLE = EventType.named("circle:set_role");
  static final EventType REMOVE_MEMBER = EventType.named("circle:remove_member");
  static final EventType POLICY = EventType.named("sharing:policy");
  static final EventType DELEGATE = EventType.named("capability:delegate");

  private static final Set<String> FOR_ADMINS =
      Set.of("circle:update", "circle:rotate_key", "circle:add_member", "circle:set_role");

  /** Kinds that nobody but the owner may change, whatever is cited. */
  private static final Set<String> OWNERS_ALONE =
      Set.of("sharing_policy", "sharing_intent", "capability", "model");

  private final Rights rights;

  public Authority(SignatureVerifier signatures) {
    this.rights = new Rights(signatures);
  }

  /**
   * What the causes of an event say of its right.
   *
   * @param heads its prevVersion, in that order
   * @param first the first event of its entity, where the entity is named by it; empty for keyed
   *     ones and for an event without heads
   * @param cited what its auth cites, in that order
   */
  public Standing judge(
      DecodedEvent event,
      List<EventFacts> heads,
      Optional<EventFacts> first,
      List<EventFacts> cited) {
    EventHeader header = event.header();
    List<EventId> reliesOn = new ArrayList<>();
    if (!header.signer().equals(header.author())) {
      Optional<EventFacts> device = cited.stream().filter(c -> isDevice(c, header)).findFirst();
      if (device.isEmpty()) {
        return Standing.broken(Rule.DEVICE);
      }
      reliesOn.add(device.get().id());
    }
    Optional<Rule> misplaced = misplaced(event, heads, first);
    if (misplaced.isPresent()) {
      return Standing.broken(misplaced.get());
    }
    Optional<Membership> membership = membership(event, first, cited);
    if (event.logScope().isCircle()) {
      if (membership.isEmpty()) {
        return Standing.broken(Rule.CIRCLE);
      }
      membership.get().grant().ifPresent(reliesOn::add);
      if (!isEnough(membership.get().role(), event)) {
        return Standing.broken(Rule.ROLE);
      }
    }
    Optional<Role> role = membership.map(Membership::role);
    Optional<List<EventId>> toOthers = toOthers(event, first, cited, role);
    if (toOthers.isEmpty()) {
      return Standing.broken(Rule.OWNER);
    }
    reliesOn.addAll(toOthers.get());
    return new Standing(Optional.empty(), reliesOn, role);
  }

  private static boolean isDevice(EventFacts cited, EventHeader header) {
    if (!cited.type().equals(EventType.ADD_DEVICE)
        || !cited.author().equals(header.author())
        || !cited.signer().equals(cited.author())
        || !isSound(cited)) {
      return false;
    }
    Terms terms = Terms.of(cited);
    return terms.text("device").equals(Optional.of(header.signer().toString()))
        && terms.holdAt(header.timestamp());
  }

  /** What is wrong with the place of the event, whatever its author may do. */
  private static Optional<Rule> misplaced(
      DecodedEvent event, List<EventFacts> heads, Optional<EventFacts> first) {
    EventHeader header = event.header();
    boolean isDeviceControl =
        header.type().equals(EventType.ADD_DEVICE) || header.type().equals(REVOKE_DEVICE);
    if (isDeviceControl
        && (!header.signer().equals(header.author())
            || (header.type().equals(REVOKE_DEVICE) && !header.auth().isEmpty()))) {
      return Optional.of(Rule.ROOT_KEY);
    }
    Kind kind = Kind.of(header.type());
    if (kind.keyed() == Kind.Keyed.IDENTITY && !event.logScope().isOwned()) {
      EventId own = EntityIds.identity(header.scope(), header.author());
      if (!event.entity().equals(own)) {
        return Optional.of(Rule.KEY);
      }
    }
    if (!heads.stream().allMatch(head -> Kind.of(head.type()).equals(kind))) {
      // Or whoever begins with another kind would bring the same event to an entity that is here
      // and to one that is not.
      return Optional.of(Rule.KIND);
    }
    boolean isNamed = header.entityId() != null;
    if (kind.isInCatalogue() && kind.keyed() == Kind.Keyed.NONE && isNamed && first.isEmpty()) {
      return Optional.of(Rule.NO_ENTITY);
    }
    return Optional.empty();
  }

  /** Whether a grant says what its type asks for; one that does not gives nothing. */
  static boolean isSound(EventFacts grant) {
    return Body.read(grant.terms())
        .map(
            body ->
                Model.builtIn(Kind.of(grant.type()))
                    .check(grant.type(), body, grant.version() == 1)
                    .isEmpty())
        .orElse(false);
  }

  /**
   * @param grant what was cited; empty for the owner in the circle's own entity
   */
  private record Membership(Role role, Optional<EventId> grant) {}

  /** What the author shows to be in the circle that the event belongs to. */
  private static Optional<Membership> membership(
      DecodedEvent event, Optional<EventFacts> first, List<EventFacts> cited) {
    EventHeader header = event.header();
    Membership owner = new Membership(Role.OWNER, Optional.empty());
    if (header.type().equals(EventType.CIRCLE_CREATE)) {
      return Optional.of(owner);
    }
    if (header.scope().kind() != Scope.Kind.CIRCLE) {
      return Optional.empty();
    }
    EventId circle = header.scope().circle();
    if (first.isPresent()
        && first.get().id().equals(circle)
        && first.get().author().equals(header.author())) {
      return Optional.of(owner);
    }
    Membership best = null;
    for (EventFacts grant : cited) {
      if (grant.id().equals(circle) && grant.author().equals(header.author())) {
        return Optional.of(new Membership(Role.OWNER, Optional.of(grant.id())));
      }
      Optional<Role> role = roleBy(grant, event.logScope(), header);
      if (role.isPresent() && (best == null || best.role().isBelow(role.get()))) {
        best = new Membership(role.get(), Optional.of(grant.id()));
      }
    }
    return Optional.ofNullable(best);
  }

  /** The role that a cited event gives the author of another one, in the circle of this scope. */
  private static Optional<Role> roleBy(EventFacts grant, LogScope circle, EventHeader header) {
    boolean gives = grant.type().equals(ADD_MEMBER) || grant.type().equals(SET_ROLE);
    boolean isOfCircle =
        Optional.of(grant.entity()).equals(Optional.ofNullable(header.scope().circle()));
    if (!gives || !isOfCircle || !grant.scope().equals(circle) || !isSound(grant)) {
      return Optional.empty();
    }
    Terms terms = Terms.of(grant);
    return terms.text("member").equals(Optional.of(header.author().toString()))
            && terms.holdAt(header.timestamp())
        ? terms.text("role").flatMap(Role::granted)
        : Optional.empty();
  }

  private static boolean isEnough(Role own, DecodedEvent event) {
    EventType type = event.header().type();
    Terms terms = argumentsOf(event);
    if (type.equals(ADD_MEMBER) || type.equals(SET_ROLE)) {
      Optional<Role> given = terms.text("role").flatMap(Role::named);
      return !own.isBelow(Role.ADMIN) && (given.isEmpty() || given.get().isBelow(own));
    }
    if (type.equals(REMOVE_MEMBER)) {
      return isLeave(event) || !own.isBelow(Role.ADMIN);
    }
    if (type.equals(EventType.ERASE)) {
      return true;
    }
    return !own.isBelow(FOR_ADMINS.contains(type.name()) ? Role.ADMIN : Role.MEMBER);
  }

  /** Whether the author of a removal removes themselves. */
  static boolean isLeave(DecodedEvent event) {
    return event.header().type().equals(REMOVE_MEMBER)
        && argumentsOf(event)
            .text("member")
            .equals(Optional.of(event.header().author().toString()));
  }

  /** What a command says; one whose body breaks the grammar says nothing. */
  private static Terms argumentsOf(DecodedEvent event) {
    IpldMap body = EventFacts.of(event).terms();
    return Terms.of(Body.read(body).isPresent() ? body : IpldMap.EMPTY);
  }

  /**
   * What an event relies on to change another's entity: nothing where the entity is not another's,
   * and no list where it may not.
   */
  private Optional<List<EventId>> toOthers(
      DecodedEvent event, Optional<EventFacts> first, List<EventFacts> cited, Optional<Role> role) {
    EventHeader header = event.header();
    Kind kind = Kind.of(header.type());
    boolean isOthers =
        first.isPresent()
            && kind.keyed() == Kind.Keyed.NONE
            && kind.isInCatalogue()
            && !header.type().equals(EventType.ERASE)
            && !kind.name().equals("circle")
            && !event.logScope().isOwned()
            && !first.get().author().equals(header.author());
    if (!isOthers) {
      return Optional.of(List.of());
    }
    return toAnothers(event, first.get(), cited, role);
  }

  private static boolean mayOwnersAlone(Kind kind) {
    return OWNERS_ALONE.contains(kind.name());
  }

  /** What an event relies on to change an entity that is known to be another's. */
  Optional<List<EventId>> toAnothers(
      DecodedEvent event, EventFacts first, List<EventFacts> cited, Optional<Role> role) {
    if (mayOwnersAlone(Kind.of(first.type()))) {
      return Optional.empty();
    }
    if (role.isPresent() && !role.get().isBelow(Role.ADMIN)) {
      return Optional.of(List.of());
    }
    return rights.to(event, first.author(), cited);
  }
}
