package io.vivim.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vivim.codec.Bytes;
import io.vivim.codec.DagJson;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.did.DidKey;
import io.vivim.did.SigningKey;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EntityIds;
import io.vivim.events.EventBuilder;
import io.vivim.events.EventId;
import io.vivim.events.EventJson;
import io.vivim.events.EventType;
import io.vivim.events.Scope;
import io.vivim.events.Timestamp;
import io.vivim.node.rpc.HttpCalls;
import io.vivim.store.Engine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Entities as a whole node writes and shows them, over HTTP. */
class EntityRpcTest {
  @TempDir Path folder;
  private TestNode node;
  private String home;

  @BeforeEach
  void start() throws Exception {
    node = new TestNode(folder, Engine.H2);
    home = node.identity("home");
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(each -> texts.add(each.asText()));
    return texts;
  }

  private static List<String> ids(JsonNode page) {
    List<String> ids = new ArrayList<>();
    page.path("entities").forEach(entity -> ids.add(entity.path("id").asText()));
    return ids;
  }

  private void submit(DecodedEvent event) {
    JsonNode answer = node.owner.result("event_submit", "[" + EventJson.write(event) + "]");
    assertThat(answer.path("outcome").asText()).as(answer.toString()).isEqualTo("accepted");
  }

  private static EventBuilder builder(String type) {
    return EventBuilder.of(EventType.named(type), Bytes.copyOf(new byte[16]))
        .timestamp(Timestamp.of(TestNode.NOW.toEpochMilli(), 0));
  }

  private static IpldMap json(String text) throws Exception {
    return (IpldMap) DagJson.decode(text.replace('\'', '"')).orThrow();
  }

  @ParameterizedTest
  @EnumSource(names = {"H2", "ROCKSDB"})
  void anEntityIsMadeReadAndChangedOnEachEngine(Engine engine) throws Exception {
    node.close();
    node = new TestNode(folder, engine);
    String id = node.made("{'kind':'memory','scope':'public','fields':{'content':'tea at four'}}");
    JsonNode made = node.anyone.result("entity_get", "[\"" + id + "\"]");
    assertThat(made.path("kind").asText()).isEqualTo("memory");
    assertThat(made.path("scope").asText()).isEqualTo("public");
    assertThat(texts(made.path("owners"))).containsExactly(home);
    assertThat(made.path("fields").path("content").asText()).isEqualTo("tea at four");
    assertThat(texts(made.path("heads"))).containsExactly(id);

    JsonNode changed =
        node.does(
            "entity_update",
            "{'id':'%s','fields':{'content':'tea at five'},'body':{'add':{'tags':['tea']}}}"
                .formatted(id));

    JsonNode now = node.entity(id);
    assertThat(now.path("fields").path("content").asText()).isEqualTo("tea at five");
    assertThat(texts(now.path("fields").path("tags"))).containsExactly("tea");
    assertThat(texts(now.path("heads"))).containsExactly(changed.path("event").asText());
    JsonNode history = node.anyone.result("entity_history", "[\"" + id + "\"]").path("events");
    assertThat(history.findValuesAsText("event"))
        .containsExactly(id, changed.path("event").asText());
    assertThat(history.findValuesAsText("ground")).containsOnly("counts");
  }

  @Test
  void whoeverWroteOfAnIdInAScopeOfTheirsIsNotInTheWay() throws Exception {
    EventId profile = EntityIds.identity(Scope.PUBLIC, DidKey.parse(home));
    submit(
        builder("identity:update")
            .scope(Scope.PRIVATE)
            .entity(profile)
            .body(json("{'set':{'displayName':'Mallory'}}"))
            .sign(SigningKey.generate()));
    node.does(
        "entity_create", "{'kind':'identity','scope':'public','fields':{'displayName':'Ada'}}");
    JsonNode shown = node.entity(profile.toString());
    assertThat(shown.path("fields").path("displayName").asText()).isEqualTo("Ada");
  }

