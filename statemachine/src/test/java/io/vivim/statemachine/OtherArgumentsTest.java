package io.vivim.statemachine;

import static io.vivim.statemachine.Script.by;
import static io.vivim.statemachine.Script.scope;
import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Ipld;
import io.vivim.events.DecodedEvent;
import io.vivim.events.Scope;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a body names that only another command or kind knows has no effect by its name. */
final class OtherArgumentsTest {
  private static final int OLGA = 0;
  private static final int MAX = 2;
  private static final int EVE = 3;

  private final Script script = new Script();

  private static Reader reader(int person) {
    Instant later = Instant.ofEpochSecond(Script.START_SECONDS + 100);
    return Reader.of(World.root(person).did(), later);
  }

  private State state() {
    return TestState.fold(List.of(script.events())).state();
  }

  @Test
  void anInvitationThatNamesADeviceIsForItsMember() {
    DecodedEvent circle = script.circle(OLGA);
    Object[] terms = {"member", World.did(MAX), "role", "member", "device", World.did(EVE)};
    DecodedEvent grant = script.post(script.inCircle(circle, OLGA, "circle:add_member", terms));
    assertThat(state().maySee(reader(MAX), circle.logScope())).isTrue();
    assertThat(state().maySee(reader(EVE), circle.logScope())).isFalse();
    assertThat(state().members(Reader.NODE, circle.id()))
        .containsOnlyKeys(World.did(OLGA), World.did(MAX));
    assertThat(script.entity(circle).fields())
        .containsEntry("members", Script.map(World.did(OLGA), "owner", World.did(MAX), "member"));
    DecodedEvent note =
        script.post(by(MAX, "memory:create", scope(circle), "content", "a note"), grant);
    assertThat(script.reason(note)).isEmpty();
  }

  @Test
  void aPolicyIsNoGrantToADeviceOrAMember() {
    Draft draft =
        by(MAX, "sharing:policy", Scope.PUBLIC, "device", World.did(EVE), "member", World.did(EVE));
    DecodedEvent policy = script.post(draft);
    assertThat(script.reason(policy)).isEmpty();
    assertThat(GrantRow.of(policy, true, List.of()).subject()).isEmpty();
  }

  @Test
  void onlyFollowsAndLikesAreTakenBackByActive() {
    DecodedEvent note =
        script.post(by(MAX, "memory:create", Scope.PUBLIC, "content", "tea", "active", Ipld.FALSE));
    assertThat(script.reason(note)).isEmpty();
    State state = state();
    assertThat(state.entity(Reader.ANYONE, note.id()).orElseThrow().isGone()).isFalse();
    assertThat(state.query(Reader.ANYONE, Query.ofKind("memory"), null, 10).entities())
        .extracting(Entity::id)
        .containsExactly(note.id());
  }
}
