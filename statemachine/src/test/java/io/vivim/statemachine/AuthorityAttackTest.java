package io.vivim.statemachine;

import static io.vivim.statemachine.Script.by;
import static io.vivim.statemachine.Script.scope;
import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EntityIds;
import io.vivim.events.EventId;
import io.vivim.events.Scope;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Attacks on a circle and on an identity, and what the page on authority makes of them. */
final class AuthorityAttackTest {
  private static final int OLGA = 0;
  private static final int ADA = 1;
  private static final int MAX = 2;
  private static final int EVE = 3;

  private final Script script = new Script();
  private final DecodedEvent circle = script.circle(OLGA);

  private Draft post(int person) {
    return by(person, "content:publish", scope(circle), "title", "a post");
  }

  /** A removal from the circle whose author has seen all of it. */
  private Draft removal(int by, int member, DecodedEvent grant, DecodedEvent... until) {
    return script.inCircle(
        circle,
        by,
        "circle:remove_member",
        "member",
        World.did(member),
        "grants",
        List.of(grant),
        "until",
        List.of(until));
  }

  private Draft leave(int member, DecodedEvent grant) {
    return script.inCircle(
        circle,
        member,
        "circle:remove_member",
        "member",
        World.did(member),
        "grants",
        List.of(grant));
  }

  private Ipld members() {
    return script.entity(circle).fields().getOrDefault("members", IpldMap.EMPTY);
  }

  private static Ipld members(Object... roles) {
    return Script.map(roles);
  }

  @Test
  void ofARemovedMemberOnlyStandsWhatTheRemoverAccepts() {
    DecodedEvent grant = script.invite(circle, MAX, "member");
    DecodedEvent early = script.post(post(MAX), grant);
    DecodedEvent last = script.post(post(MAX), grant);
    script.post(removal(OLGA, MAX, grant, last));
    DecodedEvent late = script.post(post(MAX), grant);
    assertThat(script.reason(early)).isEmpty();
    assertThat(script.reason(last)).isEmpty();
    assertThat(script.reason(late)).isEqualTo("removed");
    assertThat(members()).isEqualTo(members(World.did(OLGA), "owner"));
  }

  @Test
  void aBackDatedEventIsNoOlderForIt() {
    DecodedEvent grant = script.invite(circle, MAX, "member");
    DecodedEvent last = script.post(post(MAX), grant);
    script.post(removal(OLGA, MAX, grant, last));
    Draft backDated = post(MAX);
    backDated.timestamp = grant.header().timestamp().next();
    assertThat(script.reason(script.post(backDated, grant))).isEqualTo("removed");
  }

  @Test
  void nothingStandsOfALogOfWhichUntilListsNothing() {
    DecodedEvent grant = script.invite(circle, MAX, "member");
    DecodedEvent others = script.invite(circle, EVE, "member");
    DecodedEvent ours = script.post(post(MAX), grant);
    DecodedEvent theirs = script.post(post(EVE), others);
    // Eve's event stands for Eve's log alone.
    script.post(removal(OLGA, MAX, grant, theirs));
    assertThat(script.reason(ours)).isEqualTo("removed");
    assertThat(script.reason(theirs)).isEmpty();
  }

  @Test
  void behindAGapStandsWhatHasNoRival() {
    DecodedEvent grant = script.invite(circle, MAX, "member");
    DecodedEvent first = script.post(post(MAX), grant);
    DecodedEvent second = script.post(post(MAX), grant);
    DecodedEvent rival = script.postAfter(first, post(MAX), grant);
    DecodedEvent listed = script.postAfterGap(5, post(MAX), grant);
    script.post(removal(OLGA, MAX, grant, listed));
    assertThat(script.reason(first)).isEmpty();
    assertThat(script.reason(listed)).isEmpty();
    assertThat(script.reason(second)).isEqualTo("removed");
    assertThat(script.reason(rival)).isEqualTo("removed");
  }

  @Test
  void whatComesBehindTheListedEventOnAnotherBranchIsVoid() {
    DecodedEvent grant = script.invite(circle, MAX, "member");
    DecodedEvent first = script.post(post(MAX), grant);
    DecodedEvent listed = script.post(post(MAX), grant);
    script.post(removal(OLGA, MAX, grant, listed));
    DecodedEvent fork = script.postAfter(first, post(MAX), grant);
    DecodedEvent behindFork = script.postAfter(fork, post(MAX), grant);
    assertThat(script.reason(first)).isEmpty();
    assertThat(script.reason(listed)).isEmpty();
    assertThat(script.reason(fork)).isEqualTo("removed");
    assertThat(script.reason(behindFork)).isEqualTo("removed");
  }

