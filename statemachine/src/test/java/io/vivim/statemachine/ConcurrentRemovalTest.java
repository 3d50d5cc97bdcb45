package io.vivim.statemachine;

import static io.vivim.statemachine.Script.by;
import static io.vivim.statemachine.Script.scope;
import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.events.DecodedEvent;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a removed member wrote at the same time as the removal, later, or as if it were earlier. */
final class ConcurrentRemovalTest {
  private static final int OLGA = 0;
  private static final int ADA = 1;
  private static final int MAX = 2;
  private static final int EVE = 3;

  private final Script script = new Script();
  private final DecodedEvent circle = script.circle(OLGA);
  private final DecodedEvent grant = script.invite(circle, MAX, "admin");
  private final DecodedEvent note =
      script.post(by(MAX, "memory:create", scope(circle), "content", "a note"), grant);

  private DecodedEvent edit(String content) {
    Draft update = by(MAX, "memory:update", scope(circle), "content", content);
    return script.post(update.in(note.id(), script.heads(note)), grant);
  }

  /** The removal of Max by somebody who has seen these events of the circle. */
  private Draft removal(List<DecodedEvent> seen, DecodedEvent... until) {
    return by(
            OLGA,
            "circle:remove_member",
            scope(circle),
            "member",
            World.did(MAX),
            "grants",
            List.of(grant),
            "until",
            List.of(until))
        .in(circle.id(), seen);
  }

  private Draft renaming(String name, List<DecodedEvent> seen) {
    return by(MAX, "circle:update", scope(circle), "name", name).in(circle.id(), seen);
  }

  private Ipld members() {
    return script.entity(circle).fields().getOrDefault("members", IpldMap.EMPTY);
  }

  private Ipld name() {
    return script.entity(circle).fields().getOrDefault("name", Ipld.NULL);
  }

  private void isVoid(DecodedEvent... events) {
    for (DecodedEvent event : events) {
      assertThat(script.reason(event)).as("%s", event).isEqualTo("removed");
    }
  }

  @Test
  void whatIsOlderThanTheRemovalButNotListedIsVoid() {
    DecodedEvent accepted = edit("accepted");
    DecodedEvent unseen = edit("unseen");
    DecodedEvent removal = script.post(removal(List.of(grant), accepted));
    assertThat(unseen.header().timestamp()).isLessThan(removal.header().timestamp());
    assertThat(script.reason(note)).isEmpty();
    assertThat(script.reason(accepted)).isEmpty();
    isVoid(unseen);
    assertThat(script.entity(note).fields()).containsEntry("content", Ipld.of("accepted"));
  }

  @Test
  void whatComesOfTheSameHeadsAsTheRemovalIsVoid() {
    List<DecodedEvent> heads = script.heads(circle);
    DecodedEvent before = script.post(renaming("before", heads), grant);
    DecodedEvent removal = script.post(removal(heads, note));
    DecodedEvent after = script.post(renaming("after", heads), grant);
    Draft sameTime = renaming("at once", heads);
    sameTime.timestamp = removal.header().timestamp();
    DecodedEvent atOnce = script.post(sameTime, grant);
    isVoid(before, after, atOnce);
    assertThat(script.reason(removal)).isEmpty();
    assertThat(script.reason(note)).isEmpty();
    assertThat(name()).isEqualTo(Ipld.of("circle"));
    assertThat(members()).isEqualTo(Script.map(World.did(OLGA), "owner"));
  }

  @Test
  void whoBringsOthersInAtTheSameTimeBringsInNobody() {
    List<DecodedEvent> heads = script.heads(circle);
    Draft adding =
        by(MAX, "circle:add_member", scope(circle), "member", World.did(EVE), "role", "member")
            .in(circle.id(), heads);
    DecodedEvent added = script.post(adding, grant);
    Draft post = by(EVE, "content:publish", scope(circle), "title", "a post");
    DecodedEvent theirs = script.post(post, added);
    script.post(removal(heads, note));
    isVoid(added, theirs);
    assertThat(members()).isEqualTo(Script.map(World.did(OLGA), "owner"));
  }

  @Test
  void whatTheRemoverHasSeenStandsOnlyWhereItIsListed() {
    DecodedEvent renamed = script.post(renaming("renamed", script.heads(circle)), grant);
    // The removal comes after it, and accepts what was before it in Max's log.
    script.post(removal(List.of(renamed), note));
    isVoid(renamed);
    assertThat(name()).isEqualTo(Ipld.of("circle"));
  }

  @Test
  void lateEventsAreVoidWhateverTimeTheyGiveAndWhateverTheyHaveSeen() {
    script.post(removal(List.of(grant), note));
    Draft backDated = by(MAX, "memory:update", scope(circle), "content", "back-dated");
    backDated.timestamp = note.header().timestamp().next();
    DecodedEvent early = script.post(backDated.in(note.id(), List.of(note)), grant);
    DecodedEvent late = edit("late");
    Draft blind = renaming("blind", List.of(grant));
    blind.timestamp = grant.header().timestamp().next();
    DecodedEvent unseeing = script.post(blind, grant);
    DecodedEvent seeing = script.post(renaming("seeing", script.heads(circle)), grant);
    isVoid(early, late, unseeing, seeing);
    assertThat(script.entity(note).fields()).containsEntry("content", Ipld.of("a note"));
    assertThat(name()).isEqualTo(Ipld.of("circle"));
  }

  @Test
  void aBackDatedRivalOfWhatIsListedIsVoid() {
    DecodedEvent listed = edit("listed");
    script.post(removal(List.of(grant), listed));
    Draft rival = by(MAX, "memory:update", scope(circle), "content", "rival");
    rival.timestamp = note.header().timestamp().next();
    DecodedEvent beside = script.postAfter(note, rival.in(note.id(), List.of(note)), grant);
    isVoid(beside);
    assertThat(script.reason(listed)).isEmpty();
    assertThat(script.entity(note).fields()).containsEntry("content", Ipld.of("listed"));
  }

  @Test
  void aDeviceOfARemovedMemberSaysNothingThatIsNotListed() {
    DecodedEvent phone = script.device(MAX);
    Draft first = by(MAX, "memory:create", scope(circle), "content", "on the phone");
    first.signer = World.device(MAX, 0);
    DecodedEvent unlisted = script.post(first, phone, grant);
    // The last event of one log says nothing of another's.
    script.post(removal(List.of(grant), note));
    Draft second = by(MAX, "memory:create", scope(circle), "content", "back-dated");
    second.signer = World.device(MAX, 0);
    second.timestamp = phone.header().timestamp().next();
    isVoid(unlisted, script.post(second, phone, grant));
    assertThat(script.reason(note)).isEmpty();
  }

  @Test
  void whatOthersWriteOnTopOfAVoidEventStands() {
    DecodedEvent ada = script.invite(circle, ADA, "admin");
    DecodedEvent unlisted = edit("unlisted");
    Draft tag =
        by(ADA, "memory:update", scope(circle), "title", "by Ada").in(note.id(), List.of(unlisted));
    DecodedEvent above = script.post(tag, ada);
    script.post(removal(List.of(grant), note));
    isVoid(unlisted);
    assertThat(script.reason(above)).isEmpty();
    assertThat(script.entity(note).fields())
        .containsEntry("content", Ipld.of("a note"))
        .containsEntry("title", Ipld.of("by Ada"));
  }
}
