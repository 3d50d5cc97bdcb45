package io.vivim.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vivim.did.CheapKeys;
import io.vivim.did.KeyStore;
import io.vivim.did.SigningKey;
import io.vivim.store.Engine;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What somebody hears of a call that cannot mean what they want, and how it is to be written. */
class WriteAdviceTest {
  @TempDir Path folder;
  private TestNode node;
  private String home;
  private String other;

  @BeforeEach
  void start() throws Exception {
    node = new TestNode(folder, Engine.H2);
    home = node.identity("home");
    other = node.identity("other");
  }

  @AfterEach
  void stop() {
    node.close();
  }

  private String refused(String params) {
    return node.detail("write-refused", "entity_create", params);
  }

  @ParameterizedTest
  @CsvSource({"friend,with", "follow,target", "like,target"})
  void whatIsBetweenTwoGoesWhereItsWriterSays(String kind, String field) {
    String create = "{'kind':'%s','as':'home','fields':{'%s':'%s'}%s}";
    assertThat(refused(create.formatted(kind, field, other, "")))
        .startsWith("scope-needed: a " + kind)
        .contains("public", "circle:<id>", "private");
    for (String scope : new String[] {"public", "private"}) {
      String id = node.made(create.formatted(kind, field, other, ",'scope':'" + scope + "'"));
      assertThat(node.entity(id).path("kind").asText()).isEqualTo(kind);
    }
  }

  @Test
  void aFriendIsAskedByTheNameOfAKeyHereAndAccepts() {
    String id =
        node.made("{'kind':'friend','as':'home','scope':'public','fields':{'with':'other'}}");
    node.does(
        "entity_update", "{'id':'%s','type':'social:friend_accept','as':'other'}".formatted(id));
    JsonNode fields = node.entity(id).path("fields");
    assertThat(fields.path("status").asText()).isEqualTo("accepted");
    assertThat(fields.path("sides").path(home).asText()).isEqualTo("yes");
    assertThat(fields.path("sides").path(other).asText()).isEqualTo("yes");
  }

  @Test
  void theOwnerNamesIdentitiesByTheirKeysAndStrangersDoNot() {
    String circle = node.made("{'kind':'circle','fields':{'name':'us'},'as':'home'}");
    node.does(
        "entity_update",
        "{'id':'%s','type':'circle:add_member','as':'home','fields':{'member':'other','role':'member'}}"
            .formatted(circle));
    assertThat(node.entity(circle).path("fields").path("members").has(other)).isTrue();
    String owned = "{\"owner\":\"home\"}";
    assertThat(node.owner.result("entity_query", owned).path("entities")).hasSize(1);
    assertThat(node.owner.result("entity_search", owned).path("hits").isArray()).isTrue();
    assertThat(node.anyone.error("entity_query", owned)).isEqualTo("invalid-params");
    assertThat(node.anyone.error("entity_search", owned)).isEqualTo("invalid-params");
    assertThat(
            refused(
                "{'type':'circle:create','as':'home','scope':'circle:new',"
                    + "'fields':{'sharingPolicy':'bafy'}}"))
        .contains("must be a link, which is written {\"/\":\"bafy…\"}");
  }

  @Test
  void aRefusalSaysHowLinksAndBytesAreWritten() {
    String memory = "{'kind':'memory','as':'home','fields':{'%s':'AQID'}}";
    assertThat(refused(memory.formatted("consolidatedInto")))
        .contains("must be a link, which is written {\"/\":\"bafy…\"}");
    assertThat(refused(memory.formatted("embedding")))
        .contains("must be bytes, which are written {\"/\":{\"bytes\":\"<base64>\"}}");
  }

  @Test
  void whatIsNeitherALinkNorBytesIsToldHowToBe() {
    for (String odd : new String[] {"{'/':'nope'}", "{'/':{'bytes':'A==='}}"}) {
      String params = "{'kind':'memory','as':'home','fields':{'consolidatedInto':" + odd + "}}";
      assertThat(node.detail("invalid-params", "entity_create", params))
          .startsWith("fields is no DAG-JSON: ")
          .endsWith("{\"/\":\"bafy…\"}, and bytes are {\"/\":{\"bytes\":\"<base64>\"}}");
    }
  }