  @Test
  void twoAdminsCannotRemoveEachOther() {
    DecodedEvent ada = script.invite(circle, ADA, "admin");
    DecodedEvent max = script.invite(circle, MAX, "admin");
    script.post(removal(ADA, MAX, max), ada);
    DecodedEvent back = script.post(removal(MAX, ADA, ada), max);
    assertThat(script.reason(back)).isEmpty();
    assertThat(members())
        .isEqualTo(
            members(World.did(OLGA), "owner", World.did(ADA), "admin", World.did(MAX), "admin"));
  }

  @Test
  void theOwnerStaysTheOwnerWhateverAdminsSay() {
    DecodedEvent ada = script.invite(circle, ADA, "admin");
    DecodedEvent naming =
        script.post(
            script.inCircle(
                circle, ADA, "circle:add_member", "member", World.did(OLGA), "role", "viewer"),
            ada);
    script.post(removal(ADA, OLGA, naming), ada);
    DecodedEvent post = script.post(post(OLGA), circle);
    assertThat(script.reason(post)).isEmpty();
    assertThat(members()).isEqualTo(members(World.did(OLGA), "owner", World.did(ADA), "admin"));
  }

  @Test
  void aLeaveWithAFaultEndsNothing() {
    DecodedEvent grant = script.invite(circle, MAX, "member");
    Draft draft = leave(MAX, grant);
    draft.body =
        Said.set(
            Script.map("member", World.did(MAX), "grants", List.of(grant), "reason", Ipld.of("")));
    DecodedEvent leave = script.post(draft, grant);
    DecodedEvent post = script.post(post(MAX), grant);
    assertThat(script.reason(leave)).isEqualTo("schema");
    assertThat(script.reason(post)).isEmpty();
    assertThat(members()).isEqualTo(members(World.did(OLGA), "owner", World.did(MAX), "member"));
  }

  @Test
  void aBodyThatBreaksTheGrammarIsNoLeaveAndGivesNoRole() {
    DecodedEvent views = script.invite(circle, EVE, "viewer");
    Draft leave = leave(EVE, views);
    assertThat(script.refusal(leave, views)).isEmpty();
    leave.body = broken(leave.body);
    assertThat(script.refusal(leave, views)).contains("role");
    DecodedEvent rules = script.invite(circle, ADA, "admin");
    Draft equal =
        script.inCircle(
            circle, ADA, "circle:add_member", "member", World.did(MAX), "role", "admin");
    assertThat(script.refusal(equal, rules)).contains("role");
    equal.body = broken(equal.body);
    assertThat(script.refusal(equal, rules)).isEmpty();
  }

  private static IpldMap broken(IpldMap body) {
    IpldMap.Builder broken = IpldMap.builder().put("odd", Ipld.NULL);
    body.forEach(broken::put);
    return broken.build();
  }

  @Test
  void whoLeftIsGoneInThatLogAlone() {
    DecodedEvent grant = script.invite(circle, MAX, "member");
    DecodedEvent phone = script.device(MAX);
    DecodedEvent before = script.post(post(MAX), grant);
    DecodedEvent leave = script.post(leave(MAX, grant), grant);
    DecodedEvent after = script.post(post(MAX), grant);
    Draft onPhone = post(MAX);
    onPhone.signer = World.device(MAX, 0);
    DecodedEvent elsewhere = script.post(onPhone, phone, grant);
    assertThat(script.reason(before)).isEmpty();
    assertThat(script.reason(leave)).isEmpty();
    assertThat(script.reason(after)).isEqualTo("left");
    assertThat(script.reason(elsewhere)).isEmpty();
    assertThat(members()).isEqualTo(members(World.did(OLGA), "owner"));
  }

  @Test
  void aGapDoesNotBringBackWhoLeftButAForkOfTheLeaveDoes() {
    DecodedEvent grant = script.invite(circle, MAX, "member");
    DecodedEvent before = script.post(post(MAX), grant);
    DecodedEvent leave = script.post(leave(MAX, grant), grant);
    DecodedEvent afterGap = script.postAfterGap(9, post(MAX), grant);
    assertThat(script.reason(afterGap)).isEqualTo("left");
    script.postAfter(before, post(MAX), grant);
    assertThat(script.reason(leave)).isEmpty();
    assertThat(script.reason(afterGap)).isEmpty();
  }

  @Test
  void aRemovalReachesWhatALeaveDoesNot() {
    DecodedEvent grant = script.invite(circle, MAX, "member");
    DecodedEvent before = script.post(post(MAX), grant);
    DecodedEvent leave = script.post(leave(MAX, grant), grant);
    script.post(removal(OLGA, MAX, grant, before));
    assertThat(script.reason(before)).isEmpty();
    assertThat(script.reason(leave)).isEqualTo("removed");
  }

