package io.vivim.statemachine;

import static io.vivim.statemachine.Script.by;
import static io.vivim.statemachine.Script.scope;
import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Bytes;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.did.ucan.Command;
import io.vivim.did.ucan.DelegationBuilder;
import io.vivim.did.ucan.Principal;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EntityIds;
import io.vivim.events.EventId;
import io.vivim.events.Scope;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What keeps an event out of the log: each code of section 3, and what satisfies the rule. */
final class GrantRulesTest {
  private static final int OLGA = 0;
  private static final int MAX = 2;
  private static final int EVE = 3;

  private final Script script = new Script();

  private static EventId identity(int person) {
    return EntityIds.identity(Scope.PUBLIC, World.root(person).did());
  }

  private static Draft note(int person) {
    return by(person, "memory:create", Scope.PUBLIC, "content", "a note");
  }

  private Draft edit(int person, DecodedEvent note) {
    return by(person, "memory:update", Scope.PUBLIC, "content", "more")
        .in(note.entity(), script.heads(note));
  }

  @Test
  void aDeviceNeedsAGrantThatNamesItAndHolds() {
    DecodedEvent phone = script.device(MAX);
    Draft own = note(MAX);
    own.signer = World.device(MAX, 0);
    assertThat(script.refusal(own)).contains("device");
    assertThat(script.refusal(own, phone)).isEmpty();
    Draft other = note(MAX);
    other.signer = World.device(MAX, 1);
    assertThat(script.refusal(other, phone)).contains("device");
    DecodedEvent expired =
        script.post(
            by(
                    MAX,
                    "identity:add_device",
                    Scope.PUBLIC,
                    "device",
                    World.device(MAX, 1).did().toString(),
                    "exp",
                    Script.START_SECONDS)
                .in(identity(MAX), List.of()));
    assertThat(script.refusal(other, expired)).contains("device");
  }

  @Test
  void devicesAreTheRootKeysAlone() {
    DecodedEvent phone = script.device(MAX);
    String second = World.device(MAX, 1).did().toString();
    Draft more = by(MAX, "identity:add_device", Scope.PUBLIC, "device", second);
    more.in(identity(MAX), List.of()).signer = World.device(MAX, 0);
    assertThat(script.refusal(more, phone)).contains("root-key");
    Draft revocation =
        by(MAX, "identity:revoke_device", Scope.PUBLIC, "grants", List.of(phone))
            .in(identity(MAX), script.heads(phone));
    assertThat(script.refusal(revocation)).isEmpty();
    assertThat(script.refusal(revocation, phone)).contains("root-key");
  }

  @Test
  void anIdentityIsWrittenByItself() {
    Draft others = by(EVE, "identity:update", Scope.PUBLIC).in(identity(MAX), List.of());
    assertThat(script.refusal(others)).contains("key");
  }

  @Test
  void onlyAKeyedEntityBeginsWithoutItsFirstEvent() {
    DecodedEvent note = script.post(note(MAX));
    Draft blind = by(MAX, "memory:consolidate", Scope.PUBLIC).in(note.entity(), List.of());
    assertThat(script.refusal(blind)).contains("no-entity");
    DecodedEvent stray =
        script.post(by(MAX, "conversation:update", Scope.PUBLIC).in(note.entity(), List.of()));
    Draft behind = by(MAX, "memory:update", Scope.PUBLIC).in(note.entity(), List.of(stray));
    assertThat(script.refusal(behind)).contains("kind");
    assertThat(script.reason(stray)).isEqualTo("kind");
  }

  @Test
  void inACircleOnlyWhoIsInItWrites() {
    DecodedEvent circle = script.circle(OLGA);
    DecodedEvent viewer = script.invite(circle, EVE, "viewer");
    DecodedEvent member = script.invite(circle, MAX, "member");
    assertThat(script.refusal(post(MAX, circle))).contains("circle");
    assertThat(script.refusal(post(MAX, circle), viewer)).contains("circle");
    assertThat(script.refusal(post(MAX, circle), member)).isEmpty();
    assertThat(script.refusal(post(EVE, circle), viewer)).contains("role");
    assertThat(script.refusal(post(OLGA, circle))).contains("circle");
    assertThat(script.refusal(post(OLGA, circle), circle)).isEmpty();
  }

