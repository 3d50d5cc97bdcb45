package io.vivim.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.crypto.tink.InsecureSecretKeyAccess;
import io.vivim.blockbuilder.Block;
import io.vivim.blockbuilder.BlockBuilder;
import io.vivim.blockbuilder.BlockChain;
import io.vivim.blockbuilder.BlockException;
import io.vivim.blockbuilder.BlockLimits;
import io.vivim.blockbuilder.BlockReader;
import io.vivim.blockbuilder.BlockReason;
import io.vivim.blockbuilder.CheckpointBody;
import io.vivim.blockbuilder.KnownLogs;
import io.vivim.blockbuilder.LogOrigin;
import io.vivim.blockbuilder.OwnLog;
import io.vivim.codec.DagJson;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.codec.RefusedException;
import io.vivim.did.CheapKeys;
import io.vivim.did.KeyStore;
import io.vivim.did.Passphrase;
import io.vivim.did.SignatureVerifier;
import io.vivim.did.SigningKey;
import io.vivim.events.EventId;
import io.vivim.events.LogScope;
import io.vivim.node.blocks.Building;
import io.vivim.node.rpc.BearerToken;
import io.vivim.node.rpc.HttpCalls;
import io.vivim.store.Engine;
import io.vivim.store.Store;
import io.vivim.store.Stores;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** A node that makes blocks of what it takes. */
class BlockNodeTest {
  private static final SigningKey BUILDER = SigningKey.generate();

  @TempDir Path folder;

  private TestNode start(int leaves) throws IOException {
    return start(leaves, Duration.ofSeconds(10));
  }

  private TestNode start(int leaves, Duration pause) throws IOException {
    BlockLimits limits = new BlockLimits(leaves, 1 << 20, pause);
    return new TestNode(
        folder, Engine.H2, Optional.of(new Building(BUILDER, limits, Optional.empty())));
  }

  private static String write(TestNode node, String scope, int number) {
    return node.made(
        "{'kind':'acu','as':'ann','scope':'%s','fields':{'title':'%d'}}".formatted(scope, number));
  }

  @Test
  void othersAreToldOfBlocksByEventsThatAreNoLeaves() throws IOException {
    try (TestNode node = start(1)) {
      node.identity("ann");
      write(node, "public", 1);
      write(node, "public", 2);
      JsonNode told = told(node, 2);
      CheckpointBody body = body(told);
      assertThat(told.path("author").asText()).isEqualTo(BUILDER.did().toString());
      Block block = new BlockReader(SignatureVerifier.create()).read(body.block());
      assertThat(block.height()).isEqualTo(1);
      Store other = Stores.inMemory();
      BlockBuilder.prepare(other);
      KnownLogs known = new KnownLogs(other, other, new BlockReader(SignatureVerifier.create()));
      assertThat(known.take(body, TestNode.NOW))
          .isEqualTo(new BlockChain.Outcome.Refused(BlockReason.GAP));
      JsonNode last = node.does("block_latest", "[]").path("block");
      assertThat(last.path("cid").asText()).isEqualTo(block.cid().toString());
      assertThat(last.path("last").asInt()).isEqualTo(1);
      assertThat(node.does("block_list", "[]").path("blocks")).hasSize(2);
    } catch (BlockException e) {
      throw new AssertionError(e);
    }
  }

  /** So that the quick start goes on where the node builds. */
  @Test
  void theBuildersKeyIsNoneToChooseFrom() throws Exception {
    KeyStore keys = CheapKeys.at(folder.resolve("keys"));
    keys.add("builder", BUILDER, Passphrase.of("tea".toCharArray(), InsecureSecretKeyAccess.get()));
    assertThat(keys.note(BUILDER.did(), Optional.empty(), "home builder " + "00".repeat(16)))
        .isTrue();
    try (TestNode node = start(1)) {
      String ann = node.identity("ann");
      String made = node.made("{'kind':'memory','fields':{'content':'tea at four'}}");
      assertThat(node.does("entity_get", "{'id':'" + made + "'}").path("owners").path(0).asText())
          .isEqualTo(ann);
    }
  }

  /** The last of so many events that tell of blocks. */
  private static JsonNode told(TestNode node, int count) {
    JsonNode events = node.does("event_query", "{'filter':{'types':['system:checkpoint']}}");
    while (events.path("events").size() < count) {
      Thread.onSpinWait();
      events = node.does("event_query", "{'filter':{'types':['system:checkpoint']}}");
    }
    return events.path("events").path(0).path("event");
  }

  private static CheckpointBody body(JsonNode event) {
    try {
      Ipld body = DagJson.decode(event.path("body").toString()).orThrow();
      return CheckpointBody.read((IpldMap) body).orElseThrow();
    } catch (RefusedException e) {
      throw new AssertionError(e);
    }
  }

