package io.vivim.statemachine;

import static io.vivim.statemachine.Script.by;
import static io.vivim.statemachine.Script.scope;
import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Bytes;
import io.vivim.codec.Ipld;
import io.vivim.did.SignatureVerifier;
import io.vivim.events.Checked;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EntityIds;
import io.vivim.events.EventDecoder;
import io.vivim.events.EventId;
import io.vivim.events.EventVerifier;
import io.vivim.events.RawEvent;
import io.vivim.events.RejectionReason;
import io.vivim.events.Scope;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Events, grants and erasures that are taken from one scope into another. */
final class ForeignScopeTest {
  private static final int OLGA = 0;
  private static final int ADA = 1;
  private static final int MAX = 2;
  private static final int EVE = 3;

  /** Where in a header what is signed begins, behind the signature. */
  private static final int SIGNED_FROM = 67;

  private final Script script = new Script();
  private final DecodedEvent circle = script.circle(OLGA);
  private final DecodedEvent other = script.circle(ADA);

  private static Draft note(int person, Scope scope) {
    return by(person, "memory:create", scope, "content", "a note");
  }

  private static Draft post(int person, DecodedEvent circle) {
    return by(person, "content:publish", scope(circle), "title", "a post");
  }

  private static Draft erasure(int person, Scope scope, DecodedEvent target) {
    return by(person, "system:erase", scope, "target", target);
  }

  @Test
  void whatIsSaidAgainUnderAnotherScopeIsAnotherEntitysWord() {
    DecodedEvent member = script.invite(circle, MAX, "member");
    DecodedEvent talk = script.post(by(MAX, "conversation:create", Scope.PUBLIC, "title", "a"));
    Draft copy = by(MAX, "conversation:update", scope(circle), "title", "b");
    DecodedEvent again = script.post(copy.in(talk.entity(), List.of()), member);
    assertThat(script.reason(again)).isEqualTo("key");
    assertThat(script.entity(talk).fields()).containsEntry("title", Ipld.of("a"));
    assertThat(script.entity(talk).heads()).containsExactly(talk.id());
  }

  @Test
  void anApplicationsEventOfAnotherScopeIsOfAnotherEntity() {
    DecodedEvent member = script.invite(circle, MAX, "member");
    DecodedEvent note = script.post(by(MAX, "x.note:create", scope(circle), "a", "1"), member);
    Draft outside = by(MAX, "x.note:edit", Scope.PUBLIC, "a", "2").in(note.entity(), List.of());
    assertThat(script.reason(script.post(outside))).isEqualTo("key");
    Draft strange = by(EVE, "x.note:edit", Scope.PUBLIC, "a", "3").in(note.entity(), List.of());
    assertThat(script.reason(script.post(strange))).isEqualTo("key");
    assertThat(script.entity(note).fields()).containsEntry("a", Ipld.of("1"));
  }

  @Test
  void noEventGoesOnFromOneOfAnotherScope() {
    DecodedEvent member = script.invite(circle, MAX, "member");
    DecodedEvent note = script.post(note(MAX, Scope.PUBLIC));
    Draft update =
        by(MAX, "memory:update", scope(circle), "content", "b").in(note.id(), List.of(note));
    assertThat(script.misfit(update, member)).contains(RejectionReason.CAUSE_SCOPE);
    Draft blind = by(MAX, "memory:consolidate", scope(circle)).in(note.id(), List.of());
    assertThat(script.refusal(blind, member)).contains("no-entity");
  }

  @Test
  void anIdentityOfOneScopeIsNoneInAnother() {
    DecodedEvent member = script.invite(circle, MAX, "member");
    EventId inPublic = EntityIds.identity(Scope.PUBLIC, World.root(MAX).did());
    Draft draft = by(MAX, "identity:update", scope(circle), "handle", "max");
    assertThat(script.refusal(draft.in(inPublic, List.of()), member)).contains("key");
  }

  @Test
  void aSignatureIsOfTheScopeThatItWasMadeFor() {
    DecodedEvent note = script.post(note(MAX, Scope.PUBLIC));
    DecodedEvent elsewhere = script.post(note(MAX, Scope.PRIVATE));
    Bytes signature = note.raw().header().slice(0, SIGNED_FROM);
    Bytes signed = elsewhere.raw().header();
    Bytes rescoped = Bytes.concat(signature, signed.slice(SIGNED_FROM, signed.size()));
    DecodedEvent forged =
        new EventDecoder().decode(new RawEvent(rescoped, elsewhere.raw().payload())).orThrow();
    EventVerifier verifier = new EventVerifier(SignatureVerifier.create());
    assertThat(verifier.verify(elsewhere)).isInstanceOf(Checked.Good.class);
    assertThat(verifier.verify(forged))
        .isInstanceOfSatisfying(
            Checked.Bad.class,
            bad -> assertThat(bad.rejection().reason()).isEqualTo(RejectionReason.SIGNATURE));
  }

  @Test
  void aMembershipOfOneCircleIsNoneInAnother() {
    DecodedEvent member = script.invite(circle, MAX, "admin");
    assertThat(script.refusal(post(MAX, circle), member)).isEmpty();
    assertThat(script.refusal(post(MAX, other), member)).contains("circle");
    assertThat(script.misfit(post(MAX, other), member)).contains(RejectionReason.AUTH_SCOPE);
    // Nor does it do beside one of the other circle that gives less.
    DecodedEvent viewer = script.invite(other, MAX, "viewer");
    assertThat(script.refusal(post(MAX, other), member, viewer)).contains("role");
    assertThat(script.refusal(post(MAX, other), viewer, member)).contains("role");
  }

