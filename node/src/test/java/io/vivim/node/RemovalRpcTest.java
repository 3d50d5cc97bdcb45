package io.vivim.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vivim.codec.Bytes;
import io.vivim.codec.DagJson;
import io.vivim.codec.IpldMap;
import io.vivim.did.SigningKey;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EntityIds;
import io.vivim.events.EventBuilder;
import io.vivim.events.EventFacts;
import io.vivim.events.EventJson;
import io.vivim.events.EventType;
import io.vivim.events.Scope;
import io.vivim.events.Timestamp;
import io.vivim.store.Engine;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a writer hears of a removal that takes nothing back. */
class RemovalRpcTest {
  @TempDir Path folder;
  private TestNode node;
  private String other;
  private String circle;

  @BeforeEach
  void start() throws Exception {
    node = new TestNode(folder, Engine.H2);
    node.identity("home");
    other = node.identity("other");
    circle = circle();
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private String circle() {
    return node.made("{'kind':'circle','fields':{'name':'us'},'as':'home'}");
  }

  private String member(String where, String who, String role) {
    String fields = "{'member':'%s','role':'%s'}".formatted(who, role);
    return node.does("entity_update", update(where, "circle:add_member", fields, "home"))
        .path("event")
        .asText();
  }

  private static String update(String id, String type, String fields, String as) {
    return "{'id':'%s','type':'%s','fields':%s,'as':'%s'}".formatted(id, type, fields, as);
  }

  private String removal(String who, String grant) {
    return "{'member':'%s','grants':[{'/':'%s'}]}".formatted(who, grant);
  }

  private String refused(String type, String fields, String as) {
    return node.detail("write-refused", "entity_update", update(circle, type, fields, as));
  }

  @Test
  void aRemovalOfWhatIsNoGrantOfTheCircleIsRefusedWithTheReason() {
    String remove = "circle:remove_member";
    String elsewhere = member(circle(), other, "member");
    assertThat(refused(remove, removal(other, elsewhere), "home"))
        .startsWith("nothing-removed: ")
        .contains(elsewhere, "not of this entity");
    assertThat(refused(remove, removal(other, circle), "home"))
        .startsWith("nothing-removed: ")
        .contains("circle:create");
    String unknown = SigningKey.generate().did().toString();
    String absent = event("memory:create", "{}").sign(SigningKey.generate()).id().toString();
    assertThat(refused(remove, removal(other, absent), "home"))
        .isEqualTo("nothing-removed: there is no event " + absent);
    assertThat(refused(remove, "{'member':'" + unknown + "'}", "home"))
        .startsWith("nothing-removed: ")
        .contains(unknown);
    assertThat(refused(remove, "{'member':'" + other + "','grants':[]}", "home"))
        .isEqualTo("nothing-removed: grants is empty");
  }

  @Test
  void whatIsTakenBackAlreadyIsTakenBackAgainOnlyWithAWordOnWhatStands() {
    String grant = member(circle, other, "member");
    String remove = "circle:remove_member";
    node.does("entity_update", update(circle, remove, removal(other, grant), "home"));
    assertThat(refused(remove, removal(other, grant), "home"))
        .startsWith("nothing-removed: " + grant + " is taken back already");
    String anew = "{'member':'%s','grants':[{'/':'%s'}],'until':[]}".formatted(other, grant);
    JsonNode again = node.does("entity_update", update(circle, remove, anew, "home"));
    assertThat(again.path("ground").asText()).isEqualTo("counts");
  }

  private String post(String who) {
    return node.made(
        "{'kind':'content','as':'%s','scope':'circle:%s','fields':{'title':'tea'}}"
            .formatted(who, circle));
  }

  @Test
  void aRemovalListsTheLogsAloneThatRelyOnWhatItTakesBack() throws Exception {
    String third = node.identity("third");
    String fourth = node.identity("fourth");
    member(circle, other, "admin");
    member(circle, third, "member");
    String letIn = "{'member':'" + fourth + "','role':'member'}";
    node.does("entity_update", update(circle, "circle:add_member", letIn, "other"));
    String last = post("other");
    post("third");
    String byFourth = post("fourth");
    String params = update(circle, "circle:remove_member", "{'member':'" + other + "'}", "home");
    String removal = node.does("entity_update", params).path("event").asText();
    JsonNode until = node.does("event_get", "{'id':'" + removal + "'}").findPath("until");
    assertThat(until).hasSize(2);
    assertThat(until.findValuesAsText("/")).containsExactlyInAnyOrder(last, byFourth);
    for (String id : List.of(last, byFourth)) {
      assertThat(node.entity(id).path("fields").path("title").asText()).isEqualTo("tea");
    }
  }

  @Test
  void anAdminRemovesOnlyWhoRanksLowerAndALeaverOnlyThemselves() {
    String third = node.identity("third");
    member(circle, other, "admin");
    String peer = member(circle, third, "admin");
    String demotion =
        "{'member':'%s','role':'viewer','grants':[{'/':'%s'}]}".formatted(third, peer);
    assertThat(refused("circle:set_role", demotion, "other"))
        .startsWith("nothing-removed: ")
        .contains("does not rank below admin");
    assertThat(refused("circle:remove_member", removal(other, peer), "other"))
        .startsWith("nothing-removed: ")
        .contains("another's");
    String members = node.entity(circle).path("fields").path("members").toString();
    assertThat(members).contains("\"" + third + "\":\"admin\"");
    node.does("entity_update", update(circle, "circle:set_role", demotion, "home"));
    assertThat(node.entity(circle).path("fields").path("members").path(third).asText())
        .isEqualTo("viewer");
  }

  @Test
  void aRemovalThatHasNotSeenTheGrantIsRefused() {
    String grant = member(circle, other, "member");
    String blind =
        "{'id':'%s','type':'circle:remove_member','fields':%s,'as':'home','seen':['%s']}"
            .formatted(circle, removal(other, grant), circle);
    assertThat(node.detail("write-refused", "entity_update", blind))
        .isEqualTo("nothing-removed: " + grant + " is no ancestor of what 'seen' names");
  }

  @Test
  void whoSubmitsARemovalIsToldWhetherItTakesBackWhatItNames() throws Exception {
    SigningKey root = SigningKey.generate();
    String device = SigningKey.generate().did().toString();
    DecodedEvent grant =
        event("identity:add_device", "{'device':'" + device + "'}")
            .entity(EntityIds.identity(Scope.PUBLIC, root.did()))
            .sign(root);
    assertThat(submitted(grant).has("removes")).isFalse();
    DecodedEvent vain = revocation(root, grant, circle, 1);
    assertThat(submitted(vain).path("removes").asBoolean(true)).isFalse();
    DecodedEvent good = revocation(root, vain, grant.id().toString(), 2);
    assertThat(submitted(good).path("removes").asBoolean(false)).isTrue();
  }

  private static DecodedEvent revocation(
      SigningKey root, DecodedEvent last, String named, int seconds) {
    return event("identity:revoke_device", "{'grants':[{'/':'" + named + "'}],'until':[]}")
        .timestamp(Timestamp.of(TestNode.NOW.toEpochMilli() + seconds, 0))
        .entity(EntityIds.identity(Scope.PUBLIC, root.did()))
        .heads(List.of(EventFacts.of(last)))
        .after(last.header().seq(), last.id())
        .sign(root);
  }

  private JsonNode submitted(DecodedEvent event) {
    JsonNode answer = node.anyone.result("event_submit", "[" + EventJson.write(event) + "]");
    assertThat(answer.path("outcome").asText()).as(answer.toString()).isEqualTo("accepted");
    return answer;
  }

  private static EventBuilder event(String type, String set) {
    try {
      String body = "{'set':" + set + "}";
      return EventBuilder.of(EventType.named(type), Bytes.copyOf(new byte[16]))
          .timestamp(Timestamp.of(TestNode.NOW.toEpochMilli(), 0))
          .body((IpldMap) DagJson.decode(body.replace('\'', '"')).orThrow());
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