  private static Draft post(int person, DecodedEvent circle) {
    return by(person, "content:publish", scope(circle), "title", "a post");
  }

  @Test
  void nobodyGivesARoleAsHighAsTheirOwn() {
    DecodedEvent circle = script.circle(OLGA);
    DecodedEvent admin = script.invite(circle, MAX, "admin");
    DecodedEvent member = script.invite(circle, EVE, "member");
    String did = World.did(4);
    assertThat(script.refusal(adding(circle, MAX, did, "member"), admin)).isEmpty();
    assertThat(script.refusal(adding(circle, MAX, did, "admin"), admin)).contains("role");
    assertThat(script.refusal(adding(circle, EVE, did, "viewer"), member)).contains("role");
    assertThat(script.refusal(adding(circle, OLGA, did, "owner"))).contains("role");
  }

  private Draft adding(DecodedEvent circle, int by, String member, String role) {
    return script.inCircle(circle, by, "circle:add_member", "member", member, "role", role);
  }

  @Test
  void whatIsAnothersNeedsAPolicyThatAllowsWriting() {
    DecodedEvent note = script.post(note(MAX));
    assertThat(script.refusal(edit(EVE, note))).contains("owner");
    assertThat(script.refusal(edit(EVE, note), policy(MAX, note, "read"))).contains("owner");
    assertThat(script.refusal(edit(EVE, note), policy(OLGA, note, "write"))).contains("owner");
    DecodedEvent policy = policy(MAX, note, "write");
    assertThat(script.refusal(edit(EVE, note), policy)).isEmpty();
    Draft toPolicy = by(EVE, "sharing:policy", Scope.PUBLIC).in(policy.entity(), List.of(policy));
    assertThat(script.refusal(toPolicy, policy)).contains("owner");
  }

  private DecodedEvent policy(int owner, DecodedEvent entity, String right) {
    return script.post(
        by(
            owner,
            "sharing:policy",
            Scope.PUBLIC,
            "entities",
            List.of(entity),
            "audience",
            List.of(World.did(EVE)),
            "rights",
            List.of(right)));
  }

  @Test
  void aChainOfDelegationsIsCitedFromTheOwnerOn() throws Exception {
    DecodedEvent note = script.post(note(OLGA));
    DecodedEvent first = delegation(OLGA, OLGA, MAX, "/vivim");
    DecodedEvent second = delegation(MAX, OLGA, EVE, "/vivim/memory/update");
    assertThat(script.refusal(edit(EVE, note), first, second)).isEmpty();
    assertThat(script.refusal(edit(EVE, note), second, first)).contains("owner");
    assertThat(script.refusal(edit(EVE, note), second)).contains("owner");
    Draft deletion = by(EVE, "memory:delete", Scope.PUBLIC).in(note.entity(), script.heads(note));
    assertThat(script.refusal(deletion, first, second)).contains("owner");
  }

  private DecodedEvent delegation(int by, int subject, int audience, String command)
      throws Exception {
    return script.post(
        by(
            by,
            "capability:delegate",
            Scope.PUBLIC,
            "token",
            Ipld.of(token(by, subject, audience, command))));
  }

  private static Bytes token(int by, int subject, int audience, String command) throws Exception {
    return new DelegationBuilder()
        .audience(Principal.of(World.root(audience).did()))
        .subject(Principal.of(World.root(subject).did()))
        .command(Command.parse(command))
        .nonce(Bytes.owning(new byte[12]))
        .neverExpires()
        .sign(World.root(by))
        .envelope()
        .bytes();
  }

  @Test
  void aTokenCountsInTheHandsOfItsIssuer() throws Exception {
    DecodedEvent note = script.post(note(OLGA));
    Ipld token = Ipld.of(token(OLGA, OLGA, EVE, "/vivim"));
    DecodedEvent stolen = script.post(by(MAX, "capability:delegate", Scope.PUBLIC, "token", token));
    assertThat(script.refusal(edit(EVE, note), stolen)).contains("owner");
    DecodedEvent own = script.post(by(OLGA, "capability:delegate", Scope.PUBLIC, "token", token));
    assertThat(script.refusal(edit(EVE, note), own)).isEmpty();
    // All delegations that are cited have to be one chain.
    assertThat(script.refusal(edit(EVE, note), own, stolen)).contains("owner");
  }

