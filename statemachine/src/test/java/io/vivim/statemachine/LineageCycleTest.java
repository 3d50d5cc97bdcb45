package io.vivim.statemachine;

import static io.vivim.statemachine.Script.by;
import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Bytes;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EntityIds;
import io.vivim.events.EventId;
import io.vivim.events.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Entities that are derived from one another in a circle, in every order in which they come. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
final class LineageCycleTest {
  private static final int MAX = 2;
  private static final int EVE = 3;

  private final Script script = new Script();

  private DecodedEvent note(int person, EventId... parent) {
    Draft draft = by(person, "memory:create", Scope.PUBLIC, "content", "a note");
    return script.post(from(draft, parent));
  }

  /** An edit of a note by which it is derived from something too. */
  private DecodedEvent derive(int person, DecodedEvent note, EventId parent) {
    Draft draft = by(person, "memory:update", Scope.PUBLIC, "title", "derived");
    return script.post(from(draft.in(note.entity(), script.heads(note)), parent));
  }

  private static Draft from(Draft draft, EventId... parent) {
    for (EventId each : parent) {
      draft.parent = each.cid();
    }
    return draft;
  }

  /** Asks each order of the script's events, all in one commit and each in its own. */
  private void inAllOrders(Consumer<State> asked) {
    ReferenceFold expected = script.fold();
    Map<Bytes, Bytes> rows = TestState.fold(List.of(script.events())).rows();
    List<List<DecodedEvent>> orders = new ArrayList<>();
    collect(script.events(), new ArrayList<>(), orders);
    for (List<DecodedEvent> order : orders) {
      for (List<List<DecodedEvent>> batches :
          List.of(List.of(order), order.stream().map(List::of).toList())) {
        TestState state = TestState.fold(batches);
        state.assertIs(expected);
        assertThat(state.rows()).isEqualTo(rows);
        asked.accept(state.state());
      }
    }
  }

  /** All orders that a log can take events in: causes first. */
  private static void collect(
      List<DecodedEvent> left, List<DecodedEvent> order, List<List<DecodedEvent>> found) {
    if (left.isEmpty()) {
      found.add(List.copyOf(order));
    }
    for (DecodedEvent next : left) {
      boolean isReady =
          left.stream().noneMatch(other -> next.header().prevVersion().contains(other.id()));
      if (isReady) {
        List<DecodedEvent> others = new ArrayList<>(left);
        others.remove(next);
        order.add(next);
        collect(others, order, found);
        order.remove(order.size() - 1);
      }
    }
  }

  private void hasAncestors(State state, EventId id, int depth, EventId... ancestors) {
    ReferenceReader reader = ReferenceReader.of(script.events(), null, 0);
    Relatives relatives = state.ancestors(Reader.ANYONE, id);
    Set<ReferenceLog.Name> found = names(relatives.entities());
    assertThat(relatives.isWhole()).isTrue();
    assertThat(found.stream().map(ReferenceLog.Name::id)).containsExactlyInAnyOrder(ancestors);
    assertThat(found).isEqualTo(reader.ancestors(id));
    assertThat(state.depth(Reader.ANYONE, id)).isEqualTo(new Generations(depth, true));
  }

  private void hasDerivations(State state, EventId id, EventId... derivations) {
    ReferenceReader reader = ReferenceReader.of(script.events(), null, 0);
    Relatives relatives = state.derivations(Reader.ANYONE, id);
    List<Entity> found = relatives.entities();
    assertThat(relatives.isWhole()).isTrue();
    assertThat(found.stream().map(Entity::id)).containsExactlyInAnyOrder(derivations);
    assertThat(names(found)).isEqualTo(reader.derivations(id));
  }

  private static Set<ReferenceLog.Name> names(List<Entity> entities) {
    Set<ReferenceLog.Name> names = new TreeSet<>();
    entities.forEach(each -> names.add(new ReferenceLog.Name(each.scope(), each.id())));
    assertThat(names).hasSameSizeAs(entities);
    return names;
  }

  @Test
  void whatNamesItselfAsItsParentHasNoneAndNoChildren() {
    DecodedEvent note = note(MAX);
    derive(MAX, note, note.id());
    inAllOrders(
        state -> {
          hasAncestors(state, note.id(), 0);
          hasDerivations(state, note.id());
        });
  }

  @Test
  void whatNamesALaterEventOfItselfAsItsParentHasNone() {
    DecodedEvent note = note(MAX);
    DecodedEvent edit = derive(MAX, note, note.id());
    derive(MAX, note, edit.id());
    inAllOrders(
        state -> {
          hasAncestors(state, note.id(), 0);
          hasDerivations(state, note.id());
        });
  }

  @Test
  void aKeyedEntityMayNameItselfFromItsFirstEventOn() {
    EventId id = EntityIds.identity(Scope.PUBLIC, World.root(MAX).did());
    Draft draft = by(MAX, "identity:update", Scope.PUBLIC, "handle", "max").in(id, List.of());
    script.post(from(draft, id));
    DecodedEvent child = note(MAX, id);
    inAllOrders(
        state -> {
          hasAncestors(state, id, 0);
          hasDerivations(state, id, child.id());
          hasAncestors(state, child.id(), 1, id);
        });
  }

  @Test
  void twoThatNameEachOtherAreEachOthersParentsAndChildren() {
    DecodedEvent one = note(MAX);
    DecodedEvent other = note(EVE, one.id());
    derive(MAX, one, other.id());
    inAllOrders(
        state -> {
          hasAncestors(state, one.id(), 1, other.id());
          hasAncestors(state, other.id(), 1, one.id());
          hasDerivations(state, one.id(), other.id());
          hasDerivations(state, other.id(), one.id());
        });
  }

  @Test
  void inALongerCircleEachIsMetOnce() {
    DecodedEvent first = note(MAX);
    DecodedEvent second = note(EVE, first.id());
    DecodedEvent third = note(MAX, second.id());
    DecodedEvent fourth = note(EVE, third.id());
    derive(MAX, first, fourth.id());
    inAllOrders(
        state -> {
          hasAncestors(state, first.id(), 3, second.id(), third.id(), fourth.id());
          hasAncestors(state, third.id(), 3, first.id(), second.id(), fourth.id());
          hasDerivations(state, second.id(), first.id(), third.id(), fourth.id());
          hasDerivations(state, fourth.id(), first.id(), second.id(), third.id());
        });
  }

  @Test
  void whatHangsOnACircleComesToItsEnd() {
    DecodedEvent root = note(MAX);
    DecodedEvent one = note(MAX, root.id());
    DecodedEvent other = note(EVE, one.id());
    derive(MAX, one, other.id());
    DecodedEvent leaf = note(EVE, other.id());
    inAllOrders(
        state -> {
          hasAncestors(state, leaf.id(), 3, other.id(), one.id(), root.id());
          hasAncestors(state, one.id(), 1, root.id(), other.id());
          hasAncestors(state, root.id(), 0);
          hasDerivations(state, root.id(), one.id(), other.id(), leaf.id());
          hasDerivations(state, other.id(), one.id(), leaf.id());
          hasDerivations(state, leaf.id());
        });
  }
}