  @Test
  void aModelThatTheEntityWouldNotFoldByIsRefused() {
    String model = defined("org.example.recipe");
    String memory = node.made("{'kind':'memory','as':'home'}");
    String create = "{'kind':'%s','as':'home','scope':'public','model':'%s'}";
    assertThat(refused(create.formatted("memory", model)))
        .isEqualTo("schema: a memory is built in, and folds by no model of yours");
    assertThat(refused(create.formatted("org.example.recipe", memory)))
        .isEqualTo("schema: the model is none: " + memory + " is a memory:create");
    assertThat(refused(create.formatted("org.example.meal", model)))
        .isEqualTo("schema: the model is none of org.example.meal");
    String meal = node.made("{'kind':'org.example.recipe','as':'home','scope':'public'}");
    assertThat(
            node.detail(
                "write-refused",
                "entity_update",
                "{'id':'%s','as':'home','model':'%s'}".formatted(meal, model)))
        .startsWith("schema: the entity folds by no model");
  }

  @Test
  void aCapabilityWithoutAUcanIsNotWritten() {
    String create = "{'kind':'capability','as':'home','fields':{'token':{'/':{'bytes':'AA'}}}}";
    assertThat(refused(create)).isEqualTo("schema: token: is no UCAN delegation");
  }

  private String defined(String kind) {
    return node.made(
        "{'kind':'model','as':'home','scope':'public','fields':{'kind':'%s','schema':{}}}"
            .formatted(kind));
  }

  private static void note(KeyStore keys, String name, String home) throws Exception {
    assertThat(keys.note(keys.did(name), Optional.empty(), home)).isTrue();
  }

  @Test
  void keysThatSignBlocksOrCosignThemAreNoneToChooseFrom() throws Exception {
    String memory = "{'kind':'memory'%s,'fields':{'content':'tea'}}";
    KeyStore keys = CheapKeys.at(folder.resolve("keys"));
    note(keys, "other", "home builder " + "00".repeat(16));
    node.made(memory.formatted(""));
    node.made(memory.formatted(",'as':'other'"));
    node.identity("third");
    note(keys, "third", "home witness " + "00".repeat(16));
    node.made(memory.formatted(""));
    assertThat(node.detail("key-refused", "entity_create", memory.formatted(",'as':'third'")))
        .isEqualTo("witness: the key 'third' is a witness's, which signs nothing but cosignatures");
  }

  @Test
  void whoeverNamesNoKeyHearsWhichThereAre() {
    String memory = "{'kind':'memory'%s}";
    assertThat(node.detail("invalid-params", "entity_create", memory.formatted("")))
        .isEqualTo("as is missing, and there are several keys: home, other");
    assertThat(node.detail("invalid-params", "entity_create", memory.formatted(",'as':'hme'")))
        .endsWith("the name of a key here: home, other");
    String stranger = SigningKey.generate().did().toString();
    assertThat(
            node.detail(
                "key-refused", "entity_create", memory.formatted(",'as':'" + stranger + "'")))
        .startsWith("no-such-key: ")
        .contains(stranger)
        .endsWith("home, other");
  }

