package io.vivim.statemachine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.events.DecodedEvent;
import io.vivim.events.EventId;
import io.vivim.events.Scope;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** An answer about what was derived from what says whether it leaves something out. */
final class WholeLineageTest {
  private static final Reader ADA = Reader.of(Pen.did(0), Pen.NOW);
  private static final int SOME = 5;

  /** So much that more than a hundred of it are more than an answer has room for. */
  private static final String LONG = "x".repeat(60_000);

  /** Notes of this size that do not all fit into one answer. */
  private static final int TOO_MANY = 1 + (int) (Merging.MAX_PAGE_BYTES / LONG.length());

  private final Pen pen = new Pen();
  private final List<DecodedEvent> history = new ArrayList<>();

  private DecodedEvent add(Pen.Letter letter) {
    DecodedEvent event = letter.send();
    history.add(event);
    return event;
  }

  private DecodedEvent note() {
    return add(note("a note"));
  }

  private Pen.Letter note(String content) {
    return pen.by(0, "memory:create").set("content", content);
  }

  private DecodedEvent child(DecodedEvent parent) {
    return add(note("another").from(parent.id()));
  }

  /** Makes a note derived from one more. */
  private DecodedEvent derive(DecodedEvent note, DecodedEvent parent) {
    return add(pen.by(0, "memory:update").after(note).from(parent.id()).set("content", "derived"));
  }

  private static Derivation upTo(int most, FoldedLog log) {
    return new Derivation(log.store, log, new Definitions(log::find), most);
  }

  private static List<EventId> ids(Relatives relatives) {
    return relatives.entities().stream().map(Entity::id).toList();
  }

  @Test
  void derivationsAreWholeUpToTheLimitAndNotBeyondIt() {
    DecodedEvent root = note();
    List<EventId> children = new ArrayList<>();
    for (int i = 0; i < SOME; i++) {
      children.add(child(root).id());
    }
    try (FoldedLog log = FoldedLog.of(history)) {
      Relatives all = upTo(SOME, log).derivations(Reader.ANYONE, root.id());
      assertThat(all.isWhole()).isTrue();
      assertThat(ids(all)).containsExactlyInAnyOrderElementsOf(children);
      Relatives some = upTo(SOME - 1, log).derivations(Reader.ANYONE, root.id());
      assertThat(some.isWhole()).isFalse();
      assertThat(ids(some)).hasSize(SOME - 1).isSubsetOf(children);
      assertThat(upTo(0, log).derivations(Reader.ANYONE, children.get(0)))
          .isEqualTo(new Relatives(List.of(), true));
    }
  }

  @Test
  void ancestorsAndDepthAreWholeUpToTheLimitAndNotBeyondIt() {
    List<DecodedEvent> line = new ArrayList<>(List.of(note()));
    for (int i = 0; i < SOME; i++) {
      line.add(0, child(line.get(0)));
    }
    EventId last = line.get(0).id();
    List<EventId> before = line.stream().skip(1).map(DecodedEvent::id).toList();
    try (FoldedLog log = FoldedLog.of(history)) {
      Relatives all = upTo(SOME, log).ancestors(Reader.ANYONE, last);
      assertThat(all.isWhole()).isTrue();
      assertThat(ids(all)).containsExactlyElementsOf(before);
      assertThat(upTo(SOME, log).depth(Reader.ANYONE, last)).isEqualTo(new Generations(SOME, true));
      for (int most = 0; most < SOME; most++) {
        Relatives nearest = upTo(most, log).ancestors(Reader.ANYONE, last);
        assertThat(nearest.isWhole()).isFalse();
        assertThat(ids(nearest)).containsExactlyElementsOf(before.subList(0, most));
        assertThat(upTo(most, log).depth(Reader.ANYONE, last))
            .isEqualTo(new Generations(most, false));
      }
    }
  }

  @Test
  void whatWasMetAlreadyIsNotMissing() {
    DecodedEvent one = note();
    DecodedEvent other = child(one);
    derive(one, other);
    try (FoldedLog log = FoldedLog.of(history)) {
      assertThat(upTo(1, log).ancestors(Reader.ANYONE, one.id()).isWhole()).isTrue();
      assertThat(upTo(1, log).derivations(Reader.ANYONE, one.id()).isWhole()).isTrue();
      assertThat(upTo(1, log).depth(Reader.ANYONE, one.id())).isEqualTo(new Generations(1, true));
    }
  }

