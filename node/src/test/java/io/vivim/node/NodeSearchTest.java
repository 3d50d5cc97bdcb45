package io.vivim.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vivim.codec.Bytes;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.did.CheapKeys;
import io.vivim.did.SigningKey;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventBuilder;
import io.vivim.events.EventFacts;
import io.vivim.events.EventJson;
import io.vivim.events.EventLimits;
import io.vivim.events.EventType;
import io.vivim.events.Timestamp;
import io.vivim.node.rpc.HttpCalls;
import io.vivim.node.rpc.Listen;
import io.vivim.node.rpc.RpcOptions;
import java.nio.ByteBuffer;
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
  private static final int LARGE_UPDATES = 40;
  private static final int LARGE_TEXT = 60_000;
  private static final int WRITTEN = 2 + LARGE_UPDATES;

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
                CheapKeys.at(folder.resolve("keys")),
                Optional.empty(),
                Optional.empty(),
                RpcOptions.DEFAULT.withListen(new Listen("127.0.0.1", 0))),
            new Node.Machine(InstantSource.system(), System::nanoTime, new SecureRandom()),
            faults::add,
            alarm -> {});
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

  /** Anybody can make one; it must not keep others from what comes behind it. */
  @Test
  void anEntityThatIsTooLargeForAPageIsShortened() {
    SigningKey key = SigningKey.generate();
    DecodedEvent first = written(0, "memory:create", "tea").sign(key);
    submit(author.memory("tea of long ago"));
    submit(first);
    for (int i = 1; i <= LARGE_UPDATES; i++) {
      submit(
          written(i, "memory:update", "tea " + i + "x".repeat(LARGE_TEXT))
              .entity(first.id())
              .heads(List.of(EventFacts.of(first)))
              .sign(key));
    }
    JsonNode all = anyone.result("entity_query", "{\"kind\":\"memory\"}").path("entities");
    assertThat(all).hasSize(2);
    assertThat(all.path(0).path("id").asText()).isEqualTo(first.id().toString());
    assertThat(all.path(0).path("shortened").asBoolean()).isTrue();
    assertThat(all.path(0).path("fields")).isEmpty();
    assertThat(all.path(1).has("shortened")).isFalse();
    JsonNode open = anyone.result("entity_conflicts", "{\"scope\":\"public\"}").path("entities");
    assertThat(open.path(0).path("shortened").asBoolean()).isTrue();
    JsonNode hits = owner.result("entity_search", "{\"text\":\"tea\",\"waitFor\":" + WRITTEN + "}");
    assertThat(ids(hits)).hasSize(2).contains(first.id().toString());
    JsonNode alone = anyone.result("entity_get", "[\"" + first.id() + "\"]");
    assertThat(alone.path("conflicts").path("content"))
        .hasSizeBetween(LARGE_UPDATES / 2, LARGE_UPDATES - 1);
    assertThat(alone.path("shortened").asBoolean()).isTrue();
    assertThat(alone.path("cut").path(0).asText()).isEqualTo("content");
  }

  /** Each of these characters is six in JSON, and each value is in conflict with all others. */
  @Test
  void anEntityThatIsTooLargeForAnAnswerIsShortened() {
    SigningKey key = SigningKey.generate();
    DecodedEvent first = written(0, "memory:create", "tea").sign(key);
    submit(first);
    for (int i = 1; i <= 2 * LARGE_UPDATES; i++) {
      Ipld text = Ipld.of(i + "\u0001".repeat(LARGE_TEXT / 2));
      IpldMap set = IpldMap.builder().put("content", text).put("notes", text).build();
      submit(
          written(i, "memory:update", "")
              .body(IpldMap.builder().put("set", set).build())
              .entity(first.id())
              .heads(List.of(EventFacts.of(first)))
              .sign(key));
    }
    JsonNode alone = anyone.result("entity_get", "[\"" + first.id() + "\"]");
    assertThat(alone.path("id").asText()).isEqualTo(first.id().toString());
    assertThat(alone.path("shortened").asBoolean()).isTrue();
    assertThat(alone.path("fields")).isEmpty();
  }

  private static EventBuilder written(int number, String type, String content) {
    byte[] salt = ByteBuffer.allocate(EventLimits.SALT_BYTES).putInt(number).array();
    IpldMap set = IpldMap.builder().put("content", Ipld.of(content)).build();
    return EventBuilder.of(EventType.named(type), Bytes.owning(salt))
        .timestamp(Timestamp.of(DataFolder.START_MILLIS + 1_000_000 + number, 0))
        .body(IpldMap.builder().put("set", set).build());
  }
}