  @Test
  void anApplicationsEntityHasAKeyOrAnOwner() {
    Ipld name = Ipld.of("board");
    EventId id = EntityIds.keyed("x.board", Scope.PUBLIC, List.of(Ipld.of(World.did(MAX)), name));
    DecodedEvent own =
        script.post(by(MAX, "x.board:edit", Scope.PUBLIC, "key", List.of(name)).in(id, List.of()));
    assertThat(script.reason(own)).isEmpty();
    DecodedEvent others =
        script.post(by(EVE, "x.board:edit", Scope.PUBLIC, "key", List.of(name)).in(id, List.of()));
    assertThat(script.reason(others)).isEqualTo("key");
    DecodedEvent named = script.post(by(MAX, "x.note:create", Scope.PUBLIC));
    DecodedEvent edit =
        script.post(by(EVE, "x.note:edit", Scope.PUBLIC).in(named.id(), List.of(named)));
    assertThat(script.reason(edit)).isEqualTo("owner");
  }

  @Test
  void ofAConversationTheFoldJudges() {
    DecodedEvent talk = script.post(by(MAX, "conversation:create", Scope.PUBLIC, "title", "a"));
    DecodedEvent others =
        script.post(
            by(EVE, "conversation:update", Scope.PUBLIC, "title", "b")
                .in(talk.entity(), script.heads(talk)));
    assertThat(script.reason(others)).isEqualTo("owner");
    assertThat(script.entity(talk).fields()).containsEntry("title", Ipld.of("a"));
    DecodedEvent granted =
        script.post(
            by(EVE, "conversation:update", Scope.PUBLIC, "title", "c")
                .in(talk.entity(), script.heads(talk)),
            policy(MAX, talk, "write"));
    assertThat(script.reason(granted)).isEmpty();
    assertThat(script.entity(talk).fields()).containsEntry("title", Ipld.of("c"));
  }

  @Test
  void aRevokedPolicyEndsWhatReliesOnIt() {
    DecodedEvent note = script.post(note(MAX));
    DecodedEvent policy = policy(MAX, note, "write");
    DecodedEvent stands = script.post(edit(EVE, note), policy);
    DecodedEvent late = script.post(edit(EVE, note), policy);
    assertThat(script.entity(policy).fields()).containsEntry("active", Ipld.TRUE);
    script.post(
        by(MAX, "sharing:revoke", Scope.PUBLIC, "grants", List.of(policy), "until", List.of(stands))
            .in(policy.entity(), List.of(policy)));
    assertThat(script.reason(stands)).isEmpty();
    assertThat(script.reason(late)).isEqualTo("removed");
    assertThat(script.entity(policy).fields()).containsEntry("active", Ipld.FALSE);
    assertThat(script.entity(note).heads()).containsExactly(late.id());
  }

  @Test
  void aFriendshipIsWhatBothSay() {
    EventId id = EntityIds.friend(Scope.PUBLIC, World.root(MAX).did(), World.root(EVE).did());
    DecodedEvent request = script.post(friend(MAX, EVE, "social:friend_request", id));
    assertThat(status(request)).isEqualTo("pending");
    // Neither needs to have seen the other.
    script.post(friend(EVE, MAX, "social:friend_request", id));
    assertThat(status(request)).isEqualTo("accepted");
    DecodedEvent strange = script.post(friend(OLGA, MAX, "social:block", id));
    assertThat(script.reason(strange)).isEqualTo("key");
    script.post(friend(EVE, MAX, "social:unfriend", id).in(id, script.tips(id)));
    assertThat(status(request)).isEqualTo("rejected");
    script.post(friend(MAX, EVE, "social:block", id).in(id, script.tips(id)));
    assertThat(status(request)).isEqualTo("blocked");
    assertThat(script.entity(request).owners())
        .containsExactlyInAnyOrder(World.did(MAX), World.did(EVE));
  }

  private static Draft friend(int by, int with, String type, EventId id) {
    return by(by, type, Scope.PUBLIC, "with", World.did(with)).in(id, List.of());
  }

  private String status(DecodedEvent event) {
    return script.entity(event).fields().getOrDefault("status", IpldMap.EMPTY).toString();
  }
}