  @Test
  void aMemberIsDemotedAndRemovedAndLeavesByNameAlone() {
    String other = node.identity("other");
    String circle = node.made("{'kind':'circle','fields':{'name':'us'},'as':'home'}");
    assertThat(roleAfter(circle, other, "circle:add_member", "admin", "home")).isEqualTo("admin");
    assertThat(roleAfter(circle, other, "circle:set_role", "viewer", "home")).isEqualTo("viewer");
    assertThat(roleAfter(circle, other, "circle:set_role", "member", "home")).isEqualTo("member");
    assertThat(roleAfter(circle, other, "circle:remove_member", null, "home")).isEmpty();
    assertThat(roleAfter(circle, other, "circle:add_member", "member", "home")).isEqualTo("member");
    assertThat(roleAfter(circle, other, "circle:remove_member", null, "other")).isEmpty();
  }

  private String roleAfter(
      String circle, String member, String type, @Nullable String role, String as) {
    String given = role == null ? "" : ",'role':'" + role + "'";
    node.does(
        "entity_update",
        "{'id':'%s','type':'%s','fields':{'member':'%s'%s},'as':'%s'}"
            .formatted(circle, type, member, given, as));
    return node.entity(circle).path("fields").path("members").path(member).asText();
  }

  @Test
  void aDefinitionThatDefinesNothingIsRefused() {
    for (String fields :
        List.of("{'kind':'memory','schema':{}}", "{'kind':'thing','schema':{'$ref':'http://x'}}")) {
      String params = "{'kind':'model','fields':" + fields + "}";
      assertThat(node.detail("write-refused", "entity_create", params)).isNotEmpty();
    }
  }

  @Test
  void whatNobodySaysToBePublicIsPrivate() {
    String id = node.made("{'kind':'memory','fields':{'content':'mine'}}");
    assertThat(node.entity(id).path("scope").asText()).isEqualTo("private:" + home);
  }

  @Test
  void twoIdentitiesThatWriteAtOnceDisagreeUntilOneResolvesIt() {
    String other = node.identity("other");
    String circle = node.made("{'kind':'circle','fields':{'name':'us'},'as':'" + home + "'}");
    assertThat(node.entity(circle).path("scope").asText()).isEqualTo("circle:" + circle);
    node.does(
        "entity_update",
        "{'id':'%s','type':'circle:add_member','fields':{'member':'%s','role':'admin'},'as':'%s'}"
            .formatted(circle, other, home));
    String id =
        node.made(
            "{'kind':'memory','scope':'circle:%s','fields':{'content':'tea'},'as':'%s'}"
                .formatted(circle, home));
    for (String who : List.of(home, other)) {
      JsonNode written =
          node.does(
              "entity_update",
              "{'id':'%s','fields':{'content':'by %s'},'as':'%s','seen':['%s']}"
                  .formatted(id, who, who, id));
      assertThat(written.path("ground").asText()).isEqualTo("counts");
    }

    String scope = "[\"circle:" + circle + "\"]";
    JsonNode page = node.does("entity_conflicts", scope);
    assertThat(ids(page)).containsExactly(id);
    JsonNode values = page.path("entities").path(0).path("conflicts").path("content");
    assertThat(values.findValuesAsText("value"))
        .containsExactlyInAnyOrder("by " + home, "by " + other);

    node.does(
        "entity_resolve",
        "{'id':'%s','field':'content','value':'by %s','as':'%s'}".formatted(id, home, other));

    assertThat(ids(node.does("entity_conflicts", scope))).isEmpty();
    JsonNode now = node.entity(id);
    assertThat(now.path("conflicts")).isEmpty();
    assertThat(now.path("fields").path("content").asText()).isEqualTo("by " + home);
    assertThat(now.path("heads")).hasSize(1);
  }

  @Test
  void aStrangerToACircleCannotWriteInIt() {
    String other = node.identity("other");
    String circle = node.made("{'kind':'circle','fields':{'name':'us'},'as':'" + home + "'}");
    long before = node.position();
    assertThat(
            node.detail(
                "write-refused",
                "entity_create",
                "{'kind':'memory','scope':'circle:%s','as':'%s'}".formatted(circle, other)))
        .startsWith("not-allowed: circle (the author cites no membership");
    assertThat(node.position()).isEqualTo(before);
  }

