package io.vivim.statemachine;

import io.vivim.codec.Bytes;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.did.DidKey;
import io.vivim.did.SigningKey;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EntityIds;
import io.vivim.events.EventId;
import io.vivim.events.EventType;
import io.vivim.events.LogScope;
import io.vivim.events.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;

/** The steps that give rights and take them away, rightly or wrongly. */
final class GrantWriter {
  private static final int MOST_UNTIL = 8;
  private static final int MOST_SHARED = 4;

  private final World world;

  GrantWriter(World world) {
    this.world = world;
  }

  /** The scope that a step is in: as often as not public, else a circle or one's own. */
  Scope scope(Step step) {
    List<DecodedEvent> circles = world.ofType("circle:create");
    int where = Math.floorMod(step.where(), 20);
    if (where < 9 || (where < 17 && circles.isEmpty())) {
      return Scope.PUBLIC;
    } else if (where < 17) {
      int which = Math.floorMod(step.where() / 20, Math.min(3, circles.size()));
      return Scope.circle(circles.get(which).id());
    }
    return where < 19 ? Scope.PRIVATE : Scope.LOCAL;
  }

  void take(Step step, SplittableRandom dice) {
    switch (step.act()) {
      case ADD_DEVICE -> addDevice(step, dice);
      case REVOKE_DEVICE -> revokeDevice(step, dice);
      case CIRCLE -> circle(step, dice);
      case MEMBER, SET_ROLE, REMOVE_MEMBER, LEAVE, ROTATE -> inCircle(step, dice);
      case POLICY -> policy(step, dice);
      case END_POLICY -> end("sharing:revoke", "sharing:policy", step, dice);
      case DELEGATE -> delegate(step, dice);
      case END_DELEGATION -> end("capability:revoke", "capability:delegate", step, dice);
      default -> throw new IllegalArgumentException(step.toString());
    }
  }

  /** Cites one of the events of a type that the draft may cite. */
  void cite(Draft draft, String type, SplittableRandom dice) {
    LogScope scope = draft.scope.sharedLog(draft.author).orElseThrow();
    List<DecodedEvent> possible =
        world.ofType(type).stream()
            .filter(event -> event.logScope().isPublic() || event.logScope().equals(scope))
            .toList();
    if (!possible.isEmpty()) {
      draft.citing(World.pickLate(possible, dice));
    }
  }

  /** Whether somebody was ever granted something of an entity's owner that may let them write. */
  boolean isGranted(DecodedEvent first, Ipld entity, DidKey to) {
    DidKey owner = first.header().author();
    boolean hasPolicy =
        world.ofType("sharing:policy").stream()
            .filter(grant -> grant.header().author().equals(owner))
            .filter(grant -> Said.lists(grant, "entities", entity))
            .anyMatch(grant -> Said.lists(grant, "audience", Ipld.of(to.toString())));
    return hasPolicy
        || Delegations.chains(world.ofType("capability:delegate"), to).stream()
            .anyMatch(chain -> chain.get(0).header().author().equals(owner));
  }

  private void bounds(IpldMap.Builder values, SplittableRandom dice) {
    if (dice.nextInt(8) == 0) {
      values.put("nbf", Ipld.of(world.seconds() + dice.nextInt(4)));
    }
    if (dice.nextInt(6) == 0) {
      values.put("exp", Ipld.of(world.seconds() + dice.nextInt(20)));
    }
  }

  private EventId identity(Scope scope, DidKey did) {
    List<Ipld> key = List.of(Ipld.of(did.toString()));
    boolean isOwned = scope.sharedLog(did).orElseThrow().isOwned();
    List<Ipld> parts = isOwned ? EntityIds.hidden(Bytes.utf8(did.toString()), key) : key;
    return EntityIds.keyed("identity", scope, parts);
  }

  private void addDevice(Step step, SplittableRandom dice) {
    Scope scope = dice.nextInt(3) > 0 ? Scope.PUBLIC : scope(step);
    Draft draft = new Draft("identity:add_device", scope, World.root(step.who()));
    int whose = dice.nextInt(10) == 0 ? step.who() + 1 : step.who();
    IpldMap.Builder values =
        IpldMap.builder()
            .put("device", Ipld.of(World.device(whose, dice.nextInt(2)).did().toString()));
    if (dice.nextInt(3) == 0) {
      values.put("name", Ipld.of(World.pick(List.of("phone", "laptop"), dice)));
    }
    bounds(values, dice);
    draft.set(values.build());
    EventId id = identity(scope, draft.author);
    LogScope log = scope.sharedLog(draft.author).orElseThrow();
    draft.in(id, dice.nextInt(3) == 0 ? List.of() : world.heads(world.entity(log, id), dice));
    world.offer(draft, dice);
  }

