package io.vivim.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
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
import io.vivim.did.SignatureVerifier;
import io.vivim.did.SigningKey;
import io.vivim.events.EventId;
import io.vivim.events.LogScope;
import io.vivim.node.blocks.Building;
import io.vivim.store.Engine;
import io.vivim.store.Store;
import io.vivim.store.Stores;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A node that makes blocks of what it takes. */
class BlockNodeTest {
  private static final SigningKey BUILDER = SigningKey.generate();

  @TempDir Path folder;

  private TestNode start(int leaves) throws IOException {
    BlockLimits limits = new BlockLimits(leaves, 1 << 20, Duration.ofSeconds(10));
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

  @Test
  void anotherNodeKeepsBlocksAndTellsWhoSignedTwoHistories() throws Exception {
    JsonNode good;
    try (TestNode node = start(1)) {
      node.identity("ann");
      write(node, "public", 1);
      good = told(node, 1);
    }
    JsonNode bad;
    Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
    BlockLimits each = new BlockLimits(1, 1 << 20, Duration.ofSeconds(10));
    Building again = new Building(BUILDER, each, Optional.empty());
    try (TestNode node = new TestNode(elsewhere, Engine.H2, Optional.of(again))) {
      node.identity("ann");
      write(node, "public", 2);
      bad = told(node, 1);
    }
    Path third = Files.createDirectory(folder.resolve("third"));
    String log = "{'log':'" + new LogOrigin(BUILDER.did(), LogScope.PUBLIC).text() + "'}";
    try (TestNode node = new TestNode(third, Engine.H2)) {
      node.owner.result("event_submit", "[" + good + "]");
      while (node.does("block_latest", log).path("block").isNull()) {
        Thread.onSpinWait();
      }
      assertThat(node.does("block_forks", "[]").path("forks")).isEmpty();
      assertThat(node.does("block_list", log).path("logs")).hasSize(1);
      node.owner.result("event_submit", "[" + bad + "]");
      while (node.does("block_forks", "[]").path("forks").isEmpty()) {
        Thread.onSpinWait();
      }
      assertThat(node.does("block_latest", log).path("block").path("bytes"))
          .isEqualTo(good.path("body").path("set").path("block"));
    }
    try (TestNode node = new TestNode(third, Engine.H2)) {
      assertThat(node.does("block_forks", "[]").path("forks")).hasSize(1);
    }
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
