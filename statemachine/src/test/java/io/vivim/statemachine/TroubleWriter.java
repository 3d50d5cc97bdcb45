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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;

/** The steps that few people take, and none of them by accident. */
final class TroubleWriter {
  private static final int MOST_REMOVALS = 12;
  private static final int MOST_FORGED = 3;
  private static final int MOST_WATCHED = 6;

  private final World world;
  private final GrantWriter grants;

  TroubleWriter(World world, GrantWriter grants) {
    this.world = world;
    this.grants = grants;
  }

  void take(Step step, SplittableRandom dice) {
    switch (step.act()) {
      case UPGRADE -> upgrade(step, dice);
      case HIDE -> hide(step, dice);
      case ERASE -> erase(step, dice);
      case UNDO -> undo(dice);
      case REMOVE_AGAIN -> removeAgain(step, dice);
      case FORK -> fork(step, dice);
      default -> throw new IllegalArgumentException(step.toString());
    }
  }

  // Models.

  /** Something about an entity that folds by a model, or about that model. */
  private void upgrade(Step step, SplittableRandom dice) {
    List<DecodedEvent> notes =
        world.ofType("x.note:create").stream()
            .filter(note -> !note.logScope().isOwned())
            .filter(note -> definition(note).isPresent())
            .toList();
    if (notes.isEmpty()) {
      begin(step, dice);
      return;
    }
    DecodedEvent note = notes.get(Math.floorMod(step.where(), notes.size()));
    DecodedEvent define = definition(note).orElseThrow();
    switch (dice.nextInt(8)) {
      case 0, 1, 2, 3 -> {
        Draft draft = new Draft("model:define", HistoryWriter.scopeOf(define), author(define));
        draft.set(RandomBodies.definition(dice.nextInt(6) == 0 ? "x.task" : "x.note", dice));
        world.offer(draft.in(define.entity(), world.heads(versions(define), dice)), dice);
      }
      case 4 -> forge(step, define, dice);
      case 5 -> {
        Draft erase = new Draft("system:erase", HistoryWriter.scopeOf(define), author(define));
        world.offer(erase.set(target(World.pick(versions(define), dice))), dice);
      }
      default -> {}
    }
    if (dice.nextInt(4) > 0) {
      edit(note, World.pickLate(versions(define), dice), dice);
    }
  }

  private List<DecodedEvent> versions(DecodedEvent define) {
    return world.entity(ReferenceLog.Name.of(define)).stream()
        .filter(event -> ReferenceGrants.isOf(event, "model:define"))
        .toList();
  }

  /** A definition, and an entity that folds by it. */
  private void begin(Step step, SplittableRandom dice) {
    Scope scope = grants.scope(step);
    Draft define = new Draft("model:define", scope, World.root(step.who()));
    if (world.offer(define.set(RandomBodies.definition("x.note", dice)), dice)) {
      DecodedEvent last = world.events().get(world.events().size() - 1);
      Draft note = new Draft("x.note:create", scope, World.root(step.who() + dice.nextInt(2)));
      note.body = RandomBodies.ofApplication(dice);
      world.offer(note.citing(last), dice);
    }
  }

  /** A definition of somebody else, which is not of that model whatever it says. */
  private void forge(Step step, DecodedEvent define, SplittableRandom dice) {
    if (dice.nextBoolean()) {
      Scope scope = HistoryWriter.scopeOf(define);
      Draft posing = new Draft("x.note:define", scope, World.root(step.who()));
      posing.set(RandomBodies.definition("x.note", dice));
      world.offer(posing.in(define.entity(), List.of()), dice);
      return;
    }
    for (int i = 0; i < MOST_FORGED; i++) {
      Draft draft =
          new Draft("model:define", HistoryWriter.scopeOf(define), World.root(step.who()));
      world.ofType("model:define").stream()
          .filter(other -> other.header().author().equals(draft.author))
          .filter(other -> other.logScope().equals(define.logScope()))
          .filter(other -> !other.entity().equals(define.entity()))
          .reduce((one, last) -> last)
          .ifPresent(last -> draft.in(last.entity(), List.of(last)));
      world.offer(draft.set(RandomBodies.definition("x.note", dice)), dice);
    }
  }

  /** An edit by anybody that cites a version of the model, or what poses as one. */
  private void edit(DecodedEvent note, DecodedEvent version, SplittableRandom dice) {
    boolean isOwners = dice.nextInt(3) == 0;
    int stranger = World.personOf(note.header().author()) + 1 + dice.nextInt(World.PEOPLE - 1);
    SigningKey who = isOwners ? author(note) : World.root(stranger);
    Draft draft = new Draft("x.note:edit", HistoryWriter.scopeOf(note), who);
    draft.body = RandomBodies.ofApplication(dice);
    List<DecodedEvent> entity = world.entity(ReferenceLog.Name.of(note));
    draft.in(note.entity(), dice.nextInt(4) == 0 ? List.of() : world.heads(entity, dice));
    if (dice.nextInt(4) == 0) {
      grants.cite(draft, dice.nextBoolean() ? "x.note:define" : "model:define", dice);
    }
    world.offer(draft.citing(version), dice);
  }