  private void revokeDevice(Step step, SplittableRandom dice) {
    List<DecodedEvent> own =
        world.ofType("identity:add_device").stream()
            .filter(grant -> grant.header().author().equals(World.root(step.who()).did()))
            .toList();
    if (!own.isEmpty()) {
      DecodedEvent grant = World.pick(own, dice);
      Draft draft =
          new Draft("identity:revoke_device", HistoryWriter.scopeOf(grant), World.root(step.who()));
      remove(draft, grant, IpldMap.builder(), dice);
    }
  }

  private void circle(Step step, SplittableRandom dice) {
    if (world.ofType("circle:create").size() < 3) {
      Draft draft = new Draft("circle:create", Scope.CIRCLE_NEW, World.root(step.who()));
      draft.set(IpldMap.builder().put("name", Ipld.of("circle")).build());
      world.offer(draft, dice);
    }
  }

  private void inCircle(Step step, SplittableRandom dice) {
    List<DecodedEvent> circles = world.ofType("circle:create");
    if (circles.isEmpty()) {
      return;
    }
    DecodedEvent create = circles.get(Math.floorMod(step.where(), circles.size()));
    List<DecodedEvent> memberships =
        world.entity(create.logScope(), create.id()).stream()
            .filter(event -> ReferenceGrants.isOf(event, "circle:add_member", "circle:set_role"))
            .toList();
    Scope scope = Scope.circle(create.id());
    String own = World.did(step.who());
    switch (step.act()) {
      case MEMBER -> membership("circle:add_member", create, memberships, step, dice);
      case SET_ROLE -> membership("circle:set_role", create, memberships, step, dice);
      case REMOVE_MEMBER -> {
        if (!memberships.isEmpty()) {
          DecodedEvent grant = World.pick(memberships, dice);
          String member =
              dice.nextInt(10) > 0
                  ? ReferenceGrants.member(grant).orElse(own)
                  : World.did(dice.nextInt(World.PEOPLE));
          Draft draft = new Draft("circle:remove_member", scope, World.root(step.who()));
          remove(draft, grant, IpldMap.builder().put("member", Ipld.of(member)), dice);
        }
      }
      case LEAVE -> {
        List<DecodedEvent> mine =
            memberships.stream()
                .filter(grant -> ReferenceGrants.member(grant).equals(Optional.of(own)))
                .toList();
        if (!mine.isEmpty()) {
          Draft draft = new Draft("circle:remove_member", scope, World.root(step.who()));
          DecodedEvent grant = World.pickLate(mine, dice);
          remove(draft, grant, IpldMap.builder().put("member", Ipld.of(own)), dice);
        }
      }
      default -> {
        String type = dice.nextBoolean() ? "circle:rotate_key" : "circle:update";
        Draft draft = new Draft(type, scope, World.root(step.who()));
        draft.in(create.id(), world.heads(world.entity(create.logScope(), create.id()), dice));
        world.offer(draft, dice);
      }
    }
  }

  private void membership(
      String type,
      DecodedEvent create,
      List<DecodedEvent> memberships,
      Step step,
      SplittableRandom dice) {
    // The owner's invitations make most of a circle; others try as well.
    boolean isByOwner = dice.nextInt(3) > 0;
    DidKey owner = create.header().author();
    Draft draft =
        new Draft(
            type,
            Scope.circle(create.id()),
            isByOwner ? World.keyOf(owner.toString()).orElseThrow() : World.root(step.who()));
    String role =
        World.pick(List.of("admin", "admin", "member", "member", "viewer", "owner"), dice);
    IpldMap.Builder values =
        IpldMap.builder()
            .put("member", Ipld.of(World.did(step.who() + dice.nextInt(3))))
            .put("role", Ipld.of(role));
    bounds(values, dice);
    if (type.equals("circle:set_role") && !memberships.isEmpty() && dice.nextInt(4) > 0) {
      remove(draft, World.pick(memberships, dice), values, dice);
      return;
    }
    draft.set(values.build());
    draft.in(create.id(), world.heads(world.entity(create.logScope(), create.id()), dice));
    world.offer(draft, dice);
  }

