package io.vivim.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vivim.did.KeyStore;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventJson;
import io.vivim.node.rpc.HttpCalls;
import io.vivim.node.rpc.Listen;
import io.vivim.node.rpc.RpcOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code entity_search} of a whole node. */
class NodeSearchTest {
  @TempDir Path folder;
  private final Queue<Throwable> faults = new ConcurrentLinkedQueue<>();
  private DataFolder author;
  private Node node;
  private HttpCalls anyone;
  private HttpCalls owner;

  @BeforeEach
  void start() throws Exception {
    author = new DataFolder(folder);
    node =
        Node.start(
            new Node.Config(
                "1.2.3",
                author.data,
                Optional.empty(),
                KeyStore.at(folder.resolve("keys")),
                Optional.empty(),
                RpcOptions.DEFAULT.withListen(new Listen("127.0.0.1", 0))),
            new Node.Machine(InstantSource.system(), System::nanoTime, new SecureRandom()),
            faults::add);
    anyone = HttpCalls.to(node.address());
    owner = anyone.withToken(Files.readString(node.tokenFile()).strip());
  }

  @AfterEach
  void stop() {
    node.close();
    assertThat(faults).isEmpty();
  }

  private void submit(DecodedEvent event) {
    JsonNode outcome = owner.result("event_submit", "[" + EventJson.write(event) + "]");
    assertThat(outcome.path("outcome").asText()).isEqualTo("accepted");
  }

  private static List<String> ids(JsonNode page) {
    List<String> ids = new ArrayList<>();
    page.path("hits").forEach(hit -> ids.add(hit.path("entity").path("id").asText()));
    return ids;
  }

  @Test
  void whoeverWaitsFindsWhatTheyMaySee() throws Exception {
    author.keepKey();
    DecodedEvent open = author.memory("tea for all");
    DecodedEvent local = author.local("tea at home");
    submit(open);
    submit(local);

    JsonNode seen = anyone.result("entity_search", waitingFor(open));
    assertThat(ids(seen)).containsExactly(open.id().toString());
    assertThat(seen.has("indexedTo")).isFalse();
    for (String question : List.of("{\"text\":\"tea\",\"waitFor\":2}", waitingFor(local))) {
      JsonNode all = owner.result("entity_search", question);
      assertThat(ids(all)).containsExactlyInAnyOrder(open.id().toString(), local.id().toString());
      assertThat(all.path("indexedTo").asInt()).isEqualTo(2);
    }
    assertThat(anyone.call("entity_search", waitingFor(local)).path("error"))
        .as("for what is hidden nobody waits")
        .isEqualTo(
            anyone.call("entity_search", waitingFor(author.memory("not here"))).path("error"));
    assertThat(anyone.error("entity_search", "{\"waitFor\":1}")).isEqualTo("invalid-params");
  }

  private static String waitingFor(DecodedEvent event) {
    return "{\"text\":\"tea\",\"waitFor\":\"" + event.id() + "\"}";
  }

  @Test
  void pagesGoOnWhereTheLastOneEnded() {
    DecodedEvent first = author.memory("tea");
    DecodedEvent second = author.memory("tea");
    submit(first);
    submit(second);

    String wait = "{\"limit\":1,\"waitFor\":\"" + second.id() + "\"}";
    JsonNode page = anyone.result("entity_search", wait);
    assertThat(ids(page)).containsExactly(second.id().toString());
    String after = "{\"limit\":1,\"after\":" + page.path("next") + "}";
    JsonNode rest = anyone.result("entity_search", after);
    assertThat(ids(rest)).containsExactly(first.id().toString());
    assertThat(rest.path("next").isNull()).isTrue();
  }

  @Test
  void whatMakesNoSenseIsRefused() {
    for (String params :
        List.of(
            "{\"waitFor\":0}",
            "{\"waitFor\":\"tea\"}",
            "{\"embedding\":[0,0]}",
            "{\"embedding\":[\"a\"]}",
            "{\"tags\":{\"tag\":\"tea\"}}",
            "{\"after\":\"00\"}",
            "{\"limit\":0}",
            "{\"owner\":\"me\"}")) {
      assertThat(anyone.error("entity_search", params)).as(params).isEqualTo("invalid-params");
    }
    assertThat(owner.error("entity_search", "{\"waitFor\":1}")).isEqualTo("invalid-params");
  }
}