  /** Events that tell of the first blocks of two histories that one key signed. */
  private List<JsonNode> ofTwoHistories() throws IOException {
    JsonNode good;
    try (TestNode node = start(1)) {
      node.identity("ann");
      write(node, "public", 1);
      good = told(node, 1);
    }
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    BlockLimits each = new BlockLimits(1, 1 << 20, Duration.ofSeconds(10));
    Building again = new Building(BUILDER, each, Optional.empty());
    try (TestNode node = new TestNode(elsewhere, Engine.H2, Optional.of(again))) {
      node.identity("ann");
      write(node, "public", 2);
      return List.of(good, told(node, 1));
    }
  }

  @Test
  void anotherNodeKeepsBlocksAndTellsWhoSignedTwoHistories() throws Exception {
    List<JsonNode> histories = ofTwoHistories();
    JsonNode good = histories.get(0);
    JsonNode bad = histories.get(1);
    Path third = Files.createDirectory(folder.resolve("third"));
    String log = "{'log':'" + new LogOrigin(BUILDER.did(), LogScope.PUBLIC).text() + "'}";
    try (TestNode node = new TestNode(third, Engine.H2)) {
      node.owner.result("event_submit", "[" + good + "]");
      while (node.does("block_latest", log).path("block").isNull()) {
        Thread.onSpinWait();
      }
      assertThat(node.does("block_forks", "[]").path("forks")).isEmpty();
      assertThat(node.does("block_list", log).path("logs")).hasSize(1);
      assertThat(node.alarms).isEmpty();
      node.owner.result("event_submit", "[" + bad + "]");
      while (node.alarms.isEmpty()) {
        Thread.onSpinWait();
      }
      assertThat(node.does("block_forks", "[]").path("forks")).hasSize(1);
      assertThat(node.does("block_latest", log).path("block").path("bytes"))
          .isEqualTo(good.path("body").path("set").path("block"));
    }
    try (TestNode node = new TestNode(third, Engine.H2)) {
      assertThat(node.does("block_forks", "[]").path("forks")).hasSize(1);
      assertThat(node.alarms).as("it was told before").isEmpty();
    }
  }

  @Test
  void whoeverRunsANodeIsToldAtOnceWhoSignedTwoHistories() throws Exception {
    List<JsonNode> histories = ofTwoHistories();
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    StopSignal stop = new StopSignal();
    Console console = new Console(InputStream.nullInputStream(), out, err);
    NodeCommand command =
        new NodeCommand(
            console,
            Terminal.quietSurroundings(Map.of("VIVIM_PASSPHRASE", "tea")),
            stop,
            new Node.Machine(() -> TestNode.NOW, System::nanoTime, new SecureRandom()));
    Path data = folder.resolve("watched");
    String keys = folder.resolve("watched-keys").toString();
    new CommandLine(command)
        .parseArgs("--data", data.toString(), "--keys", keys, "--listen", "127.0.0.1:0");
    Thread running = new Thread(() -> run(command), "node under test");
    running.start();
    try {
      String address = address(out, running);
      String token = Files.readString(data.resolve(BearerToken.FILE)).strip();
      HttpCalls owner = HttpCalls.to(address).withToken(token);
      for (JsonNode event : histories) {
        assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
        owner.result("event_submit", "[" + event + "]");
      }
      while (err.size() == 0 && running.isAlive()) {
        Thread.onSpinWait();
      }
    } finally {
      stop.asked().complete(null);
      running.join();
    }
    assertThat(err.toString(StandardCharsets.UTF_8).lines())
        .singleElement()
        .asString()
        .contains("ALARM", new LogOrigin(BUILDER.did(), LogScope.PUBLIC).text())
        .contains("block_forks", "vivim block forks")
        .matches(".*block 0 bafy\\w+ and block 0 bafy\\w+.*");
  }

