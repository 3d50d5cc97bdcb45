package io.vivim.statemachine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Bytes;
import io.vivim.codec.Ipld;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventId;
import io.vivim.events.LogScope;
import io.vivim.statemachine.StateDiff.Difference;
import io.vivim.statemachine.StateDiff.Side;
import io.vivim.statemachine.model.Coded;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Digests of scopes, and what is found by comparing them. */
final class StateDigestTest {
  private static final int ORDERS = 20;

  private static Map<String, Bytes> digests(FoldedLog log) {
    StateDigests digests = log.digests();
    Map<String, Bytes> roots = new LinkedHashMap<>();
    digests.scopes().forEach(scope -> roots.put(scope.text(), digests.of(scope).root()));
    return roots;
  }

  @Test
  void inWhateverOrderTheEventsCameTheDigestsAreEqual() {
    Town town = new Town();
    try (FoldedLog first = FoldedLog.of(town.history)) {
      assertThat(digests(first))
          .containsOnlyKeys(
              "circle:" + town.circle.id(),
              "local:" + Pen.did(0),
              "private:" + Pen.did(0),
              "public")
          .doesNotContainValue(StateDigest.NOTHING);
      for (int seed = 0; seed < ORDERS; seed++) {
        List<DecodedEvent> order = Town.shuffled(town.history, new Random(seed));
        try (FoldedLog other = FoldedLog.of(order)) {
          assertThat(digests(other)).as("seed " + seed).isEqualTo(digests(first));
        }
      }
    }
  }

  @Test
  void everyEventThatChangesSomethingChangesTheDigestOfItsScopeAlone() {
    Town town = new Town();
    try (FoldedLog log = new FoldedLog()) {
      for (DecodedEvent event : town.history) {
        Map<String, Bytes> before = digests(log);
        log.take(event);
        Map<String, Bytes> after = digests(log);
        String own = event.logScope().text();
        assertThat(after.get(own)).as(event.header().type().name()).isNotEqualTo(before.get(own));
        after.remove(own);
        before.remove(own);
        assertThat(after).isEqualTo(before);
      }
    }
  }

  @Test
  void aGrantThatIsRemovedIsNotInTheForm() {
    Town town = new Town();
    try (FoldedLog log = FoldedLog.of(town.history)) {
      EntityState before = entity(log, town.circle.id());
      assertThat(grants(log, before))
          .isEqualTo(new Ipld.Sequence(List.of(Pen.linkTo(town.invitation.id()))));
      log.take(
          town.pen
              .by(0, "circle:remove_member")
              .to(town.circleScope())
              .after(town.invitation)
              .set("member", Pen.did(1).toString())
              .set("grants", new Ipld.Sequence(List.of(Pen.linkTo(town.invitation.id()))))
              .send());
      EntityState after = entity(log, town.circle.id());
      assertThat(after.fields().all()).isEqualTo(before.fields().all());
      assertThat(grants(log, after)).isEqualTo(new Ipld.Sequence(List.of()));
    }
  }

  private static EntityState entity(FoldedLog log, EventId id) {
    return new EntityReader(log.store, new Definitions(log::find)).states(id).get(0);
  }

  /** The grants in the form of an entity. */
  private static Ipld grants(FoldedLog log, EntityState state) {
    Bytes form = EntityForm.of(state, EntityReader.grantsOf(log.store, state.name()));
    return Coded.map(Coded.read(form)).get("grants").orElseThrow();
  }