  @Test
  void whomAVoidAdminBroughtInIsOutToo() {
    DecodedEvent ada = script.invite(circle, ADA, "admin");
    DecodedEvent max =
        script.post(
            script.inCircle(
                circle, ADA, "circle:add_member", "member", World.did(MAX), "role", "member"),
            ada);
    DecodedEvent post = script.post(post(MAX), max);
    DecodedEvent accepted = script.post(post(MAX), max);
    script.post(removal(OLGA, ADA, ada));
    assertThat(script.reason(max)).isEqualTo("removed");
    assertThat(script.reason(post)).isEqualTo("removed");
    // Another removal of the same grant replaces the first, and it accepts.
    script.post(removal(OLGA, ADA, ada, max, accepted));
    assertThat(script.reason(max)).isEmpty();
    assertThat(script.reason(post)).isEmpty();
    assertThat(script.reason(accepted)).isEmpty();
  }

  @Test
  void whatWasCitedBesideTheNeedDoesNotMatter() {
    DecodedEvent member = script.invite(circle, MAX, "member");
    DecodedEvent admin = script.invite(circle, MAX, "admin");
    script.post(removal(OLGA, MAX, member));
    assertThat(script.reason(script.post(post(MAX), member, admin))).isEmpty();
    assertThat(script.reason(script.post(post(MAX), member))).isEqualTo("removed");
    assertThat(members()).isEqualTo(members(World.did(OLGA), "owner", World.did(MAX), "admin"));
  }

  @Test
  void theErasureOfARevokedDeviceErasesNothing() {
    DecodedEvent phone = script.device(MAX);
    DecodedEvent note = script.post(by(MAX, "memory:create", Scope.PUBLIC, "content", "a note"));
    Draft erase = by(MAX, "system:erase", Scope.PUBLIC, "target", note);
    erase.signer = World.device(MAX, 0);
    DecodedEvent erased = script.post(erase, phone);
    assertThat(script.reason(note)).isEqualTo("erased");
    script.post(revocation(MAX, phone));
    assertThat(script.reason(erased)).isEqualTo("removed");
    assertThat(script.reason(note)).isEmpty();
  }

  private Draft revocation(int person, DecodedEvent grant, DecodedEvent... until) {
    EventId id = EntityIds.identity(Scope.PUBLIC, World.root(person).did());
    return by(
            person,
            "identity:revoke_device",
            Scope.PUBLIC,
            "grants",
            List.of(grant),
            "until",
            List.of(until))
        .in(id, script.tips(id));
  }

  @Test
  void aRevokedDeviceDoesNotSayWhatAPrivateEntityIs() {
    DecodedEvent phone = script.device(MAX);
    EventId hidden = EntityIds.identity(Scope.PUBLIC, World.root(ADA).did());
    Draft odd = by(MAX, "x.odd:edit", Scope.PRIVATE, "a", "1").in(hidden, List.of());
    odd.signer = World.device(MAX, 0);
    DecodedEvent first = script.post(odd, phone);
    DecodedEvent talk =
        script.post(
            by(MAX, "conversation:create", Scope.PRIVATE, "source", "https://chat.example/1")
                .in(hidden, List.of()));
    assertThat(script.reason(talk)).isEqualTo("kind");
    script.post(revocation(MAX, phone));
    assertThat(script.reason(first)).isEqualTo("removed");
    assertThat(script.reason(talk)).isEmpty();
  }

  @Test
  void aRevocationCannotBeErased() {
    DecodedEvent phone = script.device(MAX);
    DecodedEvent revocation = script.post(revocation(MAX, phone));
    script.post(by(MAX, "system:erase", Scope.PUBLIC, "target", revocation));
    Draft late = by(MAX, "memory:create", Scope.PUBLIC, "content", "late");
    late.signer = World.device(MAX, 0);
    assertThat(script.reason(script.post(late, phone))).isEqualTo("removed");
    assertThat(script.entity(phone).fields()).doesNotContainKey("devices");
  }

  @Test
  void aRemovalThatHasNotSeenTheGrantRemovesNothing() {
    DecodedEvent grant = script.invite(circle, MAX, "member");
    Draft blind = removal(OLGA, MAX, grant).in(circle.id(), List.of(circle));
    script.post(blind);
    assertThat(script.reason(script.post(post(MAX), grant))).isEmpty();
  }

  @Test
  void onlyTheAuthorAndTheOwnerErase() {
    DecodedEvent ada = script.invite(circle, ADA, "admin");
    DecodedEvent max = script.invite(circle, MAX, "member");
    DecodedEvent post = script.post(by(MAX, "memory:create", scope(circle), "content", "a"), max);
    DecodedEvent edit =
        script.post(
            by(ADA, "memory:update", scope(circle), "content", "b")
                .in(post.entity(), List.of(post)),
            ada);
    script.post(by(ADA, "system:erase", scope(circle), "target", post), ada);
    assertThat(script.reason(post)).isEmpty();
    assertThat(script.reason(edit)).isEmpty();
    // Max owns the entity, and so what others wrote into it.
    script.post(by(MAX, "system:erase", scope(circle), "target", edit), max);
    assertThat(script.reason(edit)).isEqualTo("erased");
  }

