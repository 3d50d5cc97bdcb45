package io.vivim.statemachine;

import static io.vivim.statemachine.Script.by;
import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Bytes;
import io.vivim.codec.Ipld;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventId;
import io.vivim.events.Scope;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Histories that nobody writes by accident; in whatever order they come, they mean the same. */
final class OddHistoriesTest {
  private static final int MAX = 2;
  private static final int EVE = 3;
  private static final EventId SOMETHING = new EventId(Bytes.owning(new byte[32]));

  private final Script script = new Script();

  @Test
  void anEventOfAnotherEntityNamesNone() {
    DecodedEvent follow =
        script.post(
            by(MAX, "social:follow", Scope.PRIVATE, "target", "x").in(SOMETHING, List.of()));
    DecodedEvent stray =
        script.post(
            by(MAX, "conversation:update", Scope.PRIVATE, "title", "a").in(follow.id(), List.of()));
    assertThat(script.reason(stray)).isEmpty();
    assertThat(script.entity(stray).kind()).isEqualTo("conversation");
  }

  @Test
  void ofSeveralKindsUnderOneHiddenIdTheFirstByTimeStands() {
    DecodedEvent zoo =
        script.post(by(MAX, "x.zoo:update", Scope.PRIVATE, "name", "a").in(SOMETHING, List.of()));
    DecodedEvent follow =
        script.post(
            by(MAX, "social:follow", Scope.PRIVATE, "target", "x").in(SOMETHING, List.of()));
    assertThat(script.entity(zoo).kind()).isEqualTo("x.zoo");
    assertThat(script.reason(follow)).isEqualTo("kind");
  }

  @Test
  void ofSeveralDefinitionsThatTheFirstEventCitesTheLastStands() {
    DecodedEvent first = script.post(model("register"));
    DecodedEvent second = script.post(model("multi").in(first.id(), List.of(first)));
    DecodedEvent zoo = script.post(by(MAX, "x.zoo:create", Scope.PUBLIC), first, second);
    Draft update = by(MAX, "x.zoo:update", Scope.PUBLIC, "name", "a");
    DecodedEvent named = script.post(update.in(zoo.id(), List.of(zoo)));
    assertThat(script.entity(named).fields()).containsEntry("name", Ipld.listOf(Ipld.of("a")));
    script.post(by(MAX, "system:erase", Scope.PUBLIC, "target", named));
    assertThat(script.reason(named)).isEqualTo("erased");
  }

  @Test
  void whoWroteAnEventOfThatIdOwnsNothingByIt() {
    DecodedEvent note = script.post(by(EVE, "memory:create", Scope.PUBLIC, "content", "a"));
    DecodedEvent edit =
        script.post(
            by(EVE, "memory:update", Scope.PUBLIC, "content", "b").in(note.id(), List.of(note)));
    DecodedEvent stray =
        script.post(
            by(MAX, "conversation:update", Scope.PUBLIC, "title", "c").in(edit.id(), List.of()));
    script.post(by(EVE, "system:erase", Scope.PUBLIC, "target", stray));
    assertThat(script.reason(stray)).isEqualTo("key");
  }

  private static Draft model(String merge) {
    return by(
        MAX,
        "model:define",
        Scope.PUBLIC,
        "kind",
        "x.zoo",
        "schema",
        Script.map(),
        "merges",
        Script.map("name", merge));
  }
}
