package io.vivim.statemachine;

import static io.vivim.statemachine.Script.by;
import static io.vivim.statemachine.Script.scope;
import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Bytes;
import io.vivim.codec.Ipld;
import io.vivim.did.ucan.Command;
import io.vivim.did.ucan.DelegationBuilder;
import io.vivim.did.ucan.Policy;
import io.vivim.did.ucan.Principal;
import io.vivim.did.ucan.UcanException;
import io.vivim.events.DecodedEvent;
import io.vivim.events.Scope;
import io.vivim.events.Timestamp;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** When a policy or a delegation binds, and how far it goes: nothing outside of that is granted. */
final class GrantTermsTest {
  private static final int OLGA = 0;
  private static final int MAX = 2;
  private static final int EVE = 3;

  /** Seconds after the start of the script, long after what is posted. */
  private static final int FROM = 100;

  private static final int TO = 200;

  private final Script script = new Script();

  private DecodedEvent note(int person) {
    return script.post(by(person, "memory:create", Scope.PUBLIC, "content", "a note"));
  }

  private Draft edit(int person, DecodedEvent note) {
    return by(person, "memory:update", Scope.PUBLIC, "content", "more")
        .in(note.entity(), script.heads(note));
  }

  /** Whether an edit of a note at a second is let in, and if not, why. */
  private Optional<String> at(int second, DecodedEvent note, DecodedEvent... cited) {
    Draft edit = edit(EVE, note);
    edit.timestamp = Script.at(second);
    return script.refusal(edit, cited);
  }

  private DecodedEvent policy(int owner, DecodedEvent entity, Object... bounds) {
    List<Object> terms =
        new ArrayList<>(
            List.of(
                "entities",
                List.of(entity),
                "audience",
                List.of(World.did(EVE)),
                "rights",
                List.of("write")));
    terms.addAll(List.of(bounds));
    return script.post(by(owner, "sharing:policy", Scope.PUBLIC, terms.toArray()));
  }

  private static long second(int after) {
    return Script.START_SECONDS + after;
  }

  @Test
  void aPolicyThatHasExpiredGivesNothing() {
    DecodedEvent note = note(MAX);
    DecodedEvent policy = policy(MAX, note, "exp", second(TO));
    assertThat(at(TO, note, policy)).isEmpty();
    assertThat(at(TO + 1, note, policy)).contains("owner");
    Draft within = edit(EVE, note);
    within.timestamp = Timestamp.of(second(TO) * 1000 + 999, 0);
    assertThat(script.refusal(within, policy)).isEmpty();
    // One that holds beside it does.
    assertThat(at(TO + 1, note, policy, policy(MAX, note))).isEmpty();
  }

  @Test
  void aPolicyThatIsNotYetValidGivesNothing() {
    DecodedEvent note = note(MAX);
    DecodedEvent policy = policy(MAX, note, "nbf", second(FROM), "exp", second(TO));
    assertThat(at(FROM - 1, note, policy)).contains("owner");
    assertThat(at(FROM, note, policy)).isEmpty();
    assertThat(at(TO, note, policy)).isEmpty();
    assertThat(at(TO + 1, note, policy)).contains("owner");
  }

  @Test
  void aBoundBeyondSixtyFourBitsIsOneThatNoClockReaches() {
    DecodedEvent note = note(MAX);
    Ipld beyond = Ipld.of(BigInteger.ONE.shiftLeft(Long.SIZE - 1));
    DecodedEvent always = policy(MAX, note, "exp", beyond);
    assertThat(at(TO, note, always)).isEmpty();
    assertThat(GrantRow.of(always, true, List.of()).isInForce(Pen.NOW)).isTrue();
    DecodedEvent never = policy(MAX, note, "nbf", beyond);
    assertThat(at(TO, note, never)).contains("owner");
    assertThat(GrantRow.of(never, true, List.of()).isInForce(Pen.NOW)).isFalse();
  }

