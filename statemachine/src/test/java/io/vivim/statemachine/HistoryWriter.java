package io.vivim.statemachine;

import io.vivim.codec.Bytes;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.did.SigningKey;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EntityIds;
import io.vivim.events.EventId;
import io.vivim.events.EventType;
import io.vivim.events.LogScope;
import io.vivim.events.Scope;
import io.vivim.statemachine.model.Kind;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Takes steps, one after another; one that makes no sense where it stands does nothing. */
final class HistoryWriter {
  private static final List<String> CREATING =
      List.of(
          "message:create",
          "acu:create",
          "acu:derive",
          "memory:create",
          "memory:create",
          "memory:create",
          "memory:consolidate",
          "content:publish",
          "content:comment",
          "content:share",
          "conversation:create",
          "conversation:create",
          "circle:share",
          "sharing:intent");

  private static final List<String> FRIENDS =
      List.of(
          "social:friend_request",
          "social:friend_request",
          "social:friend_accept",
          "social:friend_accept",
          "social:friend_accept",
          "social:friend_reject",
          "social:unfriend",
          "social:block");

  /** What is edited by steps of its own. */
  private static final List<String> NOT_EDITS =
      List.of("circle:share", "sharing:policy", "capability:delegate", "system:erase");

  private static final List<EventType> TYPES =
      EventType.catalogue().values().stream()
          .filter(type -> type.subject() != EventType.Subject.CREATES)
          .sorted(Comparator.comparing(EventType::name))
          .toList();

  private static final List<EventType> EDITS =
      TYPES.stream()
          .filter(type -> !type.isControl() || type.name().startsWith("system"))
          .filter(type -> !NOT_EDITS.contains(type.name()))
          .toList();

  private static final int MOST_EDITED = 6;
  private static final int MOST_NOTES = 2;

  private final World world = new World();
  private final GrantWriter grants = new GrantWriter(world);
  private final TroubleWriter trouble = new TroubleWriter(world, grants);

  List<DecodedEvent> events() {
    return world.events();
  }

  void take(Step step) {
    SplittableRandom dice = new SplittableRandom(step.dice());
    world.tick(dice);
    switch (step.act()) {
      case CREATE -> create(step, dice);
      case EDIT -> edit(step, dice);
      case IDENTITY -> identity(step, dice);
      case CONVERSATION -> conversation(step, dice);
      case FOLLOW -> follow(step, dice);
      case FRIEND -> friend(step, dice);
      case LIKE -> like(step, dice);
      case MODEL -> model(step, dice);
      case APPLICATION -> application(step, dice);
      case UPGRADE, HIDE, ERASE, UNDO, REMOVE_AGAIN, FORK -> trouble.take(step, dice);
      case SYSTEM -> system(step, dice);
      default -> grants.take(step, dice);
    }
  }

  private Draft draft(String type, Step step, SplittableRandom dice) {
    Draft draft = new Draft(type, grants.scope(step), World.root(step.who()));
    draft.body = RandomBodies.fitting(draft.type, dice);
    if (dice.nextInt(8) == 0 && !world.events().isEmpty()) {
      // What is derived from what may go round in a circle.
      draft.parent = World.pick(world.events(), dice).entity().cid();
    }
    return draft;
  }

  /** The body with one more field set. */
  private static void alsoSet(Draft draft, String field, Ipld value) {
    IpldMap set =
        draft.body.get("set").orElse(IpldMap.EMPTY) instanceof IpldMap map ? map : IpldMap.EMPTY;
    IpldMap.Builder fields = IpldMap.builder().put(field, value);
    set.forEach(
        (name, other) -> {
          if (!name.equals(field)) {
            fields.put(name, other);
          }
        });
    IpldMap.Builder body = IpldMap.builder().put("set", fields.build());
    draft.body.forEach(
        (part, other) -> {
          if (!part.equals("set")) {
            body.put(part, other);
          }
        });
    draft.body = body.build();
  }

  private Ipld anyLink(SplittableRandom dice) {
    return world.events().isEmpty()
        ? Said.linkTo(new EventId(Bytes.owning(new byte[32])))
        : Said.linkTo(World.pick(world.events(), dice).entity());
  }

  private void create(Step step, SplittableRandom dice) {
    Draft draft = draft(World.pick(CREATING, dice), step, dice);
    if (draft.type.name().equals("content:comment") && dice.nextInt(10) > 0) {
      alsoSet(draft, "target", anyLink(dice));
    }
    world.offer(draft, dice);
  }