  @Test
  void theTreeIsWhatItsPageSays() {
    Map<EventId, Bytes> leaves = new TreeMap<>();
    Random random = new Random(7);
    for (int i = 0; i < 2000; i++) {
      byte[] id = new byte[EventId.DIGEST_BYTES];
      random.nextBytes(id);
      id[0] &= 3;
      id[1] &= 7;
      leaves.put(new EventId(Bytes.owning(id)), StateDigest.leaf(Bytes.copyOf(id)));
    }
    StateDigest.Growth growth = new StateDigest.Growth();
    leaves.forEach(growth::add);
    StateDigest digest = growth.of(LogScope.PUBLIC, (one, two) -> new TreeMap<>());
    assertThat(digest.root()).isEqualTo(SlowTree.root(leaves));
    assertThat(digest.entities()).isEqualTo(2000);
    assertThat(new StateDigest.Growth().of(LogScope.PUBLIC, (a, b) -> new TreeMap<>()).root())
        .isEqualTo(Bytes.owning(new byte[32]))
        .isEqualTo(SlowTree.root(Map.of()));
  }

  @Test
  void aComparisonFindsTheEntitiesThatDifferAndNoOthers() {
    Town town = new Town();
    List<DecodedEvent> fewer = new ArrayList<>(town.history);
    fewer.removeAll(List.of(town.tagged, town.comment));
    DecodedEvent extra = town.pen.by(2, "memory:create").set("text", "only here").send();
    List<DecodedEvent> others = new ArrayList<>(fewer);
    others.add(extra);
    try (FoldedLog one = FoldedLog.of(town.history);
        FoldedLog two = FoldedLog.of(others)) {
      assertThat(differences(one, two))
          .containsExactlyInAnyOrder(
              new Difference(town.fact.id(), Side.BOTH),
              new Difference(town.comment.id(), Side.FIRST),
              new Difference(extra.id(), Side.SECOND));
      assertThat(differences(one, one)).isEmpty();
    }
  }

  private static List<Difference> differences(FoldedLog one, FoldedLog two) {
    return StateDiff.between(one.digests().of(LogScope.PUBLIC), two.digests().of(LogScope.PUBLIC))
        .toList();
  }

  @Test
  void onlyBucketsThatDifferAreLookedInto() {
    Town town = new Town();
    try (FoldedLog one = FoldedLog.of(town.history)) {
      StateDigest before = one.digests().of(LogScope.PUBLIC);
      CountedTree here = new CountedTree(before);
      assertThat(StateDiff.walk(here, new CountedTree(before))).isEmpty();
      assertThat(here.looks).isZero();
      try (FoldedLog two = FoldedLog.of(town.history)) {
        two.take(town.pen.by(2, "memory:create").set("text", "more").send());
        assertThat(StateDiff.walk(here, new CountedTree(two.digests().of(LogScope.PUBLIC))))
            .hasSize(1);
        assertThat(here.looks).isEqualTo(1);
        assertThat(here.branchesEntered).isEqualTo(StateDigest.CHILDREN);
      }
    }
  }

  @Test
  void toAReaderWhatMayNotBeSeenIsNotThere() {
    Town town = new Town();
    try (FoldedLog log = FoldedLog.of(town.history)) {
      StateDigests stranger = new StateDigests(log.store, Reader.of(Pen.did(2), Pen.NOW));
      assertThat(stranger.scopes()).containsExactly(LogScope.PUBLIC);
      LogScope own = town.secret.logScope();
      assertThat(stranger.of(own).root()).isEqualTo(StateDigest.NOTHING);
      assertThat(stranger.of(own).entities()).isZero();
      assertThat(new StateDigests(log.store, Reader.of(Pen.did(0), Pen.NOW)).of(own).root())
          .isEqualTo(log.digests().of(own).root())
          .isNotEqualTo(StateDigest.NOTHING);
    }
  }

  /** Notes what is asked of it. */
  private static final class CountedTree implements HashTree {
    private final HashTree tree;
    int looks;
    int branchesEntered;

    CountedTree(HashTree tree) {
      this.tree = tree;
    }

    @Override
    public Bytes root() {
      return tree.root();
    }

    @Override
    public Bytes branch(int first) {
      return tree.branch(first);
    }

    @Override
    public Bytes bucket(int first, int second) {
      branchesEntered++;
      return tree.bucket(first, second);
    }

    @Override
    public NavigableMap<EventId, Bytes> leaves(int first, int second) {
      looks++;
      return tree.leaves(first, second);
    }
  }
}
