package io.vivim.statemachine;

import static io.vivim.statemachine.Script.by;
import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Bytes;
import io.vivim.codec.Ipld;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EntityIds;
import io.vivim.events.EventId;
import io.vivim.events.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Anybody may send events that name another's entity; that is all that they can do to it. */
final class StrangersTest {
  private static final int MAX = 2;
  private static final int EVE = 3;
  private static final int STRAYS = 40;

  private final Script script = new Script();
  private final Ipld key = Ipld.of(World.did(EVE));
  private final EventId zoo =
      EntityIds.keyed("x.zoo", Scope.PUBLIC, List.of(key, Ipld.of("lions")));

  @Test
  void theirEventsAreNoHeadsWhoeverCameFirst() {
    DecodedEvent before = stray();
    DecodedEvent own = script.post(named("a").in(zoo, List.of()));
    DecodedEvent after = stray();
    assertThat(script.entity(own).heads()).containsExactly(own.id());
    assertThat(List.of(script.reason(before), script.reason(after))).containsOnly("key");
  }

  @Test
  void norInAnEntityOfAnotherKind() {
    DecodedEvent note = script.post(by(EVE, "memory:create", Scope.PUBLIC, "content", "a"));
    script.post(
        by(MAX, "conversation:update", Scope.PUBLIC, "title", "b").in(note.id(), List.of()));
    script.post(by(MAX, "social:follow", Scope.PUBLIC, "target", "c").in(note.id(), List.of()));
    assertThat(script.entity(note).heads()).containsExactly(note.id());
  }

  @Test
  void theOwnersMistakesAreHeads() {
    DecodedEvent own = script.post(named("a").in(zoo, List.of()));
    DecodedEvent mistake =
        script.post(by(EVE, "x.zoo:update", Scope.PUBLIC, "name", "b").in(zoo, List.of(own)));
    assertThat(script.reason(mistake)).isEqualTo("key");
    assertThat(script.entity(own).heads()).containsExactly(mistake.id());
  }

  @Test
  void anEntityGrowsByThemNoMoreThanByNothing() {
    List<DecodedEvent> events =
        new ArrayList<>(List.of(script.post(named("a").in(zoo, List.of()))));
    Bytes alone = record(events);
    for (int i = 0; i < STRAYS; i++) {
      events.add(stray());
    }
    assertThat(record(events)).isEqualTo(alone);
    assertThat(record(events.subList(1, events.size())).size()).isLessThan(alone.size());
  }

  @Test
  void theyDoNotSayByWhichModelItFolds() {
    DecodedEvent sets = script.post(model("set"));
    DecodedEvent own =
        script.post(by(EVE, "x.note:create", Scope.PUBLIC, "doc", List.of("a")), sets);
    DecodedEvent registers = script.post(model("register").in(sets.id(), List.of(sets)));
    Draft edit = by(MAX, "x.note:edit", Scope.PUBLIC, "doc", "b").in(own.id(), List.of(own));
    DecodedEvent strays = script.post(edit, registers);
    assertThat(script.reason(strays)).isEqualTo("owner");
    assertThat(script.reason(own)).isEmpty();
    assertThat(script.entity(own).fields()).containsEntry("doc", Ipld.listOf(Ipld.of("a")));
  }

  private static Draft model(String merge) {
    return by(
        MAX,
        "model:define",
        Scope.PUBLIC,
        "kind",
        "x.note",
        "schema",
        Script.map(),
        "merges",
        Script.map("doc", merge));
  }

  /** Whether an event erases is asked before anything is folded anew for it. */
  @Test
  void theirErasuresAreNoWork() {
    try (FoldedLog log = new FoldedLog()) {
      DecodedEvent own = script.post(named("a").in(zoo, List.of()));
      log.take(own);
      DecodedEvent last = own;
      for (int i = 0; i < STRAYS; i++) {
        last = script.post(named("b").in(zoo, List.of(last)));
        log.take(last);
      }
      long before = log.reads();
      log.take(script.post(by(MAX, "system:erase", Scope.PUBLIC, "target", last)));
      assertThat(log.reads() - before).isLessThan(STRAYS / 2);
    }
  }

  /** A key that signs for two authors: its clock then tells of events that the reader never saw. */
  @Test
  void whoSawAStrangersEventHasNotSeenAllThatItsClockTells() {
    DecodedEvent device = script.device(EVE);
    String root = World.did(EVE);
    EventId identity = EntityIds.identity(Scope.PUBLIC, World.root(MAX).did());
    DecodedEvent lent =
        script.post(
            by(MAX, "identity:add_device", Scope.PUBLIC, "device", root)
                .in(identity, script.tips(identity)));
    DecodedEvent own = script.post(named("a").in(zoo, List.of()));
    Draft foreign = by(EVE, "x.zoo:update", Scope.PUBLIC, "name", "b").in(zoo, List.of());
    foreign.author = World.root(MAX).did();
    DecodedEvent stray = script.post(foreign, lent);
    Draft unaware = named("c").in(zoo, List.of(stray));
    unaware.signer = World.device(EVE, 0);
    DecodedEvent last = script.post(unaware, device);
    assertThat(script.entity(last).conflicts().get("name"))
        .containsExactlyInAnyOrder(Ipld.of("a"), Ipld.of("c"));
    assertThat(script.entity(last).heads()).containsExactlyInAnyOrder(own.id(), last.id());
  }

  private Draft named(String name) {
    return by(
        EVE, "x.zoo:update", Scope.PUBLIC, "key", Ipld.listOf(Ipld.of("lions")), "name", name);
  }

  private DecodedEvent stray() {
    return script.post(by(MAX, "x.zoo:update", Scope.PUBLIC, "name", "b").in(zoo, List.of()));
  }

  /** What is kept of the entity after these events. */
  private Bytes record(List<DecodedEvent> events) {
    TestState state = TestState.fold(List.of(events));
    Map<Bytes, Bytes> rows = state.rows();
    return rows.getOrDefault(
        StateKeys.entity(new EntityName(zoo, events.get(0).logScope())), Bytes.EMPTY);
  }
}