  private static void run(NodeCommand command) {
    try {
      command.call();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where a node listens that says so. */
  private static String address(ByteArrayOutputStream out, Thread running) {
    String begin = "listening on ";
    while (running.isAlive() && !out.toString(StandardCharsets.UTF_8).contains("token in")) {
      Thread.onSpinWait();
    }
    return out.toString(StandardCharsets.UTF_8)
        .lines()
        .findFirst()
        .orElseThrow()
        .substring(begin.length());
  }

  @Test
  void anEventIsProvenToWhoHasTheKeyAlone() throws IOException {
    try (TestNode node = start(1)) {
      node.identity("ann");
      String event = write(node, "public", 1);
      JsonNode made = node.does("block_proof", "['" + event + "']");
      while (made.path("proof").isNull()) {
        Thread.onSpinWait();
        made = node.does("block_proof", "['" + event + "']");
      }
      String params = "[" + made.path("proof") + "," + made.path("key") + "]";
      JsonNode verified = node.owner.result("block_verify", params);
      assertThat(verified.path("valid").asBoolean()).isTrue();
      assertThat(verified.path("event").asText()).isEqualTo(event);
      String other = new LogOrigin(SigningKey.generate().did(), LogScope.PUBLIC).key().text();
      String wrong = "[" + made.path("proof") + ",\"" + other + "\"]";
      JsonNode refused = node.owner.result("block_verify", wrong);
      assertThat(refused.path("valid").asBoolean()).isFalse();
      assertThat(refused.path("reason").asText()).isEqualTo("NOT_SIGNED");
    }
  }

  private static String whyNoProof(TestNode node, String params) {
    JsonNode made = node.does("block_proof", params);
    assertThat(made.path("proof").isNull()).isTrue();
    assertThat(made.path("key").isNull()).isTrue();
    return made.path("reason").asText();
  }

  @Test
  void whereThereIsNoProofTheReasonIsSaid() throws IOException {
    String other = new LogOrigin(SigningKey.generate().did(), LogScope.PUBLIC).text();
    String circle;
    try (TestNode node = start(1000, Duration.ofHours(1))) {
      node.identity("ann");
      String shown = write(node, "public", 1);
      String hidden = write(node, "private", 2);
      circle = node.made("{'kind':'circle','as':'ann','fields':{'name':'us'}}");
      assertThat(whyNoProof(node, "['" + shown + "']")).isEqualTo("not-yet");
      assertThat(whyNoProof(node, "['" + circle + "']")).isEqualTo("not-yet");
      assertThat(whyNoProof(node, "['" + hidden + "']")).isEqualTo("in-no-log");
      assertThat(whyNoProof(node, "['" + shown + "','" + other + "']")).isEqualTo("other-log");
      // What is not to be seen is as what is nowhere.
      assertThat(node.anyone.error("block_proof", "[\"" + hidden + "\"]")).isEqualTo("not-found");
      LogScope us = LogScope.parse("circle:" + circle).orElseThrow();
      String named = "[\"" + shown + "\",\"" + new LogOrigin(BUILDER.did(), us).text() + "\"]";
      assertThat(node.anyone.result("block_proof", named))
          .isEqualTo(node.owner.result("block_proof", named))
          .isEqualTo(node.anyone.result("block_proof", "[\"" + shown + "\",\"" + other + "\"]"));
    }
    try (TestNode node = new TestNode(folder, Engine.H2)) {
      assertThat(whyNoProof(node, "['" + circle + "']")).isEqualTo("no-builder");
      assertThat(whyNoProof(node, "['" + circle + "','" + other + "']")).isEqualTo("other-log");
    }
  }

  @Test
  void whatTellsOfALogIsInNone() throws IOException {
    try (TestNode node = start(1)) {
      node.identity("ann");
      write(node, "public", 1);
      String event = told(node, 1).path("id").path("/").asText();
      assertThat(whyNoProof(node, "['" + event + "']")).isEqualTo("in-no-log");
    }
  }

  private OwnLog logIn(Store store) {
    return new OwnLog(store, new LogOrigin(BUILDER.did(), LogScope.PUBLIC));
  }

  @Test
  void whatIsPublicIsInABlockAndNothingElse() throws IOException {
    String shown;
    String hidden;
    try (TestNode node = start(1000)) {
      node.identity("ann");
      shown = write(node, "public", 1);
      hidden = write(node, "private", 2);
    }
    try (Store store = Stores.openExisting(folder.resolve("data-" + Engine.H2))) {
      assertThat(logIn(store).progress().size()).isEqualTo(1);
      assertThat(logIn(store).indexOf(EventId.parse(shown).orElseThrow())).contains(0L);
      assertThat(logIn(store).indexOf(EventId.parse(hidden).orElseThrow())).isEmpty();
    }
  }

  @Test
  void aNodeThatBeginsToBuildLaterBeginsWithItsFirstEvent() throws IOException {
    String first;
    try (TestNode node = new TestNode(folder, Engine.H2)) {
      node.identity("ann");
      first = write(node, "public", 1);
    }
    try (TestNode node = start(2)) {
      write(node, "public", 2);
    }
    try (TestNode node = start(2)) {
      write(node, "public", 3);
    }
    try (Store store = Stores.openExisting(folder.resolve("data-" + Engine.H2))) {
      assertThat(logIn(store).progress().size()).isEqualTo(3);
      assertThat(logIn(store).indexOf(EventId.parse(first).orElseThrow())).contains(0L);
    }
  }
}
