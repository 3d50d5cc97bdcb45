package io.vivim.statemachine;

import static io.vivim.statemachine.Script.by;
import static io.vivim.statemachine.Script.scope;
import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.did.SignatureVerifier;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EntityIds;
import io.vivim.events.Scope;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a leave says of the events in a log that several people write. */
final class RemovalRulesTest {
  private static final int OLGA = 0;
  private static final int MAX = 1;
  private static final int EVE = 2;

  private final Script script = new Script();
  private final DecodedEvent circle = script.circle(OLGA);

  private Draft post(int person) {
    Draft draft = by(person, "content:publish", scope(circle), "title", "a post");
    draft.signer = World.root(EVE);
    return draft;
  }

  /**
   * Eve's key is a device of Max's too, so that both write one log, which is forked at the leave.
   */
  @Test
  void aLeaveWithARivalEndsNothingThatAnotherAuthorWroteInTheSameLog() {
    DecodedEvent max = script.invite(circle, MAX, "member");
    DecodedEvent eve = script.invite(circle, EVE, "member");
    DecodedEvent device =
        script.post(
            by(MAX, "identity:add_device", Scope.PUBLIC, "device", World.did(EVE))
                .in(EntityIds.identity(Scope.PUBLIC, World.root(MAX).did()), List.of()));
    DecodedEvent before = script.post(post(EVE), eve);
    Draft leaves =
        script.inCircle(
            circle, MAX, "circle:remove_member", "member", World.did(MAX), "grants", List.of(max));
    leaves.signer = World.root(EVE);
    DecodedEvent leave = script.postAfter(before, leaves, device, max);
    script.postAfter(before, post(EVE), eve);
    DecodedEvent ofMax = script.postAfter(leave, post(MAX), device, max);
    DecodedEvent ofEve = script.postAfter(ofMax, post(EVE), eve);
    try (FoldedLog log = FoldedLog.of(script.events())) {
      Events events = new Events(log);
      SignerLogs logs = new SignerLogs(events);
      RemovalRules rules =
          new RemovalRules(events, logs, new Authority(SignatureVerifier.create()));
      assertThat(logs.hasRival(leave)).isTrue();
      assertThat(rules.isAfter(leave, ofMax)).isTrue();
      assertThat(rules.isAfter(leave, ofEve)).isFalse();
    }
  }
}