  @Test
  void whatWasErasedIsNotMissing() {
    DecodedEvent root = note();
    DecodedEvent erased = note();
    DecodedEvent child = child(root);
    derive(child, erased);
    DecodedEvent erasedChild = child(root);
    for (DecodedEvent each : List.of(erased, erasedChild)) {
      add(pen.by(0, "system:erase").set("target", Pen.linkTo(each.id())));
    }
    try (FoldedLog log = FoldedLog.of(history)) {
      Relatives ancestors = upTo(1, log).ancestors(Reader.ANYONE, child.id());
      assertThat(ids(ancestors)).containsExactly(root.id());
      assertThat(ancestors.isWhole()).isTrue();
      Relatives derivations = upTo(1, log).derivations(Reader.ANYONE, root.id());
      assertThat(ids(derivations)).containsExactly(child.id());
      assertThat(derivations.isWhole()).isTrue();
      assertThat(upTo(1, log).depth(Reader.ANYONE, child.id())).isEqualTo(new Generations(1, true));
    }
  }

  @Test
  void whatAReaderMayNotSeeIsNotMissing() {
    DecodedEvent root = note();
    DecodedEvent child = child(root);
    add(note("mine").to(Scope.PRIVATE).from(root.id()));
    add(note("hush").to(Scope.LOCAL).from(root.id()));
    for (Scope scope : List.of(Scope.PRIVATE, Scope.LOCAL)) {
      derive(child, add(note("a source").to(scope)));
    }
    try (FoldedLog log = FoldedLog.of(history)) {
      Derivation one = upTo(1, log);
      assertThat(ids(one.derivations(Reader.ANYONE, root.id()))).containsExactly(child.id());
      assertThat(one.derivations(Reader.ANYONE, root.id()).isWhole()).isTrue();
      assertThat(one.derivations(ADA, root.id()).isWhole()).isFalse();
      assertThat(ids(one.ancestors(Reader.ANYONE, child.id()))).containsExactly(root.id());
      assertThat(one.ancestors(Reader.ANYONE, child.id()).isWhole()).isTrue();
      assertThat(one.ancestors(ADA, child.id()).isWhole()).isFalse();
      assertThat(one.depth(Reader.ANYONE, child.id())).isEqualTo(new Generations(1, true));
      assertThat(one.depth(ADA, child.id())).isEqualTo(new Generations(1, false));
    }
  }

  /** How many of these an answer shows. */
  private int shown(DecodedEvent root, List<DecodedEvent> children) {
    history.addAll(children);
    try (FoldedLog log = FoldedLog.of(history)) {
      Relatives derived = log.state().derivations(Reader.ANYONE, root.id());
      assertThat(derived.isWhole()).isFalse();
      return derived.entities().size();
    } finally {
      history.removeAll(children);
    }
  }

  @Test
  void anAnswerThatHasNoRoomForMoreIsNotWholeUnlessThatWasTheLastOne() {
    DecodedEvent root = note();
    List<DecodedEvent> children = new ArrayList<>();
    for (int i = 0; i < TOO_MANY; i++) {
      children.add(note(LONG).from(root.id()).send());
    }
    int most = shown(root, children);
    assertThat(most).isBetween(TOO_MANY / 2, TOO_MANY - 1);

    history.addAll(children.subList(0, most));
    try (FoldedLog log = FoldedLog.of(history)) {
      Relatives derived = log.state().derivations(Reader.ANYONE, root.id());
      assertThat(derived.entities()).hasSize(most);
      assertThat(derived.entities()).noneMatch(Entity::isCut);
      assertThat(derived.isWhole()).isTrue();
      assertThat(hasAllCopies(log, root)).isTrue();
      log.take(children.get(most));
      derived = log.state().derivations(Reader.ANYONE, root.id());
      assertThat(derived.entities()).hasSize(most);
      assertThat(derived.isWhole()).isFalse();
      assertThat(hasAllCopies(log, root)).isFalse();
    }
  }

  private static boolean hasAllCopies(FoldedLog log, DecodedEvent of) {
    return log.state().sharing().of(Reader.ANYONE, of.id(), Pen.NOW).orElseThrow().hasAllCopies();
  }

  @Test
  void ancestorsThatThereIsNoRoomForAreMissingAndStillCountAsGenerations() {
    DecodedEvent root = note();
    DecodedEvent last = add(note(LONG).from(root.id()));
    for (int i = 0; i < TOO_MANY; i++) {
      last = add(note(LONG).from(last.id()));
    }
    try (FoldedLog log = FoldedLog.of(history)) {
      Relatives ancestors = log.state().ancestors(Reader.ANYONE, last.id());
      assertThat(ancestors.isWhole()).isFalse();
      assertThat(ancestors.entities()).hasSizeBetween(TOO_MANY / 2, TOO_MANY - 1);
      assertThat(log.state().depth(Reader.ANYONE, last.id()))
          .isEqualTo(new Generations(TOO_MANY + 1, true));
    }
  }
}
