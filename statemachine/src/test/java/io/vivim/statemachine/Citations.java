package io.vivim.statemachine;

import io.vivim.codec.Ipld;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventId;
import io.vivim.events.LogScope;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;

/**
 * What somebody cites for an event: whatever was ever granted to them, whether or not it was taken
 * away since, and now and then something beside the point.
 */
final class Citations {
  private final World world;
  private final Draft draft;
  private final SplittableRandom dice;
  private final LogScope scope;

  Citations(World world, Draft draft, SplittableRandom dice) {
    this.world = world;
    this.draft = draft;
    this.dice = dice;
    this.scope = draft.scope.sharedLog(draft.author).orElse(LogScope.PUBLIC);
  }

  void add() {
    boolean isRoots = draft.type.name().endsWith("_device");
    if (dice.nextInt(isRoots ? 20 : 2) == 0) {
      device();
    }
    if (draft.type.name().equals("identity:revoke_device")) {
      return;
    }
    if (draft.scope.circle() != null) {
      membership(draft.scope.circle());
    }
    if (draft.entity != null) {
      rights(draft.entity);
    }
    if (dice.nextInt(7) == 0) {
      citeOneOf(world.events());
    }
    if (dice.nextInt(7) == 0) {
      List<DecodedEvent> order = new ArrayList<>(draft.cited());
      Collections.shuffle(order, new Random(dice.nextLong()));
      draft.citeInOrder(order);
    }
  }

  private boolean mayCite(DecodedEvent grant) {
    LogScope of = grant.logScope();
    return of.isPublic() || of.equals(scope) || (of.isCircle() && scope.isOwned());
  }

  private Optional<DecodedEvent> citeOneOf(List<DecodedEvent> grants) {
    List<DecodedEvent> possible = grants.stream().filter(this::mayCite).toList();
    if (possible.isEmpty()) {
      return Optional.empty();
    }
    DecodedEvent chosen = World.pickLate(possible, dice);
    draft.citing(chosen);
    return Optional.of(chosen);
  }

  private void device() {
    List<DecodedEvent> own =
        world.ofType("identity:add_device").stream()
            .filter(grant -> grant.header().author().equals(draft.author))
            .toList();
    citeOneOf(own)
        .flatMap(grant -> Said.text(grant, "device"))
        .flatMap(World::keyOf)
        .ifPresent(key -> draft.signer = key);
  }

  private void membership(EventId circle) {
    List<DecodedEvent> create =
        world.events().stream()
            .filter(event -> event.id().equals(circle))
            .filter(event -> event.header().author().equals(draft.author))
            .toList();
    if (!create.isEmpty()) {
      if (!circle.equals(draft.entity) || dice.nextInt(5) == 0) {
        draft.citing(create.get(0));
      }
      return;
    }
    List<DecodedEvent> own =
        world.entity(scope, circle).stream()
            .filter(grant -> ReferenceGrants.isOf(grant, "circle:add_member", "circle:set_role"))
            .filter(
                grant -> ReferenceGrants.member(grant).equals(Optional.of(draft.author.toString())))
            .toList();
    for (int i = 1 + dice.nextInt(2); i > 0; i--) {
      citeOneOf(own);
    }
  }

  private void rights(EventId entity) {
    List<DecodedEvent> first =
        world.events().stream().filter(event -> event.id().equals(entity)).toList();
    if (first.isEmpty() || first.get(0).header().author().equals(draft.author)) {
      return;
    }
    if (dice.nextInt(3) > 0) {
      Ipld author = Ipld.of(draft.author.toString());
      citeOneOf(
          world.ofType("sharing:policy").stream()
              .filter(grant -> grant.header().author().equals(first.get(0).header().author()))
              .filter(grant -> Said.lists(grant, "entities", Said.linkTo(entity)))
              .filter(grant -> Said.lists(grant, "audience", author))
              .toList());
    }
    if (dice.nextInt(3) > 0) {
      List<List<DecodedEvent>> chains =
          Delegations.chains(world.ofType("capability:delegate"), draft.author).stream()
              .filter(
                  chain -> chain.get(0).header().author().equals(first.get(0).header().author()))
              .filter(chain -> chain.stream().allMatch(this::mayCite))
              .toList();
      if (!chains.isEmpty()) {
        World.pickLate(chains, dice).forEach(draft::citing);
      }
    }
  }
}
