package io.vivim.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import io.vivim.did.CheapKeys;
import io.vivim.did.Passphrase;
import io.vivim.node.rpc.HttpCalls;
import io.vivim.node.rpc.Listen;
import io.vivim.node.rpc.RpcOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The document of {@code rpc.discover}: its form, and that it is true. */
class OpenRpcTest {
  private static final Set<String> METHOD_FIELDS =
      Set.of(
          "name",
          "summary",
          "description",
          "paramStructure",
          "params",
          "result",
          "errors",
          "examples");

  @TempDir Path folder;
  private Node node;
  private HttpCalls anyone;
  private HttpCalls owner;
  private JsonNode document;

  @BeforeEach
  void start() throws IOException {
    node =
        Node.start(
            new Node.Config(
                "1.2.3",
                folder.resolve("data"),
                Optional.empty(),
                CheapKeys.at(folder.resolve("keys")),
                Optional.of(Passphrase.of("tea".toCharArray(), InsecureSecretKeyAccess.get())),
                Optional.empty(),
                RpcOptions.DEFAULT.withListen(new Listen("127.0.0.1", 0))),
            new Node.Machine(InstantSource.system(), System::nanoTime, new SecureRandom()),
            fault -> {},
            alarm -> {});
    anyone = HttpCalls.to(node.address());
    owner = anyone.withToken(Files.readString(node.tokenFile()).strip());
    document = anyone.result("rpc.discover", "[]");
  }

  @AfterEach
  void stop() {
    node.close();
  }

  @Test
  void itHasWhatTheSpecificationAsksFor() {
    assertThat(document.path("openrpc").asText()).matches("1\\.[23]\\.\\d+");
    assertThat(document.path("info").path("title").asText()).isNotEmpty();
    assertThat(document.path("info").path("version").asText()).isEqualTo("1.2.3");
    assertThat(document.path("servers").path(0).path("url").asText()).isEqualTo(node.address());
    assertThat(names())
        .containsExactly(
            "node_info",
            "identity_create",
            "event_submit",
            "event_get",
            "event_query",
            "entity_create",
            "entity_get",
            "entity_query",
            "entity_history",
            "entity_conflicts",
            "entity_update",
            "entity_resolve",
            "entity_delete",
            "entity_search",
            "entity_erase",
            "block_latest",
            "block_get",
            "block_list",
            "block_proof",
            "block_verify",
            "block_checkpoint",
            "block_forks",
            "block_anchors",
            "rpc.discover");
    for (JsonNode method : document.path("methods")) {
      assertThat(METHOD_FIELDS).containsAll(fields(method));
      assertThat(method.path("summary").asText()).endsWith(".");
      assertThat(method.path("result").path("name").asText()).isNotEmpty();
      assertThat(method.path("result").path("schema").isObject()).isTrue();
      Set<String> seen = new HashSet<>();
      boolean optionalSeen = false;
      for (JsonNode param : method.path("params")) {
        assertThat(seen.add(param.path("name").asText())).isTrue();
        assertThat(param.path("schema").isObject()).isTrue();
        assertThat(param.path("required").asBoolean() && optionalSeen).isFalse();
        optionalSeen |= !param.path("required").asBoolean();
      }
      Set<Integer> codes = new HashSet<>();
      for (JsonNode error : method.path("errors")) {
        assertThat(codes.add(error.path("code").asInt())).isTrue();
        assertThat(error.path("message").asText()).isNotEmpty();
        assertThat(error.path("data").path("next").asText()).isNotEmpty();
      }
      assertThat(method.path("examples")).isNotEmpty();
    }
  }

  private static Set<String> fields(JsonNode object) {
    Set<String> names = new HashSet<>();
    object.fieldNames().forEachRemaining(names::add);
    return names;
  }

  private List<String> names() {
    List<String> names = new ArrayList<>();
    document.path("methods").forEach(method -> names.add(method.path("name").asText()));
    return names;
  }

  @Test
  void everyReferenceLeadsSomewhere() {
    List<String> references = new ArrayList<>();
    document.findValues("$ref").forEach(reference -> references.add(reference.asText()));
    assertThat(references).isNotEmpty();
    for (String reference : references) {
      assertThat(document.at(reference.substring(1)).isObject()).as(reference).isTrue();
    }
  }

  /**
   * In the order of the document, so that what the examples ask for is there: the event of the
   * examples by its id, an entity by the id that it was given here.
   */
  @Test
  void everyExampleWorks() {
    Map<String, String> given = new TreeMap<>();
    for (JsonNode method : document.path("methods")) {
      JsonNode example = method.path("examples").path(0);
      Map<String, JsonNode> params = new TreeMap<>();
      example
          .path("params")
          .forEach(param -> params.put(param.path("name").asText(), param.path("value")));
      String name = method.path("name").asText();
      if (name.equals("entity_resolve")) {
        disagree(given.values().iterator().next());
      }
      String call = json(params);
      for (Map.Entry<String, String> entity : given.entrySet()) {
        call = call.replace(entity.getKey(), entity.getValue());
      }
      JsonNode result = owner.result(name, call);
      JsonNode expected = example.path("result").path("value");
      assertThat(fields(result)).as(name).containsAll(fields(expected));
      if (name.startsWith("event_")) {
        assertThat(result).isEqualTo(expected);
      }
      if (method.has("description")) {
        assertThat(anyone.error(name, call)).as(name).isEqualTo("token-needed");
      }
      if (name.equals("entity_create")) {
        given.put(expected.path("id").asText(), result.path("id").asText());
      }
      requireFields(name, method.path("result").path("schema"), result);
    }
  }

  /** Writes as one who has seen the first event of a memory alone. */
  private void disagree(String id) {
    owner.result(
        "entity_update",
        "{\"id\":\"%s\",\"fields\":{\"content\":\"milk\"},\"seen\":[\"%s\"]}".formatted(id, id));
  }

  private static String json(Map<String, JsonNode> params) {
    StringBuilder text = new StringBuilder("{");
    params.forEach(
        (name, value) ->
            text.append(text.length() > 1 ? "," : "")
                .append('"')
                .append(name)
                .append("\":")
                .append(value));
    return text.append('}').toString();
  }

  /** A result has what its schema requires, and at its first level no more than that tells of. */
  private void requireFields(String name, JsonNode schema, JsonNode result) {
    JsonNode known =
        schema.has("$ref") ? document.at(schema.path("$ref").asText().substring(1)) : schema;
    known
        .path("required")
        .forEach(field -> assertThat(result.has(field.asText())).as(name).isTrue());
    if (known.has("properties")) {
      assertThat(fields(known.path("properties"))).as(name).containsAll(fields(result));
    }
  }

  @Test
  void thePageOfTheSpecificationTellsOfEveryMethod() throws IOException {
    String root = Objects.requireNonNull(System.getProperty("vivim.root"), "vivim.root");
    String page = Files.readString(Path.of(root, "docs", "spec", "rpc.md"));
    for (String method : names()) {
      assertThat(page).contains("\n| `" + method + "`");
    }
  }
}