  /** The first definition that an event cites. */
  private Optional<DecodedEvent> definition(DecodedEvent note) {
    return world.ofType("model:define").stream()
        .filter(define -> note.header().auth().contains(define.id()))
        .findFirst();
  }

  private static SigningKey author(DecodedEvent event) {
    return World.keyOf(event.header().author().toString()).orElseThrow();
  }

  private static IpldMap target(DecodedEvent target) {
    return IpldMap.builder().put("target", Said.linkTo(target.id())).build();
  }

  // Keys.

  /** What somebody keeps to themselves of a key that is in use in the open, and the other way. */
  private void hide(Step step, SplittableRandom dice) {
    List<DecodedEvent> keyed =
        world.events().stream()
            .filter(event -> !event.logScope().isOwned())
            .filter(event -> HiddenKeys.KINDS.contains(Kind.of(event.header().type()).name()))
            .filter(event -> HiddenKeys.of(event).isPresent())
            .toList();
    if (keyed.isEmpty()) {
      return;
    }
    // Each kind as often as the others.
    Map<String, List<DecodedEvent>> kinds = new TreeMap<>();
    for (DecodedEvent event : keyed) {
      kinds
          .computeIfAbsent(Kind.of(event.header().type()).name(), kind -> new ArrayList<>())
          .add(event);
    }
    List<DecodedEvent> some = World.pick(List.copyOf(kinds.values()), dice);
    DecodedEvent open = some.get(Math.floorMod(step.where(), some.size()));
    boolean isFirst = dice.nextBoolean();
    if (isFirst) {
      hidden(open, dice);
    }
    openly(open, dice);
    if (!isFirst) {
      hidden(open, dice);
    }
  }

  private void hidden(DecodedEvent open, SplittableRandom dice) {
    SigningKey who = dice.nextInt(4) == 0 ? World.root(dice.nextInt(World.PEOPLE)) : author(open);
    Scope scope = dice.nextInt(3) == 0 ? Scope.LOCAL : Scope.PRIVATE;
    Draft draft = new Draft(open.header().type().name(), scope, who);
    draft.body = HiddenKeys.bodyOf(open);
    List<Ipld> key = HiddenKeys.of(open).orElseThrow();
    EventId id = open.entity();
    if (dice.nextInt(3) > 0) {
      Bytes secret = Bytes.utf8(draft.author.toString());
      String kind = Kind.of(draft.type).name();
      id = EntityIds.keyed(kind, scope, EntityIds.hidden(secret, key));
    }
    LogScope log = scope.sharedLog(draft.author).orElseThrow();
    List<DecodedEvent> entity = world.entity(log, id);
    world.offer(draft.in(id, dice.nextInt(3) == 0 ? List.of() : world.heads(entity, dice)), dice);
  }

  /** The owner's next word where all see it. */
  private void openly(DecodedEvent open, SplittableRandom dice) {
    Draft draft = new Draft(open.header().type().name(), HistoryWriter.scopeOf(open), author(open));
    draft.body = HiddenKeys.bodyOf(open);
    List<DecodedEvent> entity = world.entity(ReferenceLog.Name.of(open));
    world.offer(
        draft.in(open.entity(), dice.nextInt(3) == 0 ? List.of() : world.heads(entity, dice)),
        dice);
  }

  // Erasures.

  /** Erases an event of any kind, or asks for it in vain. */
  private void erase(Step step, SplittableRandom dice) {
    Map<String, List<DecodedEvent>> kinds = new TreeMap<>();
    for (DecodedEvent event : world.events()) {
      EventType type = event.header().type();
      String kind = Kind.of(type).name() + (type.isControl() ? ", ruling" : "");
      kinds.computeIfAbsent(kind, any -> new ArrayList<>()).add(event);
    }
    if (dice.nextInt(8) > 0) {
      kinds.values().removeIf(events -> events.get(0).header().type().isControl());
    }
    if (kinds.isEmpty()) {
      return;
    }
    List<DecodedEvent> some = World.pick(List.copyOf(kinds.values()), dice);
    DecodedEvent target = some.get(Math.floorMod(step.where(), some.size()));
    SigningKey who =
        switch (dice.nextInt(6)) {
          case 0, 1 -> World.root(step.who());
          case 2, 3 -> author(world.entity(ReferenceLog.Name.of(target)).get(0));
          default -> author(target);
        };
    boolean isElsewhere = dice.nextInt(8) == 0;
    Scope scope = isElsewhere ? grants.scope(step) : HistoryWriter.scopeOf(target);
    world.offer(new Draft("system:erase", scope, who).set(target(target)), dice);
  }

