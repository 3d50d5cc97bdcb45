package io.vivim.statemachine.model;

import static io.vivim.statemachine.model.Bodies.ALICE;
import static io.vivim.statemachine.model.Bodies.BOB;
import static io.vivim.statemachine.model.Bodies.body;
import static io.vivim.statemachine.model.Bodies.check;
import static io.vivim.statemachine.model.Bodies.reason;
import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Ipld;
import io.vivim.did.DidKey;
import io.vivim.events.EntityIds;
import io.vivim.events.EventId;
import io.vivim.events.EventType;
import io.vivim.events.Scope;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class VerbsTest {
  private static final Scope CIRCLE = Scope.circle(EntityIds.identity(Scope.PUBLIC, BOB));

  private static Map<String, Operation> implied(String type) {
    return Verbs.implied(EventType.named(type), ALICE);
  }

  private static Optional<EventId> idOf(String type, Scope scope, DidKey author, String json) {
    return Verbs.keyedId(EventType.named(type), scope, author, body(json));
  }

  @ParameterizedTest
  @CsvSource({
    "acu:delete, deleted, true",
    "com.example.note:delete, deleted, true",
    "social:follow, active, true",
    "social:unfollow, active, false",
    "content:like, active, true",
    "content:unlike, active, false",
    "acu:derive, derived, true",
    "memory:consolidate, consolidation, 'consolidated'"
  })
  void aVerbAssigns(String type, String field, String value) {
    Ipld expected = value.startsWith("c") ? Ipld.of(value) : Ipld.of(Boolean.parseBoolean(value));
    assertThat(implied(type)).isEqualTo(Map.of(field, new Operation.Assign(expected)));
  }

  @ParameterizedTest
  @CsvSource({
    "social:friend_request, yes",
    "social:friend_accept, yes",
    "social:friend_reject, no",
    "social:unfriend, no",
    "social:block, block"
  })
  void theVerbsOfAFriendshipWriteTheAuthorsSideAlone(String type, String word) {
    Ipld pair = Ipld.listOf(Ipld.of(ALICE.toString()), Ipld.of(word));
    assertThat(implied(type))
        .isEqualTo(Map.of("sides", new Operation.Change(List.of(pair), List.of(), true)));
  }

  @Test
  void whatAVerbWritesFoldsByTheModelAndNoBodyOfItsTypeMayNameIt() {
    int seen = 0;
    for (EventType type : EventType.catalogue().values()) {
      Model model = Model.builtIn(Kind.of(type));
      for (Map.Entry<String, Operation> each : Verbs.implied(type, ALICE).entrySet()) {
        seen++;
        String field = each.getKey();
        assertThat(model.mergeOf(field, each.getValue()).accepts(each.getValue())).isTrue();
        for (Operation operation : List.of(each.getValue(), new Operation.Unset())) {
          assertThat(model.check(type, new Body(Map.of(field, operation)), false))
              .as("%s %s", type, operation)
              .map(Fault::reason)
              .contains(Fault.Reason.FIELD);
        }
      }
    }
    assertThat(seen).isEqualTo(15);
  }

  @ParameterizedTest
  @CsvSource({
    "identity:update, devices",
    "circle:update, members",
    "sharing:policy, active",
    "capability:delegate, active",
    "social:friend_accept, status",
    "acu:update, derived",
    "com.example.note:update, deleted"
  })
  void noBodyNamesWhatGrantsAndVerbsMake(String type, String field) {
    assertThat(reason(type, "{'set':{'" + field + "':true}}")).contains(Fault.Reason.FIELD);
  }

  @Test
  void anUpdateBringsBackWhatWasDeletedAndNothingElseDoes() {
    String unset = "{'unset':['deleted']}";
    assertThat(check("memory:update", unset)).isEmpty();
    assertThat(check("com.example.note:update", unset)).isEmpty();
    assertThat(reason("memory:create", unset)).contains(Fault.Reason.FIELD);
    assertThat(reason("memory:update", "{'set':{'deleted':null}}")).contains(Fault.Reason.FIELD);
  }

  @Test
  void onlyConsolidatingIsTheVerbsOwnStatus() {
    assertThat(check("memory:update", "{'set':{'consolidation':'merged'}}")).isEmpty();
    assertThat(reason("memory:consolidate", "{'set':{'consolidation':'raw'}}"))
        .contains(Fault.Reason.FIELD);
  }

  @Test
  void anApplicationsKindsMayUseTheNamesThatVerbsOfOursWrite() {
    assertThat(check("com.example.note:create", "{'set':{'active':true,'sides':{}}}")).isEmpty();
    assertThat(check("follow:create", "{'set':{'active':true}}")).isEmpty();
  }

  @Test
  void theKeyThatABodyNamesGivesTheIdOfTheEntity() {
    String with = "{'set':{'with':'%s'}}";
    for (Scope scope : List.of(Scope.PUBLIC, CIRCLE)) {
      assertThat(idOf("identity:update", scope, ALICE, "{}"))
          .contains(EntityIds.identity(scope, ALICE));
      assertThat(idOf("social:unfollow", scope, ALICE, "{'set':{'target':'x'}}"))
          .contains(EntityIds.follow(scope, ALICE, "x"));
      assertThat(idOf("content:like", scope, ALICE, "{'set':{'target':'x'}}"))
          .contains(EntityIds.like(scope, ALICE, "x"));
      assertThat(idOf("conversation:update", scope, ALICE, "{'set':{'source':'x'}}"))
          .contains(EntityIds.conversation(scope, ALICE, "x"));
      assertThat(idOf("social:block", scope, ALICE, with.formatted(BOB)))
          .contains(EntityIds.friend(scope, ALICE, BOB))
          .isEqualTo(idOf("social:friend_request", scope, BOB, with.formatted(ALICE)));
    }
  }

  @Test
  void withoutAKeyThereIsNoId() {
    assertThat(idOf("social:block", Scope.PUBLIC, ALICE, "{'set':{'with':'" + ALICE + "'}}"))
        .isEmpty();
    assertThat(idOf("social:block", Scope.PUBLIC, ALICE, "{'set':{'with':'did:web:x'}}")).isEmpty();
    assertThat(
            idOf(
                "social:block",
                Scope.PUBLIC,
                ALICE,
                "{'set':{'with':'" + "did:key:z6LS".repeat(2) + "'}}"))
        .isEmpty();
    assertThat(idOf("social:follow", Scope.PUBLIC, ALICE, "{'set':{'target':1}}")).isEmpty();
    assertThat(idOf("social:follow", Scope.PUBLIC, ALICE, "{'add':{'target':['x']}}")).isEmpty();
    assertThat(idOf("conversation:update", Scope.PUBLIC, ALICE, "{}")).isEmpty();
    assertThat(idOf("memory:update", Scope.PUBLIC, ALICE, "{'set':{'target':'x'}}")).isEmpty();
  }

  @Test
  void whereASecretHidesTheKeyTheKeyIsKnownAndTheIdIsNot() {
    Body body = body("{'set':{'target':'x'}}");
    EventType follow = EventType.named("social:follow");
    assertThat(Verbs.keyedId(follow, Scope.PRIVATE, ALICE, body)).isEmpty();
    assertThat(Verbs.keyedId(follow, Scope.LOCAL, ALICE, body)).isEmpty();
    assertThat(Verbs.keyOf(follow, ALICE, body))
        .contains(List.of(Ipld.of(ALICE.toString()), Ipld.of("x")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"social:follow", "social:unfollow", "content:unlike", "social:unfriend"})
  void everyEventOfAKeyedKindNamesItsKey(String type) {
    assertThat(reason(type, "{}")).contains(Fault.Reason.FIELD);
    assertThat(reason(type, "{'unset':['target','with']}")).contains(Fault.Reason.FIELD);
    assertThat(check(type, "{'set':{'target':'x','with':'" + BOB + "'}}")).isEmpty();
  }

  @Test
  void aConversationMayHaveNoAddress() {
    assertThat(check("conversation:update", "{'set':{'title':'x'}}")).isEmpty();
  }
}
