package io.vivim.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vivim.did.DidKey;
import io.vivim.did.SigningKey;
import io.vivim.events.EntityIds;
import io.vivim.events.Scope;
import io.vivim.store.Engine;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** By no road of the RPC anyone learns of what is not theirs to see. */
class EntityRoadsTest {
  private static final String SECRET = "nobodys business";

  private static final String LOG = "'vivim/KEY/circle/ID'";
  private static final String NEAR = "{'embedding':[1,0],'embeddingModel':'m'}";

  /**
   * By method the params with which it is asked, in which {@code ID} stands for an entity, {@code
   * EVENT} for an event of it and {@code SCOPE} for where it lies.
   */
  private static final Map<String, List<String>> ROADS =
      Map.ofEntries(
          Map.entry("block_latest", List.of("{}", "[" + LOG + "]")),
          Map.entry("block_get", List.of("[0]", "[0," + LOG + "]")),
          Map.entry("block_list", List.of("{}", "[" + LOG + "]")),
          Map.entry("block_checkpoint", List.of("{}", "[" + LOG + "]")),
          Map.entry("block_proof", List.of("['ID']", "['EVENT']", "['EVENT'," + LOG + "]")),
          Map.entry("block_verify", List.of("['ID','OWNER']")),
          Map.entry("block_forks", List.of("{}")),
          Map.entry("block_anchors", List.of("{}", "[1]")),
          Map.entry("node_info", List.of("{}")),
          Map.entry("rpc.discover", List.of("{}")),
          Map.entry("identity_create", List.of("['ID']")),
          Map.entry("event_submit", List.of("['00']")),
          Map.entry("event_get", List.of("['ID']", "['EVENT']")),
          Map.entry(
              "event_query",
              List.of(
                  "{}",
                  "[{'ids':['ID','EVENT']}]",
                  "[{'entityIds':['ID']}]",
                  "[{'scopes':['SCOPE']}]",
                  "[{'scopes':['public','SCOPE']}]",
                  "[{'types':['memory:create','memory:update','circle:create']}]",
                  "[{'#topic':['secret']}]",
                  "[{},1]")),
          Map.entry("entity_create", List.of("['memory']")),
          Map.entry("entity_update", List.of("['ID']")),
          Map.entry("entity_delete", List.of("['ID']")),
          Map.entry("entity_erase", List.of("['ID']")),
          Map.entry("entity_resolve", List.of("['ID','content']")),
          Map.entry("entity_get", List.of("['ID']", "['EVENT']")),
          Map.entry(
              "entity_query",
              List.of(
                  "{}",
                  "{'kind':'memory'}",
                  "{'kind':'circle'}",
                  "{'scope':'SCOPE'}",
                  "{'owner':'OWNER'}",
                  "{'refersTo':'topic:secret'}",
                  "{'kind':'memory','limit':1}")),
          Map.entry(
              "entity_history", List.of("['ID']", "['EVENT']", "{'id':'ID','after':'EVENT'}")),
          Map.entry("entity_conflicts", List.of("['SCOPE']", "['public']")),
          Map.entry(
              "entity_search",
              List.of(
                  "{'text':'" + SECRET + "'}",
                  "{'tags':{'topic':['secret']}}",
                  NEAR,
                  "{'embedding':[1,0],'embeddingModel':'m','text':'" + SECRET + "'}",
                  "{'kind':'memory','owner':'OWNER'}")));

  @TempDir Path folder;
  private TestNode node;
  private String home;
  private final Set<String> hidden = new TreeSet<>(Set.of(SECRET));

  @BeforeEach
  void start() throws Exception {
    node = new TestNode(folder, Engine.H2);
    home = node.identity("home");
  }

  @AfterEach
  void stop() {
    node.close();
  }

  /**
   * @param event a second event of the entity
   */
  private record Place(String id, String event, String scope) {}

  private Place memory(String scope, String logScope) {
    String id =
        node.made(
            ("{'kind':'memory','scope':'%s','fields':{'content':'%s','embeddingModel':'m',"
                    + "'embedding':{'/':{'bytes':'AACAPwAAAAA'}}},'tags':[['topic','secret']]}")
                .formatted(scope, SECRET));
    String event = "";
    for (int i = 0; i < 2; i++) {
      event =
          node.does(
                  "entity_update",
                  "{'id':'%s','fields':{'content':'%s %d'},'seen':['%s']}"
                      .formatted(id, SECRET, i, id))
              .path("event")
              .asText();
      hidden.add(event);
    }
    hidden.add(id);
    return new Place(id, event, logScope);
  }

