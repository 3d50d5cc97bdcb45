package io.vivim.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vivim.node.Terminal.Outcome;
import io.vivim.node.rpc.HttpCalls;
import io.vivim.store.Engine;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An application's entity that goes on with a later version of its model. */
class ModelVersionsTest {
  private static final String KIND = "org.example.recipe";
  private static final String FIRST =
      "{\"kind\":\"org.example.recipe\",\"schema\":{},\"merges\":{\"n\":\"counter\"}}";
  private static final String SECOND =
      "{\"kind\":\"org.example.recipe\",\"merges\":{\"n\":\"counter\",\"m\":\"max\"},"
          + "\"schema\":{\"properties\":{\"title\":{\"maxLength\":3}}}}";

  @TempDir Path temp;

  private static String defined(TestNode node) {
    return node.made("{'kind':'model','as':'home','scope':'public','fields':" + FIRST + "}");
  }

  private static String next(TestNode node, String model) {
    return node.does("entity_update", "{'id':'" + model + "','as':'home','fields':" + SECOND + "}")
        .path("event")
        .asText();
  }

  private static String recipe(TestNode node, String model) {
    return node.made(
        "{'kind':'%s','as':'home','scope':'public','model':'%s','body':{'increment':{'n':1}}}"
            .formatted(KIND, model));
  }

  @ParameterizedTest
  @ValueSource(strings = {"'model':'%s'", "'auth':['%s']"})
  void anEntityGoesOnWithALaterVersionAndIsHeldToIt(String cites) throws Exception {
    try (TestNode node = new TestNode(temp, Engine.H2)) {
      node.identity("home");
      String first = defined(node);
      String id = recipe(node, first);
      String second = next(node, first);
      String update = "{'id':'" + id + "','as':'home'%s,'fields':{%s}}";
      String citing = "," + cites.formatted(second);
      assertThat(node.detail("write-refused", "entity_update", update.formatted(citing, "'m':'x'")))
          .startsWith("merge: m");
      assertThat(
              node.detail(
                  "write-refused", "entity_update", update.formatted(citing, "'title':'stew'")))
          .startsWith("schema: ");
      assertThat(node.entity(id).path("model").asText()).isEqualTo(first);
      node.does("entity_update", update.formatted(citing, "'m':3"));
      node.does("entity_update", update.formatted("", "'m':2"));
      JsonNode recipe = node.entity(id);
      assertThat(recipe.path("model").asText()).isEqualTo(second);
      assertThat(recipe.path("fields").path("m").asInt()).isEqualTo(3);
      assertThat(recipe.path("fields").path("n").asInt()).isEqualTo(1);
    }
  }

  @Test
  void noEntityGoesBackNorToAnothersModel() throws Exception {
    try (TestNode node = new TestNode(temp, Engine.H2)) {
      node.identity("home");
      String first = defined(node);
      String id = recipe(node, first);
      String second = next(node, first);
      String update = "{'id':'" + id + "','as':'home','model':'%s','fields':{'m':3}}";
      assertThat(
              node.detail(
                  "write-refused", "entity_update", update.formatted(next(node, defined(node)))))
          .isEqualTo(
              "schema: the entity folds by %s, and goes on with later versions of %s alone"
                  .formatted(first, first));
      node.does("entity_update", update.formatted(second));
      assertThat(node.detail("write-refused", "entity_update", update.formatted(first)))
          .isEqualTo("schema: the entity folds by " + second + ", which is a later version");
      node.does("entity_update", update.formatted(second));
    }
  }

  @Test
  void theCommandLineTakesALaterVersionToo() throws Exception {
    DataFolder folder = new DataFolder(temp);
    folder.keepKey();
    String first = written(create(folder, "model", "--body", "{\"set\":" + FIRST + "}"));
    String id = written(create(folder, KIND, "--model", first));
    String second =
        written(
            folder.run(
                "entity",
                "update",
                first,
                "--key",
                "home",
                "--json",
                "--body",
                "{\"set\":" + SECOND + "}"));
    written(
        folder.run(
            "entity", "update", id, "--key", "home", "--json", "--model", second, "--set", "m:=3"));
    JsonNode shown = HttpCalls.json(folder.run("entity", "get", "--json", id).out());
    assertThat(shown.path("model").asText()).isEqualTo(second);
    assertThat(shown.path("fields").path("m").asInt()).isEqualTo(3);
    Outcome odd = folder.run("entity", "update", id, "--key", "home", "--model", "v2");
    assertThat(odd.err()).contains("--model is no id of an event: v2");
  }

  private static Outcome create(DataFolder folder, String kind, String... options) {
    String[] all = new String[options.length + 8];
    String[] begin = {"entity", "create", kind, "--key", "home", "--scope", "public", "--json"};
    System.arraycopy(begin, 0, all, 0, begin.length);
    System.arraycopy(options, 0, all, begin.length, options.length);
    return folder.run(all);
  }

  /** The event of a write that counts; of a new entity it is the id. */
  private static String written(Outcome outcome) {
    JsonNode json = HttpCalls.json(outcome.out());
    assertThat(json.path("ground").asText()).as(outcome.out() + outcome.err()).isEqualTo("counts");
    return json.path("event").asText();
  }
}