  @Test
  void nobodyWritesToAnothersEntityWithoutARight() {
    String other = node.identity("other");
    String hidden = node.made("{'kind':'memory','as':'" + home + "'}");
    String open = node.made("{'kind':'memory','scope':'public','as':'" + home + "'}");
    String update = "{'id':'%s','fields':{'content':'mine'},'as':'" + other + "'}";
    assertThat(node.detail("write-refused", "entity_update", update.formatted(hidden)))
        .startsWith("not-yours");
    assertThat(node.detail("write-refused", "entity_update", update.formatted(open)))
        .startsWith("not-allowed: owner");
    String policy =
        node.made(
            "{'kind':'sharing_policy','scope':'public','as':'%s','fields':{'entities':[{'/':'%s'}],"
                    .formatted(home, open)
                + "'audience':['%s'],'rights':['read','write']}}".formatted(other));
    JsonNode written =
        node.does(
            "entity_update",
            "{'id':'%s','fields':{'content':'ours'},'as':'%s','auth':['%s']}"
                .formatted(open, other, policy));
    assertThat(written.path("ground").asText()).isEqualTo("counts");
    assertThat(node.entity(open).path("fields").path("content").asText()).isEqualTo("ours");
    String revoke =
        "{'id':'%s','type':'sharing:revoke','as':'%s',".formatted(policy, home)
            + "'fields':{'grants':[{'/':'%s'}],'until':[{'/':'%s'}]}}"
                .formatted(policy, written.path("event").asText());
    String removal = node.does("entity_update", revoke).path("event").asText();
    long before = node.position();
    String again = "{'id':'%s','fields':{'content':'late'},'as':'%s','auth':['%s']}";
    assertThat(node.detail("write-refused", "entity_update", again.formatted(open, other, policy)))
        .startsWith("removed: ")
        .contains(removal);
    assertThat(node.position()).isEqualTo(before);
    // Whoever needs no right may cite what they like.
    node.does("entity_update", again.formatted(open, home, policy));
  }

  @Test
  void whatIsThereAheadOfTheClockIsNotWrittenTo() {
    SigningKey friend = SigningKey.generate();
    long ahead = TestNode.NOW.toEpochMilli() + 120_000;
    DecodedEvent last =
        EventBuilder.of(EventType.named("social:friend_request"), Bytes.copyOf(new byte[16]))
            .timestamp(Timestamp.of(ahead, Timestamp.MAX_COUNTER))
            .entity(EntityIds.friend(Scope.PUBLIC, friend.did(), did(home)))
            .body(
                IpldMap.builder()
                    .put("set", IpldMap.builder().put("with", Ipld.of(home)).build())
                    .build())
            .sign(friend);
    submit(last);
    String answer =
        "{'type':'social:friend_accept','scope':'public','fields':{'with':'" + friend.did() + "'}}";
    assertThat(node.detail("write-refused", "entity_create", answer)).startsWith("clock");
  }

  @Test
  void whatIsDeletedIsFoundByItsIdAloneAndMayComeBack() {
    String id = node.made("{'kind':'memory','fields':{'content':'tea'}}");
    assertThat(ids(node.does("entity_query", "['memory']"))).containsExactly(id);
    node.does("entity_delete", "['" + id + "']");
    assertThat(ids(node.does("entity_query", "['memory']"))).isEmpty();
    assertThat(node.entity(id).path("gone").asBoolean()).isTrue();
    node.does("entity_update", "{'id':'%s','body':{'unset':['deleted']}}".formatted(id));
    assertThat(node.entity(id).path("gone").asBoolean()).isFalse();
    assertThat(ids(node.does("entity_query", "['memory']"))).containsExactly(id);
  }