  /**
   * Two admins each leave by a viewer's membership, and then remove the other's. Whether a leave
   * counts would hang on the other's removal, that on the other's leave, and so on in a circle; so
   * a leave ends what comes after it whether or not it is void itself.
   */
  @Test
  void leavesThatHangOnEachOthersRemovalsAreDecided() {
    DecodedEvent adaViews = script.invite(circle, ADA, "viewer");
    DecodedEvent adaRules = script.invite(circle, ADA, "admin");
    DecodedEvent maxViews = script.invite(circle, MAX, "viewer");
    DecodedEvent maxRules = script.invite(circle, MAX, "admin");
    DecodedEvent adaLeaves = script.post(leave(ADA, adaRules), adaViews);
    DecodedEvent maxLeaves = script.post(leave(MAX, maxRules), maxViews);
    DecodedEvent byAda = script.post(removal(ADA, MAX, maxViews), adaRules);
    DecodedEvent byMax = script.post(removal(MAX, ADA, adaViews), maxRules);
    assertThat(script.reason(adaLeaves)).isEmpty();
    assertThat(script.reason(maxLeaves)).isEmpty();
    assertThat(script.reason(byAda)).isEqualTo("left");
    assertThat(script.reason(byMax)).isEqualTo("left");
  }

  /**
   * A device that is made known within the circle relies on a membership there, which may be lower
   * than the one that its owner rules by. Then two admins could make each other's removals void;
   * but no event makes one void that ranks as high.
   */
  @Test
  void devicesWithinACircleDoNotLetAdminsRemoveEachOther() {
    DecodedEvent ada = script.invite(circle, ADA, "member");
    DecodedEvent max = script.invite(circle, MAX, "member");
    DecodedEvent adaRules = script.invite(circle, ADA, "admin");
    DecodedEvent maxRules = script.invite(circle, MAX, "admin");
    DecodedEvent adasPhone = script.post(deviceWithin(ADA), ada);
    DecodedEvent maxsPhone = script.post(deviceWithin(MAX), max);
    Draft adaRemoves = removal(ADA, MAX, max);
    adaRemoves.signer = World.device(ADA, 0);
    DecodedEvent byAda = script.post(adaRemoves, adasPhone, adaRules);
    Draft maxRemoves = removal(MAX, ADA, ada);
    maxRemoves.signer = World.device(MAX, 0);
    DecodedEvent byMax = script.post(maxRemoves, maxsPhone, maxRules);
    assertThat(script.reason(byAda)).isEmpty();
    assertThat(script.reason(byMax)).isEmpty();
    assertThat(script.reason(adasPhone)).isEqualTo("removed");
    assertThat(script.reason(maxsPhone)).isEqualTo("removed");
  }

  private Draft deviceWithin(int person) {
    String device = World.device(person, 0).did().toString();
    EventId id = EntityIds.identity(scope(circle), World.root(person).did());
    return by(person, "identity:add_device", scope(circle), "device", device).in(id, List.of());
  }

  @Test
  void aRevokedPolicyReachesConversationsAndApplicationsToo() {
    DecodedEvent talk = script.post(by(MAX, "conversation:create", Scope.PUBLIC, "title", "a"));
    DecodedEvent note = script.post(by(MAX, "x.note:create", Scope.PUBLIC));
    DecodedEvent policy =
        script.post(
            by(
                MAX,
                "sharing:policy",
                Scope.PUBLIC,
                "entities",
                List.of(talk, note),
                "audience",
                List.of(World.did(EVE)),
                "rights",
                List.of("write")));
    Draft toTalk = by(EVE, "conversation:update", Scope.PUBLIC, "title", "b");
    DecodedEvent talked = script.post(toTalk.in(talk.id(), List.of(talk)), policy);
    DecodedEvent blind =
        script.post(
            by(EVE, "conversation:update", Scope.PUBLIC, "title", "c").in(talk.id(), List.of()),
            policy);
    Draft toNote = by(EVE, "x.note:edit", Scope.PUBLIC).in(note.id(), List.of(note));
    DecodedEvent noted = script.post(toNote, policy);
    for (DecodedEvent event : List.of(talked, blind, noted)) {
      assertThat(script.reason(event)).isEmpty();
    }
    script.post(
        by(MAX, "sharing:revoke", Scope.PUBLIC, "grants", List.of(policy), "until", List.of())
            .in(policy.id(), List.of(policy)));
    for (DecodedEvent event : List.of(talked, blind, noted)) {
      assertThat(script.reason(event)).isEqualTo("removed");
    }
  }
}