  @Test
  void theOwnerOfOneCircleIsNobodyInAnother() {
    assertThat(script.refusal(post(OLGA, circle), circle)).isEmpty();
    assertThat(script.refusal(post(OLGA, other), circle)).contains("circle");
    assertThat(script.refusal(post(OLGA, other), other)).contains("circle");
    assertThat(script.misfit(post(OLGA, other), circle)).contains(RejectionReason.AUTH_SCOPE);
  }

  @Test
  void aMembershipThatIsWrittenInAnotherScopeLetsNobodyIn() {
    Draft forged =
        by(OLGA, "circle:add_member", scope(circle), "member", World.did(EVE), "role", "admin");
    assertThat(script.misfit(forged.in(other.id(), List.of(other)), circle))
        .contains(RejectionReason.CAUSE_SCOPE);
  }

  @Test
  void aDeviceOfACircleSignsNothingOutsideOfIt() {
    DecodedEvent member = script.invite(circle, MAX, "member");
    EventId id = EntityIds.identity(scope(circle), World.root(MAX).did());
    String did = World.device(MAX, 0).did().toString();
    Draft add = by(MAX, "identity:add_device", scope(circle), "device", did).in(id, List.of());
    DecodedEvent phone = script.post(add, member);
    Draft inside = post(MAX, circle);
    inside.signer = World.device(MAX, 0);
    assertThat(script.misfit(inside, phone, member)).isEmpty();
    Draft outside = note(MAX, Scope.PUBLIC);
    outside.signer = World.device(MAX, 0);
    assertThat(script.misfit(outside, phone)).contains(RejectionReason.AUTH_SCOPE);
    DecodedEvent there = script.invite(other, MAX, "member");
    Draft elsewhere = post(MAX, other);
    elsewhere.signer = World.device(MAX, 0);
    assertThat(script.misfit(elsewhere, phone, there)).contains(RejectionReason.AUTH_SCOPE);
  }

  @Test
  void aPolicyOfACircleIsNoneOutsideOfIt() {
    DecodedEvent member = script.invite(circle, MAX, "member");
    DecodedEvent note = script.post(note(MAX, Scope.PUBLIC));
    Draft draft =
        by(
            MAX,
            "sharing:policy",
            scope(circle),
            "entities",
            List.of(note),
            "audience",
            List.of(World.did(EVE)),
            "rights",
            List.of("write"));
    DecodedEvent policy = script.post(draft, member);
    Draft edit =
        by(EVE, "memory:update", Scope.PUBLIC, "content", "b").in(note.id(), List.of(note));
    assertThat(script.misfit(edit, policy)).contains(RejectionReason.AUTH_SCOPE);
  }

  @Test
  void anErasureFromAnotherScopeErasesNothing() {
    DecodedEvent member = script.invite(circle, MAX, "member");
    DecodedEvent there = script.invite(other, MAX, "member");
    DecodedEvent inCircle = script.post(note(MAX, scope(circle)), member);
    DecodedEvent inPublic = script.post(note(MAX, Scope.PUBLIC));
    DecodedEvent inPrivate = script.post(note(MAX, Scope.PRIVATE));
    script.post(erasure(MAX, Scope.PUBLIC, inCircle));
    script.post(erasure(MAX, Scope.PUBLIC, inPrivate));
    script.post(erasure(MAX, Scope.PRIVATE, inCircle));
    script.post(erasure(MAX, Scope.PRIVATE, inPublic));
    script.post(erasure(MAX, Scope.LOCAL, inPrivate));
    script.post(erasure(MAX, scope(other), inCircle), there);
    script.post(erasure(MAX, scope(other), inPublic), there);
    for (DecodedEvent note : List.of(inCircle, inPublic, inPrivate)) {
      assertThat(script.reason(note)).isEmpty();
      assertThat(script.entity(note).fields()).containsEntry("content", Ipld.of("a note"));
    }
    script.post(erasure(MAX, scope(circle), inCircle), member);
    script.post(erasure(MAX, Scope.PUBLIC, inPublic));
    script.post(erasure(MAX, Scope.PRIVATE, inPrivate));
    for (DecodedEvent note : List.of(inCircle, inPublic, inPrivate)) {
      assertThat(script.reason(note)).isEqualTo("erased");
    }
  }

  @Test
  void anOwnersErasureFromAnotherScopeErasesNothingOfOthers() {
    DecodedEvent owner = script.invite(circle, MAX, "member");
    DecodedEvent admin = script.invite(circle, EVE, "admin");
    DecodedEvent note = script.post(note(MAX, scope(circle)), owner);
    Draft draft = by(EVE, "memory:update", scope(circle), "content", "b");
    DecodedEvent edit = script.post(draft.in(note.id(), List.of(note)), admin);
    script.post(erasure(MAX, Scope.PUBLIC, edit));
    assertThat(script.reason(edit)).isEmpty();
    assertThat(script.entity(note).fields()).containsEntry("content", Ipld.of("b"));
    script.post(erasure(MAX, scope(circle), edit), owner);
    assertThat(script.reason(edit)).isEqualTo("erased");
  }
}