  @Test
  void everyRoadIsClosed() {
    String circle = node.made("{'kind':'circle','fields':{'name':'" + SECRET + "'}}");
    hidden.add(circle);
    List<Place> places =
        List.of(
            memory("private", "private:" + home),
            memory("local", "local:" + home),
            memory("circle:" + circle, "circle:" + circle),
            new Place(circle, circle, "circle:" + circle));
    waitForIndex();
    for (JsonNode method : node.anyone.result("rpc.discover", "[]").path("methods")) {
      String name = method.path("name").asText();
      assertThat(ROADS).as("a road without a case").containsKey(name);
      for (String params : ROADS.getOrDefault(name, List.of())) {
        for (Place place : places) {
          walk(name, params, place);
        }
      }
    }
  }

  private void waitForIndex() {
    node.owner.result("entity_search", "{\"text\":\"any\",\"waitFor\":" + node.position() + "}");
  }

  /** Not what is asked about it alone: nothing anywhere is counted by it, or shorter for it. */
  @Test
  void whatIsHiddenChangesNoAnswer() {
    Place open = memory("public", "public");
    hidden.clear();
    waitForIndex();
    List<String> before = answers(open);
    String circle = node.made("{'kind':'circle','fields':{'name':'" + SECRET + "'}}");
    for (String scope : List.of("private", "local", "circle:" + circle)) {
      memory(scope, scope);
      node.made(
          "{'kind':'comment','scope':'%s','fields':{'target':{'/':'%s'},'text':'%s'}}"
              .formatted(scope, open.id(), SECRET));
    }
    waitForIndex();
    assertThat(answers(open)).isEqualTo(before);
  }

  /** What anyone is answered by all roads, but for the random text of marks. */
  private List<String> answers(Place place) {
    List<String> answers = new ArrayList<>();
    ROADS.forEach(
        (method, all) -> {
          for (String params : all) {
            String asked = filled(params, place.id(), place.event(), place.scope(), home);
            JsonNode answer = node.anyone.call(method, asked);
            if (answer.path("result").path("next").asText().matches("[0-9a-f]{40,}")) {
              ((ObjectNode) answer.path("result")).put("next", "a mark");
            }
            answers.add(method + asked + answer);
          }
        });
    return answers;
  }

  /** What is asked about something hidden is answered like what is asked about nothing. */
  private void walk(String method, String params, Place place) {
    String about = filled(params, place.id(), place.event(), place.scope(), home);
    String answer = node.anyone.call(method, about).toString();
    for (String secret : hidden) {
      assertThat(answer).as(method + about).doesNotContain(secret);
    }
    SigningKey nobody = SigningKey.generate();
    String unknown = EntityIds.identity(Scope.PUBLIC, nobody.did()).toString();
    String scope = place.scope().replace(home, nobody.did().toString());
    if (scope.startsWith("circle:")) {
      scope = "circle:" + unknown;
    }
    String nothing = filled(params, unknown, unknown, scope, nobody.did().toString());
    assertThat(answer).as(method + about).isEqualTo(node.anyone.call(method, nothing).toString());
  }

  private static String filled(String params, String id, String event, String scope, String owner) {
    return params
        .replace('\'', '"')
        .replace("ID", id)
        .replace("EVENT", event)
        .replace("SCOPE", scope)
        .replace("KEY", owner.substring(DidKey.PREFIX.length()))
        .replace("OWNER", owner);
  }

  /** Otherwise the walk would find nothing by roads that lead nowhere. */
  @Test
  void theRoadsLeadSomewhereForTheOwner() {
    Place place = memory("private", "private:" + home);
    List<String> led = new ArrayList<>();
    waitForIndex();
    for (String method :
        List.of(
            "event_get",
            "event_query",
            "entity_get",
            "entity_query",
            "entity_history",
            "entity_search")) {
      for (String params : ROADS.getOrDefault(method, List.of())) {
        String asked = filled(params, place.id(), place.event(), place.scope(), home);
        String answer = node.owner.call(method, asked).toString();
        if (answer.contains(place.id()) || answer.contains(place.event())) {
          led.add(method + params);
        }
      }
    }
    assertThat(led)
        .contains(
            "event_get['ID']",
            "event_query[{'scopes':['SCOPE']}]",
            "event_query[{'#topic':['secret']}]",
            "entity_get['ID']",
            "entity_query{'owner':'OWNER'}",
            "entity_query{'scope':'SCOPE'}",
            "entity_history['ID']",
            "entity_search{'text':'" + SECRET + "'}",
            "entity_search{'tags':{'topic':['secret']}}",
            "entity_search" + NEAR,
            "entity_search{'kind':'memory','owner':'OWNER'}");
    assertThat(node.does("entity_conflicts", "['" + place.scope() + "']").toString())
        .contains(SECRET + " 0", SECRET + " 1");
  }
}
