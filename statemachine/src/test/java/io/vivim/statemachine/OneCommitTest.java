package io.vivim.statemachine;

import static io.vivim.statemachine.Script.by;

import io.vivim.events.DecodedEvent;
import io.vivim.events.EntityIds;
import io.vivim.events.EventId;
import io.vivim.events.Scope;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is taken away and given back in one commit, with others between that it is about. */
final class OneCommitTest {
  private static final int MAX = 2;
  private static final int EVE = 3;

  private final Script script = new Script();
  private final DecodedEvent phone = script.device(MAX);

  private Draft onPhone(String type, Object... set) {
    Draft draft = by(MAX, type, Scope.PUBLIC, set);
    draft.signer = World.device(MAX, 0);
    return draft;
  }

  private DecodedEvent revocation(DecodedEvent... until) {
    EventId id = EntityIds.identity(Scope.PUBLIC, World.root(MAX).did());
    return script.post(
        by(
                MAX,
                "identity:revoke_device",
                Scope.PUBLIC,
                "grants",
                List.of(phone),
                "until",
                List.of(until))
            .in(id, script.tips(id)));
  }

  /** Folds the events of two commits, and holds that against what the pages say. */
  private static void foldsAsThePagesSay(List<DecodedEvent> first, List<DecodedEvent> second) {
    List<List<DecodedEvent>> commits = List.of(first, second);
    TestState.fold(commits)
        .assertIs(ReferenceFold.of(commits.stream().flatMap(List::stream).toList()));
  }

  @Test
  void anErasureThatWasVoidBetweenErasesWhatCameThen() {
    DecodedEvent note = script.post(by(MAX, "memory:create", Scope.PUBLIC, "content", "a"));
    DecodedEvent erase = script.post(onPhone("system:erase", "target", note), phone);
    DecodedEvent revocation = revocation();
    DecodedEvent accepting = revocation(erase);
    foldsAsThePagesSay(List.of(phone, erase), List.of(revocation, note, accepting));
    foldsAsThePagesSay(List.of(phone, erase), List.of(revocation, accepting, note));
  }

  @Test
  void aDefinitionThatWasVoidBetweenIsTheModelOfWhatCameThen() {
    Draft model =
        onPhone(
            "model:define",
            "kind",
            "x.note",
            "schema",
            Script.map(),
            "merges",
            Script.map("name", "multi"));
    DecodedEvent define = script.post(model, phone);
    DecodedEvent note = script.post(by(EVE, "x.note:create", Scope.PUBLIC, "name", "a"), define);
    DecodedEvent revocation = revocation();
    DecodedEvent accepting = revocation(define);
    foldsAsThePagesSay(List.of(phone, define), List.of(revocation, note, accepting));
    foldsAsThePagesSay(List.of(phone, define), List.of(note, revocation, accepting));
  }

  /** Only the chain from what is listed tells which of two is accepted. */
  @Test
  void whatIsAcceptedOnceALinkIsHereIsSoInTheSameCommitToo() {
    DecodedEvent first = script.post(onPhone("memory:create", "content", "a"), phone);
    DecodedEvent second = script.post(onPhone("memory:create", "content", "b"), phone);
    DecodedEvent link = script.post(onPhone("memory:create", "content", "c"), phone);
    DecodedEvent last = script.post(onPhone("memory:create", "content", "d"), phone);
    DecodedEvent rival = script.postAfter(first, onPhone("memory:create", "content", "e"), phone);
    DecodedEvent revocation = revocation(last);
    List<DecodedEvent> before = List.of(phone, first, last, rival, revocation);
    foldsAsThePagesSay(before, List.of(second, link));
    foldsAsThePagesSay(before, List.of(link, second));
  }
}