  private void edit(Step step, SplittableRandom dice) {
    if (world.names().isEmpty()) {
      return;
    }
    ReferenceLog.Name name = edited(step, dice);
    List<DecodedEvent> entity = world.entity(name);
    DecodedEvent first = entity.get(0);
    Kind kind = Kind.of(first.header().type());
    List<EventType> fitting = EDITS.stream().filter(type -> Kind.of(type).equals(kind)).toList();
    boolean isOdd = fitting.isEmpty() || dice.nextInt(14) == 0;
    EventType type = World.pick(isOdd ? TYPES : fitting, dice);
    Scope scope = scopeOf(first);
    Draft draft = new Draft(type.name(), scope, editor(step, first, dice));
    draft.body = RandomBodies.fitting(type, dice);
    if (dice.nextInt(8) == 0) {
      draft.parent = World.pick(world.events(), dice).entity().cid();
    }
    for (String key : List.of("source", "with", "target")) {
      Optional<Ipld> value = entity.stream().flatMap(e -> Said.value(e, key).stream()).findFirst();
      value.ifPresent(named -> alsoSet(draft, key, asSeenBy(draft, named, first)));
    }
    boolean mayBeFirst =
        Kind.of(type).keyed() != Kind.Keyed.NONE
            && (Kind.of(type).equals(kind) || !first.logScope().isOwned());
    boolean isBlind = mayBeFirst && dice.nextInt(5) == 0;
    draft.in(name.id(), isBlind ? List.of() : world.heads(entity, dice));
    world.offer(draft, dice);
  }

  /** Few entities are edited often rather than many seldom. */
  private ReferenceLog.Name edited(Step step, SplittableRandom dice) {
    List<ReferenceLog.Name> some =
        world.names().stream()
            .filter(name -> !world.entity(name).get(0).header().type().isControl())
            .filter(name -> !ReferenceGrants.isOf(world.entity(name).get(0), "system:erase"))
            .toList();
    if (some.isEmpty() || dice.nextInt(5) == 0) {
      return world.names().get(Math.floorMod(step.where(), world.names().size()));
    }
    int last = Math.min(MOST_EDITED, some.size());
    return some.get(some.size() - 1 - Math.floorMod(step.where(), last));
  }

  /** The owner, or somebody to whom they granted something, or anybody. */
  private SigningKey editor(Step step, DecodedEvent first, SplittableRandom dice) {
    SigningKey owner = World.keyOf(first.header().author().toString()).orElseThrow();
    int chance = dice.nextInt(6);
    if (chance < 2) {
      return owner;
    }
    Ipld entity = Said.linkTo(first.entity());
    List<SigningKey> granted =
        IntStream.range(0, World.PEOPLE)
            .mapToObj(World::root)
            .filter(key -> !key.did().equals(owner.did()))
            .filter(key -> grants.isGranted(first, entity, key.did()))
            .toList();
    return granted.isEmpty() || chance == 2 ? World.root(step.who()) : World.pick(granted, dice);
  }

  /** The other of two friends is another for each of them. */
  private static Ipld asSeenBy(Draft draft, Ipld named, DecodedEvent first) {
    return named.equals(Ipld.of(draft.author.toString()))
        ? Ipld.of(first.header().author().toString())
        : named;
  }

  static Scope scopeOf(DecodedEvent event) {
    return ReferenceGrants.circle(event).map(Scope::circle).orElse(event.header().scope());
  }

  private void keyed(Draft draft, List<Ipld> key, SplittableRandom dice) {
    LogScope log = draft.scope.sharedLog(draft.author).orElseThrow();
    String kind = Kind.of(draft.type).name();
    Bytes secret = Bytes.utf8(draft.author.toString());
    List<Ipld> parts = log.isOwned() ? EntityIds.hidden(secret, key) : key;
    EventId id = EntityIds.keyed(kind, draft.scope, parts);
    List<DecodedEvent> entity = world.entity(log, id);
    draft.in(id, dice.nextInt(4) == 0 ? List.of() : world.heads(entity, dice));
    world.offer(draft, dice);
  }

  private void identity(Step step, SplittableRandom dice) {
    String type = dice.nextInt(3) == 0 ? "identity:create" : "identity:update";
    keyed(draft(type, step, dice), List.of(Ipld.of(World.did(step.who()))), dice);
  }

  private void conversation(Step step, SplittableRandom dice) {
    String verb = World.pick(List.of("create", "update", "update", "delete"), dice);
    Draft draft = draft("conversation:" + verb, step, dice);
    Ipld source = Ipld.of("https://chat.example/" + dice.nextInt(2));
    if (dice.nextInt(12) > 0) {
      alsoSet(draft, "source", source);
    }
    int owner = dice.nextInt(12) == 0 ? step.who() + 1 : step.who();
    keyed(draft, List.of(Ipld.of(World.did(owner)), source), dice);
  }