  @Test
  void aBrokenRuleOfEventsIsTold() {
    String large = "x".repeat(70_000);
    assertThat(refused("{'kind':'memory','as':'home','fields':{'content':'" + large + "'}}"))
        .startsWith("event: the payload is larger than 64 KiB");
    assertThat(refused("{'kind':'memory','as':'home','scope':'circle:new'}"))
        .startsWith("event: scope circle:new and circle:create need each other");
    assertThat(node.detail("invalid-params", "entity_create", "{'type':'memory','as':'home'}"))
        .contains("two words with a colon");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  "})
  void aSearchForNoWordsIsNoSearch(String text) {
    String params = "{'text':'" + text + "'}";
    assertThat(node.detail("invalid-params", "entity_search", params)).contains("has no words");
  }

  @Test
  void whoWaitsForWhatIsNotThereHearsWhereTheLogEnds() {
    node.made("{'kind':'memory','as':'home'}");
    assertThat(node.detail("invalid-params", "entity_search", "{'waitFor':9}"))
        .endsWith("is no position of the log, whose head is 1");
  }

  @Test
  void aFollowNamesAKeyHereOrSomebody() {
    String follow = "{'kind':'follow','as':'home','scope':'public','fields':{'target':'%s'}}";
    assertThat(
            node.entity(node.made(follow.formatted("other")))
                .path("fields")
                .path("target")
                .asText())
        .isEqualTo(other);
    JsonNode nobody = node.does("entity_create", follow.formatted("ther"));
    assertThat(nobody.path("warnings").path(0).asText())
        .isEqualTo(
            "the target 'ther' is neither a DID, nor an entity's id, nor the name of a key here");
    String circle = node.made("{'kind':'circle','as':'home','fields':{'name':'us'}}");
    assertThat(node.does("entity_create", follow.formatted(circle)).has("warnings")).isFalse();
  }

  @Test
  void aVerbThatAKindDoesNotHaveIsToldWithThoseThatThereAre() {
    String id = node.made("{'kind':'memory','as':'home'}");
    String update = "{'id':'%s','as':'home','type':'memory:foo'}".formatted(id);
    assertThat(node.detail("write-refused", "entity_update", update))
        .isEqualTo(
            "verb: a memory has no verb 'foo'; there are consolidate, create, delete, link,"
                + " update");
  }

  @Test
  void tagsAreToldHowTheyAreWritten() {
    for (String tags : new String[] {"['topic']", "{'topic':'tea'}", "[[]]", "[['topic']]"}) {
      String params = "{'kind':'memory','as':'home','tags':" + tags + "}";
      assertThat(node.detail("invalid-params", "entity_create", params))
          .startsWith("tags ")
          .endsWith("such as [[\"topic\",\"tea\"]]");
    }
    for (String values : new String[] {"'cake'", "[]", "[1]"}) {
      assertThat(node.detail("invalid-params", "entity_search", "{'tags':{'tag':" + values + "}}"))
          .startsWith("tags has under 'tag' ")
          .endsWith("such as {\"tag\":[\"cake\"]}");
    }
    assertThat(refused("{'kind':'memory','as':'home','fields':{'tags':'tea'}}"))
        .contains("tags: a set takes set to a list such as [\"tea\"]");
  }

  @Test
  void nobodyResolvesWhatIsNoConflict() {
    String id = node.made("{'kind':'memory','as':'home','fields':{'content':'tea'}}");
    for (String field : new String[] {"content", "contents"}) {
      String resolve = "{'id':'%s','as':'home','field':'%s','value':'milk'}".formatted(id, field);
      assertThat(node.detail("write-refused", "entity_resolve", resolve))
          .isEqualTo("no-conflict: there is no conflict about '" + field + "'");
    }
  }

  @Test
  void aConflictIsResolvedAlsoWhereTheEntityIsTooLargeToShowIt() {
    String id = node.made("{'kind':'x.note','scope':'private','as':'home','fields':{}}");
    String update = "{'id':'%s','as':'home','fields':{'%s':'%s'},'seen':['%s']}";
    for (String value : new String[] {"tea", "milk"}) {
      node.does("entity_update", update.formatted(id, "z", value, id));
    }
    int bytes = 60_000;
    for (int i = 0; i <= 8 * 1024 * 1024 / bytes; i++) {
      node.does("entity_update", update.formatted(id, "a" + i, "x".repeat(bytes), id));
    }
    assertThat(node.entity(id).path("conflicts").has("z")).isFalse();
    String resolve = "{'id':'%s','as':'home','field':'z'%s}";
    assertThat(node.detail("invalid-params", "entity_resolve", resolve.formatted(id, "")))
        .startsWith("value ");
    String resolved = resolve.formatted(id, ",'value':'water'");
    assertThat(node.does("entity_resolve", resolved).path("ground").asText()).isEqualTo("counts");
    assertThat(node.detail("write-refused", "entity_resolve", resolved))
        .isEqualTo("no-conflict: there is no conflict about 'z'");
  }

  @Test
  void aNameForAKeyThatIsNoneOrTakenIsToBeChosenAgain() {
    for (String name : new String[] {"home", "My Key"}) {
      JsonNode data =
          node.owner.call("identity_create", "[\"" + name + "\"]").path("error").path("data");
      assertThat(data.path("code").asText()).isEqualTo("key-refused");
      assertThat(data.path("next").asText()).startsWith("Nothing was made. Choose ");
    }
  }

  @Test
  void aScopeWithoutItsOwnerIsTold() {
    assertThat(node.detail("invalid-params", "entity_conflicts", "{'scope':'private'}"))
        .endsWith(": say whose, as in private:did:key:z6Mk…");
  }
}