  @Test
  void aPolicyOutsideItsTimeGivesNothingInAConversationEither() {
    DecodedEvent talk = script.post(by(MAX, "conversation:create", Scope.PUBLIC, "title", "a"));
    DecodedEvent policy = policy(MAX, talk, "nbf", second(FROM), "exp", second(TO));
    assertThat(script.reason(saidAt(FROM - 1, talk, policy))).isEqualTo("owner");
    assertThat(script.reason(saidAt(TO + 1, talk, policy))).isEqualTo("owner");
    assertThat(script.entity(talk).fields()).containsEntry("title", Ipld.of("a"));
    assertThat(script.reason(saidAt(FROM, talk, policy))).isEmpty();
    assertThat(script.entity(talk).fields()).containsEntry("title", Ipld.of("b"));
  }

  private DecodedEvent saidAt(int second, DecodedEvent talk, DecodedEvent... cited) {
    Draft update = by(EVE, "conversation:update", Scope.PUBLIC, "title", "b");
    update.timestamp = Script.at(second);
    return script.post(update.in(talk.entity(), List.of(talk)), cited);
  }

  private DecodedEvent delegation(int by, int subject, int audience, String command) {
    return delegation(by, subject, audience, command, DelegationBuilder::neverExpires);
  }

  /** A token that its author gives out, with what else it says. */
  private DecodedEvent delegation(
      int by, int subject, int audience, String command, UnaryOperator<DelegationBuilder> terms) {
    DelegationBuilder token =
        new DelegationBuilder()
            .audience(Principal.of(World.root(audience).did()))
            .subject(Principal.of(World.root(subject).did()))
            .command(command(command))
            .nonce(Bytes.owning(new byte[12]));
    Bytes bytes = terms.apply(token).sign(World.root(by)).envelope().bytes();
    return script.post(by(by, "capability:delegate", Scope.PUBLIC, "token", Ipld.of(bytes)));
  }

  private static Command command(String text) {
    try {
      return Command.parse(text);
    } catch (UcanException e) {
      throw new AssertionError(e);
    }
  }

