package io.vivim.statemachine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.events.DecodedEvent;
import io.vivim.events.Timestamp;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Who was in a circle at any moment of its history. */
final class MembersAtTest {
  private static final int OLGA = 0;
  private static final int ADA = 1;
  private static final int MAX = 2;

  /** Seconds after the start of the script, long after all that is written in it. */
  private static final int FROM = 100;

  private static final int TO = 200;

  private final Script script = new Script();
  private final DecodedEvent circle = script.circle(OLGA);

  private Map<String, Role> membersAt(Timestamp time) {
    return TestState.fold(List.of(script.events())).state().members(Reader.NODE, circle.id(), time);
  }

  private static Timestamp before(DecodedEvent event) {
    return new Timestamp(event.header().timestamp().bits() - 1);
  }

  @Test
  void theyComeWithTheirGrantsAndGoWithRemovals() {
    DecodedEvent grant = script.invite(circle, MAX, "member");
    DecodedEvent raise =
        script.post(
            script.inCircle(
                circle, OLGA, "circle:set_role", "member", World.did(MAX), "role", "admin"));
    DecodedEvent removal =
        script.post(
            script.inCircle(
                circle,
                OLGA,
                "circle:remove_member",
                "member",
                World.did(MAX),
                "grants",
                List.of(grant, raise)));
    String olga = World.did(OLGA);
    String max = World.did(MAX);
    assertThat(membersAt(before(circle))).isEmpty();
    assertThat(membersAt(before(grant))).isEqualTo(Map.of(olga, Role.OWNER));
    assertThat(membersAt(grant.header().timestamp()))
        .isEqualTo(Map.of(olga, Role.OWNER, max, Role.MEMBER));
    assertThat(membersAt(before(removal))).isEqualTo(Map.of(olga, Role.OWNER, max, Role.ADMIN));
    assertThat(membersAt(removal.header().timestamp())).isEqualTo(Map.of(olga, Role.OWNER));
  }

  @Test
  void aMembershipHoldsWithinItsTimeAlone() {
    Object[] terms = {
      "member",
      World.did(ADA),
      "role",
      "viewer",
      "nbf",
      Script.START_SECONDS + FROM,
      "exp",
      Script.START_SECONDS + TO
    };
    script.post(script.inCircle(circle, OLGA, "circle:add_member", terms));
    String ada = World.did(ADA);
    assertThat(membersAt(Script.at(FROM - 1))).doesNotContainKey(ada);
    assertThat(membersAt(Script.at(FROM))).containsEntry(ada, Role.VIEWER);
    assertThat(membersAt(before(TO + 1))).containsEntry(ada, Role.VIEWER);
    assertThat(membersAt(Script.at(TO + 1))).doesNotContainKey(ada);
  }

  private static Timestamp before(int second) {
    return new Timestamp(Script.at(second).bits() - 1);
  }
}