  private void policy(Step step, SplittableRandom dice) {
    Scope scope = dice.nextInt(3) > 0 ? Scope.PUBLIC : scope(step);
    Draft draft = new Draft("sharing:policy", scope, World.root(step.who()));
    List<DecodedEvent> policies = ownOf("sharing:policy", draft);
    if (!policies.isEmpty() && dice.nextInt(3) == 0) {
      DecodedEvent other = World.pick(policies, dice);
      draft.in(other.entity(), world.heads(world.entity(ReferenceLog.Name.of(other)), dice));
    }
    List<Ipld> entities = new ArrayList<>();
    List<DecodedEvent> own =
        world.events().stream()
            .filter(event -> event.header().author().equals(draft.author))
            .filter(event -> event.header().entityId() == null)
            .filter(
                event -> event.logScope().equals(draft.scope.sharedLog(draft.author).orElseThrow()))
            .filter(event -> !event.header().type().isControl())
            .toList();
    for (int i = 1; i <= Math.min(MOST_SHARED, own.size()); i++) {
      entities.add(Said.linkTo(own.get(own.size() - i).entity()));
    }
    Ipld audience =
        Ipld.listOf(
            Ipld.of(World.did(step.who() + 1)),
            Ipld.of(World.did(step.who() + 2 + dice.nextInt(3))));
    Ipld rights =
        dice.nextInt(6) == 0
            ? Ipld.listOf(Ipld.of("read"))
            : Ipld.listOf(Ipld.of("read"), Ipld.of("write"));
    IpldMap.Builder set = IpldMap.builder().put("audience", audience);
    IpldMap.Builder add = IpldMap.builder().put("entities", new Ipld.Sequence(entities));
    (dice.nextBoolean() ? set : add).put("rights", rights);
    bounds(set, dice);
    draft.body = IpldMap.builder().put("set", set.build()).put("add", add.build()).build();
    world.offer(draft, dice);
  }

  private List<DecodedEvent> ownOf(String type, Draft draft) {
    return world.ofType(type).stream()
        .filter(event -> event.header().author().equals(draft.author))
        .filter(event -> HistoryWriter.scopeOf(event).equals(draft.scope))
        .toList();
  }

  private void delegate(Step step, SplittableRandom dice) {
    Scope scope = dice.nextInt(3) > 0 ? Scope.PUBLIC : scope(step);
    Draft draft = new Draft("capability:delegate", scope, World.root(step.who()));
    List<List<DecodedEvent>> chains =
        Delegations.chains(world.ofType("capability:delegate"), draft.author);
    DidKey subject =
        !chains.isEmpty() && dice.nextBoolean()
            ? World.pick(chains, dice).get(0).header().author()
            : draft.author;
    DidKey audience = World.root(step.who() + 1 + dice.nextInt(3)).did();
    int issuer = dice.nextInt(12) == 0 ? step.who() + 1 : step.who();
    Bytes token = Delegations.token(World.root(issuer), subject, audience, world.seconds(), dice);
    List<DecodedEvent> own = ownOf("capability:delegate", draft);
    if (!own.isEmpty() && dice.nextInt(4) == 0) {
      DecodedEvent other = World.pick(own, dice);
      draft.in(other.entity(), world.heads(world.entity(ReferenceLog.Name.of(other)), dice));
    }
    draft.set(IpldMap.builder().put("token", Ipld.of(token)).build());
    world.offer(draft, dice);
  }

  private void end(String type, String grantType, Step step, SplittableRandom dice) {
    List<DecodedEvent> own =
        world.ofType(grantType).stream()
            .filter(grant -> grant.header().author().equals(World.root(step.who()).did()))
            .toList();
    if (!own.isEmpty()) {
      DecodedEvent grant = World.pick(own, dice);
      remove(
          new Draft(type, HistoryWriter.scopeOf(grant), World.root(step.who())),
          grant,
          IpldMap.builder(),
          dice);
    }
  }