  private static Policy only(String argument, Ipld value) {
    try {
      return Policy.parse(Ipld.listOf(Ipld.listOf(Ipld.of("=="), Ipld.of(argument), value)));
    } catch (UcanException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aDelegationThatHasExpiredGivesNothing() {
    DecodedEvent note = note(OLGA);
    DecodedEvent token = delegation(OLGA, OLGA, EVE, "/vivim", terms -> terms.expires(second(TO)));
    assertThat(at(TO, note, token)).isEmpty();
    assertThat(at(TO + 1, note, token)).contains("owner");
  }

  @Test
  void aDelegationThatIsNotYetValidGivesNothing() {
    DecodedEvent note = note(OLGA);
    DecodedEvent token =
        delegation(
            OLGA, OLGA, EVE, "/vivim", terms -> terms.notBefore(second(FROM)).neverExpires());
    assertThat(at(FROM - 1, note, token)).contains("owner");
    assertThat(at(FROM, note, token)).isEmpty();
  }

  @Test
  void aChainBindsNoLongerThanAnyOfItsTokens() {
    DecodedEvent note = note(OLGA);
    DecodedEvent first = delegation(OLGA, OLGA, MAX, "/vivim", terms -> terms.expires(second(TO)));
    DecodedEvent forever = delegation(MAX, OLGA, EVE, "/vivim");
    assertThat(at(TO, note, first, forever)).isEmpty();
    assertThat(at(TO + 1, note, first, forever)).contains("owner");
    DecodedEvent always = delegation(OLGA, OLGA, MAX, "/vivim");
    DecodedEvent late =
        delegation(MAX, OLGA, EVE, "/vivim", t -> t.notBefore(second(FROM)).neverExpires());
    assertThat(at(FROM - 1, note, always, late)).contains("owner");
    assertThat(at(FROM, note, always, late)).isEmpty();
  }

  @Test
  void aDelegationOutsideItsTimeGivesNothingInAConversationEither() {
    DecodedEvent talk = script.post(by(OLGA, "conversation:create", Scope.PUBLIC, "title", "a"));
    DecodedEvent token =
        delegation(
            OLGA, OLGA, EVE, "/vivim", terms -> terms.notBefore(second(FROM)).expires(second(TO)));
    assertThat(script.reason(saidAt(FROM - 1, talk, token))).isEqualTo("owner");
    assertThat(script.reason(saidAt(TO + 1, talk, token))).isEqualTo("owner");
    assertThat(script.reason(saidAt(FROM, talk, token))).isEmpty();
  }

  @Test
  void nobodyHandsOnMoreThanTheyWereGiven() {
    DecodedEvent note = note(OLGA);
    DecodedEvent narrow = delegation(OLGA, OLGA, MAX, "/vivim/memory/delete");
    DecodedEvent wide = delegation(MAX, OLGA, EVE, "/vivim");
    assertThat(script.refusal(edit(EVE, note), narrow, wide)).contains("owner");
    Draft deletion = by(EVE, "memory:delete", Scope.PUBLIC).in(note.entity(), script.heads(note));
    // A chain in which a token asks for more is none, even for what was given.
    assertThat(script.refusal(deletion, narrow, wide)).contains("owner");
    DecodedEvent equal = delegation(MAX, OLGA, EVE, "/vivim/memory/delete");
    Draft allowed = by(EVE, "memory:delete", Scope.PUBLIC).in(note.entity(), script.heads(note));
    assertThat(script.refusal(allowed, narrow, equal)).isEmpty();
  }

  @Test
  void aDelegationReachesItsOwnSubjectsEntitiesAlone() {
    DecodedEvent olgas = note(OLGA);
    DecodedEvent maxs = note(MAX);
    // Max speaks for himself; what he gives is nothing of Olga's, nor does he speak in her name.
    assertThat(script.refusal(edit(EVE, olgas), delegation(MAX, MAX, EVE, "/"))).contains("owner");
    assertThat(script.refusal(edit(EVE, olgas), delegation(MAX, OLGA, EVE, "/"))).contains("owner");
    DecodedEvent byOlga = delegation(OLGA, OLGA, MAX, "/");
    DecodedEvent own = delegation(MAX, MAX, EVE, "/");
    assertThat(script.refusal(edit(EVE, olgas), byOlga, own)).contains("owner");
    assertThat(script.refusal(edit(EVE, maxs), own)).isEmpty();
    // And it is for whom it names.
    DecodedEvent named = delegation(OLGA, OLGA, MAX, "/");
    assertThat(script.refusal(edit(EVE, olgas), named)).contains("owner");
  }

  @Test
  void aDelegationReachesNoFurtherThanItsPolicy() {
    DecodedEvent shared = note(OLGA);
    DecodedEvent other = note(OLGA);
    Policy entity = only(".entity", Said.linkTo(shared.entity()));
    DecodedEvent token =
        delegation(OLGA, OLGA, EVE, "/vivim", terms -> terms.policy(entity).neverExpires());
    assertThat(script.refusal(edit(EVE, shared), token)).isEmpty();
    assertThat(script.refusal(edit(EVE, other), token)).contains("owner");
    Policy type = only(".type", Ipld.of("memory:delete"));
    DecodedEvent deleting =
        delegation(OLGA, OLGA, EVE, "/vivim", terms -> terms.policy(type).neverExpires());
    assertThat(script.refusal(edit(EVE, shared), deleting)).contains("owner");
    // Who was given so much cannot give the rest, whatever their own token says.
    DecodedEvent first =
        delegation(OLGA, OLGA, MAX, "/vivim", terms -> terms.policy(entity).neverExpires());
    DecodedEvent second = delegation(MAX, OLGA, EVE, "/vivim");
    assertThat(script.refusal(edit(EVE, shared), first, second)).isEmpty();
    assertThat(script.refusal(edit(EVE, other), first, second)).contains("owner");
  }

  @Test
  void aDelegationForOneScopeIsNoneInAnother() {
    DecodedEvent circle = script.circle(OLGA);
    DecodedEvent member = script.invite(circle, EVE, "member");
    Draft draft = by(OLGA, "memory:create", scope(circle), "content", "a");
    DecodedEvent inside = script.post(draft, circle);
    DecodedEvent outside = note(OLGA);
    Policy policy = only(".scope", Ipld.of(scope(circle).toString()));
    DecodedEvent token =
        delegation(OLGA, OLGA, EVE, "/vivim", terms -> terms.policy(policy).neverExpires());
    assertThat(script.refusal(edit(EVE, outside), token)).contains("owner");
    Draft within =
        by(EVE, "memory:update", scope(circle), "content", "b")
            .in(inside.entity(), List.of(inside));
    assertThat(script.refusal(within, member, token)).isEmpty();
  }
}