  @Test
  void writesThatComeAtOnceMakeOneChain() throws Exception {
    int writes = 12;
    ExecutorService callers = Executors.newFixedThreadPool(writes);
    try {
      List<Future<String>> made = new ArrayList<>();
      for (int i = 0; i < writes; i++) {
        String params = "{'kind':'memory','fields':{'content':'" + i + "'}}";
        made.add(callers.submit(() -> node.made(params)));
      }
      Set<String> ids = new HashSet<>();
      for (Future<String> each : made) {
        ids.add(each.get());
      }
      assertThat(ids).hasSize(writes);
    } finally {
      callers.shutdownNow();
    }
    Map<Long, JsonNode> chain = new TreeMap<>();
    node.does("event_query", "{'filter':{'signers':['" + home + "']}}")
        .path("events")
        .forEach(e -> chain.put(e.path("event").path("seq").asLong(), e.path("event")));
    assertThat(chain).hasSize(writes);
    String last = "";
    for (JsonNode event : chain.values()) {
      assertThat(event.path("prev").path("/").asText()).isEqualTo(last);
      last = event.path("id").path("/").asText();
    }
  }

  @Test
  void whatWouldNotCountIsRefusedWithItsCodeAndWritesNothing() {
    String memory = node.made("{'kind':'memory','fields':{'content':'tea'}}");
    String unknown = EntityIds.identity(Scope.PUBLIC, SigningKey.generate().did()).toString();
    long before = node.position();
    Map<String, String> creates =
        Map.ofEntries(
            Map.entry("{'kind':'memory','body':{'put':{}}}", "grammar"),
            Map.entry("{'kind':'memory','fields':{'deleted':true}}", "field"),
            Map.entry("{'kind':'follow','scope':'public'}", "field"),
            Map.entry("{'kind':'memory','body':{'increment':{'content':1}}}", "merge"),
            Map.entry("{'kind':'memory','fields':{'content':7}}", "schema"),
            Map.entry("{'kind':'memory','fields':{'memoryType':'psychic'}}", "schema"),
            Map.entry("{'kind':'model','fields':{'kind':'org.example.x'}}", "schema"),
            Map.entry("{'kind':'friend','scope':'public','fields':{'with':'me'}}", "schema"),
            Map.entry("{'kind':'friend','scope':'public','fields':{'with':'" + home + "'}}", "key"),
            Map.entry("{'type':'memory:update','fields':{'content':'x'}}", "no-entity"),
            Map.entry("{'type':'conversation:delete'}", "no-entity"),
            Map.entry("{'kind':'memory','auth':['" + unknown + "']}", "unknown-event"),
            Map.entry("{'kind':'circle','scope':'public','fields':{'name':'us'}}", "event"));
    creates.forEach(
        (params, code) ->
            assertThat(node.detail("write-refused", "entity_create", params))
                .as(params)
                .startsWith(code));
    Map<String, String> updates =
        Map.of(
            "{'id':'%s','fields':{'content':7}}",
            "schema",
            "{'id':'%s','type':'acu:update'}",
            "kind",
            "{'id':'%s','type':'memory:create'}",
            "verb",
            "{'id':'%s','seen':['" + unknown + "']}",
            "unknown-event");
    updates.forEach(
        (params, code) ->
            assertThat(node.detail("write-refused", "entity_update", params.formatted(memory)))
                .as(params)
                .startsWith(code));
    for (String method : List.of("entity_update", "entity_delete")) {
      assertThat(node.owner.error(method, "[\"" + unknown + "\"]")).isEqualTo("not-found");
    }
    assertThat(node.position()).isEqualTo(before);
  }

