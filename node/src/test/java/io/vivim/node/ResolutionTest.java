package io.vivim.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vivim.store.Engine;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Every conflict that is listed can be ended. */
class ResolutionTest {
  @TempDir Path temp;

  private static JsonNode conflicts(TestNode node, String id) {
    return node.entity(id).path("conflicts");
  }

  private static void resolve(TestNode node, String id, String field, String value) {
    String params = "{'id':'%s','as':'home','field':'%s'%s}".formatted(id, field, value);
    assertThat(node.does("entity_resolve", params).path("ground").asText()).isEqualTo("counts");
    assertThat(conflicts(node, id)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ",'value':true", ",'value':false"})
  void whatWasFollowedAndUnfollowedAtOnceIsTheOneOrTheOther(String value) throws Exception {
    try (TestNode node = new TestNode(temp, Engine.H2)) {
      node.identity("home");
      node.identity("other");
      String id =
          node.made("{'kind':'follow','as':'home','scope':'public','fields':{'target':'other'}}");
      String seen = "'as':'home','id':'" + id + "','seen':" + node.entity(id).path("heads");
      node.does("entity_delete", "{" + seen + "}");
      node.does("entity_update", "{" + seen + ",'fields':{'note':'tea'}}");
      assertThat(conflicts(node, id).has("active")).isTrue();
      resolve(node, id, "active", value);
      boolean isGone = value.endsWith("false");
      assertThat(node.entity(id).path("gone").asBoolean()).isEqualTo(isGone);
      assertThat(node.entity(id).path("fields").path("active").asBoolean()).isNotEqualTo(isGone);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatWasDeletedAndBroughtBackAtOnceIsTheOneOrTheOther(boolean isGone) throws Exception {
    try (TestNode node = new TestNode(temp, Engine.H2)) {
      node.identity("home");
      String id = node.made("{'kind':'memory','as':'home','fields':{'content':'tea'}}");
      String seen = "'as':'home','id':'" + id + "','seen':['" + id + "']";
      node.does("entity_delete", "{" + seen + "}");
      node.does("entity_update", "{" + seen + ",'body':{'unset':['deleted']}}");
      assertThat(conflicts(node, id).has("deleted")).isTrue();
      resolve(node, id, "deleted", ",'value':" + isGone);
      assertThat(node.entity(id).path("gone").asBoolean()).isEqualTo(isGone);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"'policy':'keep-both'", "'merges':{'t':'multi'}"})
  void ofWhatShowsAllItsValuesOneHasToBeSaid(String model) throws Exception {
    try (TestNode node = new TestNode(temp, Engine.H2)) {
      node.identity("home");
      String kind = "'kind':'org.example.note'";
      String by =
          node.made(
              "{'kind':'model','as':'home','scope':'public','fields':{%s,'schema':{},%s}}"
                  .formatted(kind, model));
      String id = node.made("{%s,'as':'home','scope':'public','model':'%s'}".formatted(kind, by));
      String update = "{'id':'%s','as':'home','seen':['%s'],'fields':{'t':%s}}";
      for (String value : new String[] {"'b'", "['c','d']"}) {
        node.does("entity_update", update.formatted(id, id, value));
      }
      String shown = node.entity(id).path("fields").path("t").toString();
      assertThat(
              node.detail(
                  "invalid-params",
                  "entity_resolve",
                  "{'id':'" + id + "','field':'t','as':'home'}"))
          .isEqualTo("value is missing, and of the field not one value is shown in full");
      assertThat(node.entity(id).path("fields").path("t").toString()).isEqualTo(shown);
      resolve(node, id, "t", ",'value':['c','d']");
      assertThat(node.entity(id).path("fields").path("t").toString()).isEqualTo("[[\"c\",\"d\"]]");
    }
  }

  @ParameterizedTest
  @CsvSource({"yes,pending", "no,rejected", "block,blocked"})
  void whoSaidTwoThingsOfAFriendshipAtOnceSaysWhich(String word, String status) throws Exception {
    try (TestNode node = new TestNode(temp, Engine.H2)) {
      node.identity("home");
      String other = node.identity("other");
      String id =
          node.made(
              "{'kind':'friend','as':'home','scope':'public','fields':{'with':'" + other + "'}}");
      String seen = "'as':'home','id':'" + id + "','seen':" + node.entity(id).path("heads");
      node.does("entity_update", "{" + seen + ",'type':'social:block'}");
      node.does("entity_update", "{" + seen + ",'type':'social:friend_accept'}");
      assertThat(conflicts(node, id).has("sides")).isTrue();
      String params = "{'id':'" + id + "','field':'sides','as':'home'}";
      assertThat(node.detail("invalid-params", "entity_resolve", params)).startsWith("value is");
      resolve(node, id, "sides", ",'value':'" + word + "'");
      assertThat(node.entity(id).path("fields").path("status").asText()).isEqualTo(status);
    }
  }

  @Test
  void aListThatIsOneOfTheValuesIsTakenAsItIs() throws Exception {
    try (TestNode node = new TestNode(temp, Engine.H2)) {
      node.identity("home");
      String note = node.made("{'kind':'x.note','as':'home'}");
      String update = "{'id':'%s','as':'home','seen':['%s'],'fields':{'t':%s}}";
      for (String value : new String[] {"'b'", "['c']"}) {
        node.does("entity_update", update.formatted(note, note, value));
      }
      resolve(node, note, "t", "");
      assertThat(node.entity(note).path("fields").path("t").toString()).isEqualTo("[\"c\"]");
    }
  }
}