  /**
   * Has somebody who may do it remove a grant, whatever was done about that before.
   *
   * @param acceptsAll whether they have seen everything and let it stand
   */
  void removeRightly(DecodedEvent grant, boolean acceptsAll, SplittableRandom dice) {
    SigningKey giver = World.keyOf(grant.header().author().toString()).orElseThrow();
    IpldMap.Builder values = IpldMap.builder();
    String type =
        switch (grant.header().type().name()) {
          case "identity:add_device" -> "identity:revoke_device";
          case "sharing:policy" -> "sharing:revoke";
          case "capability:delegate" -> "capability:revoke";
          default -> "circle:remove_member";
        };
    if (type.equals("circle:remove_member")) {
      DecodedEvent create =
          world.entity(ReferenceLog.Name.of(grant)).stream()
              .filter(event -> event.header().type().equals(EventType.CIRCLE_CREATE))
              .findFirst()
              .orElseThrow();
      // An admin's removals rank below the owner's.
      boolean isByOwner = dice.nextInt(3) > 0;
      giver = isByOwner ? World.keyOf(create.header().author().toString()).orElseThrow() : giver;
      String member = ReferenceGrants.member(grant).orElse(giver.did().toString());
      values.put("member", Ipld.of(member));
    }
    Draft draft = new Draft(type, HistoryWriter.scopeOf(grant), giver);
    if (acceptsAll) {
      values.put("grants", Said.linksTo(List.of(grant.id())));
      values.put("until", Said.linksTo(lastOf(world.relyingOn(grant))));
      List<DecodedEvent> entity = world.entity(ReferenceLog.Name.of(grant));
      world.offer(draft.set(values.build()).in(grant.entity(), world.tips(entity)), dice);
      return;
    }
    remove(draft, grant, values, dice);
  }

  /** Those of several events behind which their logs have none. */
  private List<EventId> lastOf(List<DecodedEvent> relying) {
    return relying.stream()
        .filter(event -> !world.isFollowed(event))
        .map(DecodedEvent::id)
        .limit(MOST_UNTIL)
        .toList();
  }

  /** Offers a removal of a grant, and of whatever else it happens to name. */
  private void remove(
      Draft draft, DecodedEvent grant, IpldMap.Builder values, SplittableRandom dice) {
    List<DecodedEvent> entity = world.entity(ReferenceLog.Name.of(grant));
    // Who has seen only the grant removes it at the same time as others.
    List<DecodedEvent> heads = dice.nextInt(4) == 0 ? List.of(grant) : world.heads(entity, dice);
    if (heads.stream().noneMatch(head -> world.hasSeen(head, grant)) && dice.nextInt(8) > 0) {
      List<DecodedEvent> seeing =
          entity.stream().filter(event -> world.hasSeen(event, grant)).toList();
      heads = List.of(World.pickLate(seeing, dice));
    }
    draft.in(grant.entity(), heads);
    List<EventId> named = new ArrayList<>(List.of(grant.id()));
    for (int i = dice.nextInt(3); i > 0; i--) {
      named.add(World.pick(entity, dice).id());
    }
    values.put("grants", Said.linksTo(named));
    boolean isLeave = draft.type.name().equals("circle:remove_member") && dice.nextInt(4) > 0;
    if (!isLeave || !draft.author.toString().equals(member(values))) {
      values.put("until", Said.linksTo(until(grant, dice)));
    }
    draft.set(values.build());
    world.offer(draft, dice);
  }

  private static String member(IpldMap.Builder values) {
    return values.build().get("member").map(Ipld::toString).orElse("");
  }

  /** What the remover accepts: rightly all so far, or nothing, or less, or what nobody has. */
  private List<EventId> until(DecodedEvent grant, SplittableRandom dice) {
    List<EventId> until = new ArrayList<>();
    int way = dice.nextInt(8);
    List<DecodedEvent> relying = world.relyingOn(grant);
    for (DecodedEvent event : relying) {
      boolean isLast = !world.isFollowed(event);
      if (way < 4 ? isLast : way == 4 && dice.nextInt(4) == 0) {
        until.add(event.id());
      }
    }
    if (way == 5) {
      for (int i = dice.nextInt(3); i > 0; i--) {
        until.add(World.pick(world.events(), dice).id());
      }
    }
    if (dice.nextInt(8) == 0) {
      until.add(new EventId(Bytes.owning(World.lost(dice))));
    }
    return until.stream().distinct().limit(MOST_UNTIL).toList();
  }
}