  @Test
  void aWholeEntityIsErased() {
    String id = node.made("{'kind':'memory','as':'home','fields':{'content':'tea'}}");
    node.does("entity_update", "{'id':'" + id + "','fields':{'content':'milk'}}");
    JsonNode erased = node.does("entity_erase", "['" + id + "','home']");
    assertThat(erased.path("id").asText()).isEqualTo(id);
    assertThat(erased.path("erased").asInt()).isEqualTo(2);
    assertThat(erased.path("kept").asInt()).isZero();
    JsonNode history = node.does("entity_history", "['" + id + "']").path("events");
    assertThat(history.findValuesAsText("message")).hasSize(2).containsOnly("it was erased");
    for (String method : List.of("entity_get", "entity_erase", "entity_update", "entity_delete")) {
      assertThat(node.detail("not-found", method, "['" + id + "']")).startsWith("it is erased");
      assertThat(next(node.owner, method, id)).contains("entity_history").doesNotContain("token");
    }
    assertThat(next(node.anyone, "entity_get", id)).contains("token");
    node.identity("other");
    String circle = node.made("{'kind':'circle','as':'home','fields':{'name':'us'}}");
    assertThat(node.detail("write-refused", "entity_erase", "['" + circle + "','home']"))
        .startsWith("owner");
    assertThat(node.detail("invalid-params", "entity_erase", "['" + circle + "','nobody']"))
        .startsWith("as ");
  }

  private static String next(HttpCalls caller, String method, String id) {
    return caller.call(method, "[\"" + id + "\"]").path("error").path("data").path("next").asText();
  }

  @Test
  void anErasureThatErasesNothingIsRefused() {
    String id = node.made("{'kind':'memory','scope':'public','fields':{'content':'tea'}}");
    node.identity("other");
    String erasing =
        "{'kind':'erasure','as':'other','scope':'%s','fields':{'target':{'/':'" + id + "'}}}";
    assertThat(node.detail("write-refused", "entity_create", erasing.formatted("public")))
        .startsWith("owner: only the event's author");
    assertThat(
            node.detail(
                "write-refused",
                "entity_create",
                erasing.replace("other", "home").formatted("private")))
        .startsWith("owner: the event lies in public");
    assertThat(node.entity(id).path("fields").path("content").asText()).isEqualTo("tea");
  }

  @Test
  void aRefusalNamesTheFieldAndWhatItTakes() {
    assertThat(
            node.detail(
                "write-refused", "entity_create", "['memory',{'memoryType':'psychic','pinned':1}]"))
        .contains("memoryType: must be one of episodic, semantic");
    assertThat(node.detail("write-refused", "entity_create", "['memory',{'importance':2}]"))
        .isEqualTo("schema: importance: must be at most 1 (maximum)");
  }

  @Test
  void namesThatNoBuiltInKindKnowsAreTakenWithAWarning() {
    JsonNode kind = node.does("entity_create", "['memmory',{'content':'tea'}]");
    assertThat(kind.path("ground").asText()).isEqualTo("counts");
    assertThat(kind.path("warnings").path(0).asText()).contains("'memory'?");
    JsonNode field = node.does("entity_create", "['memory',{'contnet':'tea','mine':1}]");
    assertThat(field.path("warnings")).hasSize(2);
    assertThat(field.path("warnings").path(0).asText()).contains("'content'?");
    assertThat(field.path("warnings").path(1).asText()).contains("mine").doesNotContain("mean");
    assertThat(node.does("entity_create", "['memory',{'content':'tea'}]").has("warnings"))
        .isFalse();
    String follow = "{'kind':'follow','scope':'public','fields':{'target':'did:web:example.com'}}";
    assertThat(node.does("entity_create", follow).has("warnings")).isFalse();
    assertThat(node.does("entity_create", "['com.example.tea',{'contnet':1}]").has("warnings"))
        .isFalse();
  }

  @Test
  void wrongParamsAreInvalid() {
    for (String params :
        List.of(
            "{}",
            "{'kind':'memory','type':'memory:create'}",
            "{'kind':'Memory!'}",
            "{'type':'memory'}",
            "{'kind':'memory','fields':[]}",
            "{'kind':'memory','fields':{'content':'a'},'body':{'set':{'content':'b'}}}",
            "{'kind':'memory','scope':'secret'}",
            "{'kind':'memory','tags':[[]]}",
            "{'kind':'memory','as':'me'}",
            "{'kind':'memory','parent':'x'}")) {
      assertThat(node.owner.error("entity_create", params.replace('\'', '"')))
          .as(params)
          .isEqualTo("invalid-params");
    }
    node.identity("other");
    assertThat(node.detail("invalid-params", "entity_create", "['memory']")).startsWith("as ");
    String stranger = SigningKey.generate().did().toString();
    assertThat(
            node.detail(
                "key-refused", "entity_create", "{'kind':'memory','as':'" + stranger + "'}"))
        .startsWith("no-such-key");
  }