  private void follow(Step step, SplittableRandom dice) {
    String type = dice.nextInt(3) == 0 ? "social:unfollow" : "social:follow";
    targeted(draft(type, step, dice), Ipld.of(World.did(dice.nextInt(3))), step, dice);
  }

  private void like(Step step, SplittableRandom dice) {
    String type = dice.nextInt(3) == 0 ? "content:unlike" : "content:like";
    targeted(draft(type, step, dice), Ipld.of("post " + dice.nextInt(2)), step, dice);
  }

  private void targeted(Draft draft, Ipld target, Step step, SplittableRandom dice) {
    if (dice.nextInt(12) > 0) {
      alsoSet(draft, "target", target);
    }
    keyed(draft, List.of(Ipld.of(World.did(step.who())), target), dice);
  }

  private void friend(Step step, SplittableRandom dice) {
    String other = World.did(dice.nextInt(5) > 0 ? step.who() ^ 1 : step.who() + 2);
    // Few pairs, and mostly in public, so that many find an answer.
    Scope scope = dice.nextInt(4) > 0 ? Scope.PUBLIC : grants.scope(step);
    Draft draft = new Draft(World.pick(FRIENDS, dice), scope, World.root(step.who()));
    draft.body = RandomBodies.fitting(draft.type, dice);
    if (dice.nextInt(12) > 0) {
      alsoSet(draft, "with", Ipld.of(other));
    }
    String own = World.did(dice.nextInt(12) == 0 ? step.who() + 3 : step.who());
    boolean isInOrder = own.compareTo(other) < 0;
    keyed(draft, List.of(Ipld.of(isInOrder ? own : other), Ipld.of(isInOrder ? other : own)), dice);
  }

  private void model(Step step, SplittableRandom dice) {
    Draft draft = new Draft("model:define", grants.scope(step), World.root(step.who()));
    List<DecodedEvent> own =
        world.ofType("model:define").stream()
            .filter(event -> event.header().author().equals(draft.author))
            .filter(event -> scopeOf(event).equals(draft.scope))
            .toList();
    if (!own.isEmpty() && dice.nextInt(3) > 0) {
      DecodedEvent model = World.pick(own, dice);
      draft.in(model.entity(), world.heads(world.entity(model.logScope(), model.entity()), dice));
    }
    draft.set(RandomBodies.definition(dice.nextInt(10) == 0 ? "x.task" : "x.note", dice));
    world.offer(draft, dice);
  }

  private void application(Step step, SplittableRandom dice) {
    if (dice.nextInt(4) == 0) {
      Ipld name = Ipld.of("board " + dice.nextInt(2));
      Draft draft = new Draft("x.board:edit", grants.scope(step), World.root(step.who()));
      draft.body = RandomBodies.ofApplication(dice);
      if (dice.nextInt(10) > 0) {
        alsoSet(draft, "key", Ipld.listOf(name));
      }
      keyed(draft, List.of(Ipld.of(World.did(step.who())), name), dice);
      return;
    }
    List<ReferenceLog.Name> notes =
        world.names().stream()
            .filter(name -> world.entity(name).get(0).header().type().entity().equals("x.note"))
            .toList();
    boolean isNew = notes.isEmpty() || dice.nextInt(5) == 0;
    Draft draft;
    if (isNew) {
      draft = new Draft("x.note:create", grants.scope(step), World.root(step.who()));
    } else {
      int last = Math.min(MOST_NOTES, notes.size());
      ReferenceLog.Name name = notes.get(notes.size() - 1 - Math.floorMod(step.where(), last));
      List<DecodedEvent> entity = world.entity(name);
      String type = dice.nextInt(8) == 0 ? "x.note:delete" : "x.note:edit";
      draft = new Draft(type, scopeOf(entity.get(0)), editor(step, entity.get(0), dice));
      draft.in(name.id(), world.heads(entity, dice));
    }
    if (dice.nextInt(10) < (isNew ? 7 : 3)) {
      grants.cite(draft, "model:define", dice);
    }
    draft.body = RandomBodies.ofApplication(dice);
    world.offer(draft, dice);
  }

  private void system(Step step, SplittableRandom dice) {
    String type = World.pick(List.of("system:anchor", "system:checkpoint"), dice);
    world.offer(draft(type, step, dice), dice);
  }
}