  /**
   * Takes away what a late erasure, definition or use of one relies on, and perhaps takes that back
   * by a removal that accepts all.
   */
  private void undo(SplittableRandom dice) {
    List<String> types = List.of("system:erase", "system:erase", "model:define", "x.note:edit");
    List<DecodedEvent> relying =
        world.ofType(World.pick(types, dice)).stream()
            .filter(event -> !grantsOf(event).isEmpty())
            .toList();
    if (!relying.isEmpty()) {
      DecodedEvent event = World.pickLate(relying, dice);
      DecodedEvent grant = World.pick(grantsOf(event), dice);
      grants.removeRightly(grant, dice.nextInt(4) == 0, dice);
      if (dice.nextBoolean()) {
        world.tick(dice);
        grants.removeRightly(grant, true, dice);
      }
    }
  }

  private List<DecodedEvent> grantsOf(DecodedEvent event) {
    return world.events().stream()
        .filter(grant -> event.header().auth().contains(grant.id()))
        .filter(grant -> RemovalRules.isGrant(grant.header().type()))
        .toList();
  }

  // Removals and forks.

  /** One more removal of a grant that somebody made use of, or two, or a dozen. */
  private void removeAgain(Step step, SplittableRandom dice) {
    Map<String, List<DecodedEvent>> types = new TreeMap<>();
    for (DecodedEvent grant : world.events()) {
      EventType type = grant.header().type();
      if (RemovalRules.isGrant(type) && !world.relyingOn(grant).isEmpty()) {
        types.computeIfAbsent(type.name(), name -> new ArrayList<>()).add(grant);
      }
    }
    if (!types.isEmpty()) {
      List<DecodedEvent> some = World.pick(List.copyOf(types.values()), dice);
      DecodedEvent grant = some.get(Math.floorMod(step.where(), some.size()));
      int times = dice.nextInt(8) == 0 ? MOST_REMOVALS : 1 + dice.nextInt(2);
      for (int i = 0; i < times; i++) {
        world.tick(dice);
        grants.removeRightly(grant, false, dice);
      }
    }
  }

  /** Another event in the place of one in a log that a removal speaks of, or behind such a one. */
  private void fork(Step step, SplittableRandom dice) {
    List<DecodedEvent> watched = new ArrayList<>();
    for (DecodedEvent removal : world.events()) {
      if (RemovalRules.isRemoval(removal.header().type())) {
        watched.addAll(listed(removal));
      }
    }
    if (watched.isEmpty()) {
      return;
    }
    int last = Math.min(MOST_WATCHED, watched.size());
    DecodedEvent end = watched.get(watched.size() - 1 - Math.floorMod(step.where(), last));
    List<DecodedEvent> below =
        world.logOf(end).stream()
            .filter(event -> World.seq(event) <= World.seq(end))
            .filter(event -> !event.header().type().equals(EventType.CIRCLE_CREATE))
            .sorted(Comparator.comparingLong(World::seq).reversed())
            .toList();
    if (below.isEmpty()) {
      return;
    }
    DecodedEvent at = World.pick(below.subList(0, Math.min(4, below.size())), dice);
    Draft draft = new Draft("memory:create", HistoryWriter.scopeOf(at), author(at));
    draft.body = RandomBodies.fitting(draft.type, dice);
    draft.signer = World.keyOf(at.header().signer().toString()).orElseThrow();
    world.events().stream().filter(event -> isNeededBy(at, event)).forEach(draft::citing);
    draft.isCited = true;
    switch (dice.nextInt(5)) {
      case 0 -> draft.place = Draft.Place.BEHIND_GAP;
      case 1 -> draft.place = Draft.Place.BEHIND;
      default -> draft.place = Draft.Place.BESIDE;
    }
    draft.neighbour = at;
    world.offer(draft, dice);
  }

  private static boolean isNeededBy(DecodedEvent at, DecodedEvent cited) {
    return at.header().auth().contains(cited.id())
        || (cited.header().type().equals(EventType.CIRCLE_CREATE)
            && cited.logScope().equals(at.logScope())
            && cited.header().author().equals(at.header().author()));
  }

  /** The events that a removal lists and that are here, or the leave that it is. */
  private List<DecodedEvent> listed(DecodedEvent removal) {
    if (ReferenceGrants.isLeave(removal)) {
      return List.of(removal);
    }
    List<EventId> until = Said.links(removal, "until");
    return world.events().stream().filter(event -> until.contains(event.id())).toList();
  }
}