  @Test
  void aKeyedEntityIsTheSameWheneverItsKeyIsNamed() {
    String target = SigningKey.generate().did().toString();
    String follow = "{'kind':'follow','scope':'%s','fields':{'target':'" + target + "'}}";
    String open = node.made(follow.formatted("public"));
    assertThat(open).hasToString(EntityIds.follow(Scope.PUBLIC, did(home), target).toString());
    node.does("entity_delete", "['" + open + "']");
    assertThat(node.entity(open).path("gone").asBoolean()).isTrue();
    assertThat(node.made(follow.formatted("public"))).isEqualTo(open);
    assertThat(node.entity(open).path("gone").asBoolean()).isFalse();
    assertThat(node.entity(open).path("heads")).hasSize(1);

    String hidden = node.made(follow.formatted("private"));
    assertThat(hidden)
        .isNotEqualTo(EntityIds.follow(Scope.PRIVATE, did(home), target).toString())
        .isEqualTo(node.made(follow.formatted("private")))
        .isNotEqualTo(node.made(follow.formatted("local")));
    node.does("entity_delete", "['" + hidden + "']");
    assertThat(node.entity(hidden).path("gone").asBoolean()).isTrue();
  }

  private static DidKey did(String text) {
    try {
      return DidKey.parse(text);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void aDeviceWritesForItsIdentityCitingItsGrant() throws Exception {
    SigningKey root = SigningKey.generate();
    DecodedEvent grant =
        builder("identity:add_device")
            .entity(EntityIds.identity(Scope.PUBLIC, root.did()))
            .body(json("{'set':{'device':'" + home + "'}}"))
            .sign(root);
    submit(grant);
    String params = "{'kind':'memory','fields':{'content':'tea'},'as':'" + root.did() + "'}";
    String id = node.made(params);
    JsonNode event = node.does("event_get", "['" + id + "']").path("event");
    assertThat(event.path("author").asText()).isEqualTo(root.did().toString());
    assertThat(event.path("signer").asText()).isEqualTo(home);
    assertThat(event.path("auth").path(0).path("/").asText()).isEqualTo(grant.id().toString());
    assertThat(node.entity(id).path("scope").asText()).isEqualTo("private:" + root.did());
    assertThat(
            node.detail(
                "write-refused",
                "entity_create",
                "{'kind':'follow','scope':'private','fields':{'target':'x'},'as':'"
                    + root.did()
                    + "'}"))
        .startsWith("no-secret");
  }

  @Test
  void anApplicationsEntityIsHeldToItsModel() {
    String model =
        node.made(
            "{'kind':'model','scope':'public','fields':{'kind':'org.example.recipe',"
                + "'schema':{'type':'object','properties':{'serves':{'type':'integer'}},"
                + "'required':['serves']},'merges':{'serves':'max'}}}");
    String create = "{'kind':'org.example.recipe','scope':'public','model':'%s','fields':%s}";
    String id = node.made(create.formatted(model, "{'serves':4}"));
    assertThat(node.entity(id).path("model").asText()).isEqualTo(model);
    assertThat(
            node.detail("write-refused", "entity_create", create.formatted(model, "{'serves':''}")))
        .isNotEmpty();
    node.does("entity_update", "{'id':'%s','fields':{'serves':2}}".formatted(id));
    assertThat(node.entity(id).path("fields").path("serves").asInt()).isEqualTo(4);
    String other = node.identity("other");
    assertThat(
            node.detail(
                "write-refused",
                "entity_update",
                "{'id':'%s','fields':{'serves':9},'as':'%s'}".formatted(id, other)))
        .startsWith("owner");
  }

  @Test
  void moreHeadsThanAnEventCanNameAreMergedOneAfterAnother() {
    String id = node.made("{'kind':'memory','fields':{'content':'tea'}}");
    for (int i = 0; i < 40; i++) {
      node.does(
          "entity_update",
          "{'id':'%s','fields':{'content':'%d'},'seen':['%s']}".formatted(id, i, id));
    }
    assertThat(node.entity(id).path("heads")).hasSize(40);
    node.does("entity_resolve", "{'id':'%s','field':'content','value':'tea'}".formatted(id));
    JsonNode now = node.entity(id);
    assertThat(now.path("heads")).hasSize(1);
    assertThat(now.path("conflicts")).isEmpty();
    assertThat(now.path("fields").path("content").asText()).isEqualTo("tea");
  }

  @Test
  void pagesGoOnWhereTheyEndedForTheSameQuestionAlone() {
    Set<String> made = new HashSet<>();
    for (int i = 0; i < 5; i++) {
      made.add(node.made("{'kind':'memory','scope':'public','fields':{'content':'" + i + "'}}"));
    }
    List<String> found = new ArrayList<>();
    String after = "";
    for (int pages = 0; pages < 4 && !after.equals("null"); pages++) {
      JsonNode page = node.does("entity_query", "{'kind':'memory','limit':2" + after + "}");
      found.addAll(ids(page));
      String next = page.path("next").asText();
      after = next.equals("null") ? next : ",'after':'" + next + "'";
    }
    assertThat(found).hasSize(5).containsExactlyInAnyOrderElementsOf(made);
    String next = node.does("entity_query", "{'kind':'memory','limit':2}").path("next").asText();
    String mark = "{\"kind\":\"%s\",\"limit\":2,\"after\":\"" + next + "\"}";
    assertThat(node.anyone.error("entity_query", mark.formatted("memory")))
        .isEqualTo("invalid-params");
    assertThat(node.owner.error("entity_query", mark.formatted("acu"))).isEqualTo("invalid-params");
    assertThat(node.owner.error("entity_query", "{\"after\":\"00\"}")).isEqualTo("invalid-params");
  }

  @Test
  void entitiesAreFoundByOwnerScopeAndWhatTheyReferTo() {
    String other = node.identity("other");
    String target = SigningKey.generate().did().toString();
    String mine =
        node.made(
            "{'kind':'follow','scope':'public','as':'%s','fields':{'target':'%s'}}"
                .formatted(home, target));
    String theirs = node.made("{'kind':'memory','as':'" + other + "'}");
    assertThat(ids(node.does("entity_query", "{'owner':'" + home + "'}"))).containsExactly(mine);
    assertThat(ids(node.does("entity_query", "{'refersTo':'" + target + "'}")))
        .containsExactly(mine);
    assertThat(ids(node.does("entity_query", "{'scope':'private:" + other + "'}")))
        .containsExactly(theirs);
    assertThat(node.owner.error("entity_query", "{\"scope\":\"private\"}"))
        .isEqualTo("invalid-params");
  }

  @Test
  void aValueThatWouldReadAsALinkIsShownAsBytes() {
    IpldMap odd = IpldMap.builder().put("/", Ipld.of("no link")).build();
    DecodedEvent event =
        builder("memory:create")
            .body(
                IpldMap.builder()
                    .put("set", IpldMap.builder().put("odd", odd).put("even", Ipld.of(2)).build())
                    .build())
            .sign(SigningKey.generate());
    submit(event);
    JsonNode entity = node.anyone.result("entity_get", "[\"" + event.id() + "\"]");
    assertThat(entity.path("fields").path("even").asInt()).isEqualTo(2);
    assertThat(entity.path("fields").has("odd")).isFalse();
    assertThat(entity.path("encoded").path("odd").path("/").has("bytes")).isTrue();
  }
}
