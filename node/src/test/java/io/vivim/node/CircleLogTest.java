package io.vivim.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vivim.blockbuilder.Block;
import io.vivim.blockbuilder.BlockBuilder;
import io.vivim.blockbuilder.BlockChain;
import io.vivim.blockbuilder.BlockLimits;
import io.vivim.blockbuilder.BlockReader;
import io.vivim.blockbuilder.BuiltLogs;
import io.vivim.blockbuilder.CheckpointBody;
import io.vivim.blockbuilder.KnownLogs;
import io.vivim.blockbuilder.LogOrigin;
import io.vivim.blockbuilder.OwnLog;
import io.vivim.codec.Bytes;
import io.vivim.codec.Multihash;
import io.vivim.did.SignatureVerifier;
import io.vivim.did.SigningKey;
import io.vivim.eventlog.AppendedEvent;
import io.vivim.eventlog.LogReader;
import io.vivim.events.EventId;
import io.vivim.events.EventType;
import io.vivim.events.LogScope;
import io.vivim.node.blocks.Building;
import io.vivim.node.rpc.HttpCalls;
import io.vivim.store.Engine;
import io.vivim.store.Store;
import io.vivim.store.StoreOptions;
import io.vivim.store.Stores;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The log of a circle on a node that builds: its owner asks, and somebody without the token. */
class CircleLogTest {
  private static final SigningKey BUILDER = SigningKey.generate();
  private static final BlockLimits EACH = new BlockLimits(1, 1 << 20, Duration.ofSeconds(10));

  @TempDir Path folder;

  private TestNode start() throws Exception {
    return new TestNode(
        folder, Engine.H2, Optional.of(new Building(BUILDER, EACH, Optional.empty())));
  }

  private static EventId event(String name) {
    return new EventId(Multihash.sha256(Bytes.utf8(name)).digest());
  }

  private static LogScope circle(String id) {
    return LogScope.parse("circle:" + id).orElseThrow();
  }

  private static String params(LogOrigin origin) {
    return "{\"log\":\"" + origin.text() + "\"}";
  }

  private static JsonNode latest(HttpCalls caller, LogOrigin origin) {
    return caller.result("block_latest", params(origin)).path("block");
  }

  @Test
  void ofACirclesLogNobodyButTheOwnerIsToldAnything() throws Exception {
    try (TestNode node = start()) {
      node.identity("ann");
      String id = node.made("{'kind':'circle','as':'ann','fields':{'name':'us'}}");
      LogOrigin origin = new LogOrigin(BUILDER.did(), circle(id));
      while (latest(node.owner, origin).isNull()) {
        Thread.onSpinWait();
      }
      // To whoever may not see it, it is as if there were no such circle.
      LogOrigin none = new LogOrigin(BUILDER.did(), circle(event("nobody's").toString()));
      String named = params(origin);
      String unnamed = params(none);
      for (String method : List.of("block_latest", "block_list", "block_checkpoint")) {
        assertThat(node.owner.result(method, named).toString()).as(method).contains(origin.text());
        assertThat(node.anyone.result(method, named))
            .as(method)
            .isEqualTo(node.anyone.result(method, unnamed));
        assertThat(node.anyone.result(method, named).toString()).doesNotContain(id);
      }
      String first = ",\"height\":0}";
      String get = named.replace("}", first);
      assertThat(node.owner.result("block_get", get).path("block").isNull()).isFalse();
      assertThat(node.anyone.result("block_get", get).path("block").isNull()).isTrue();
      assertThat(node.anyone.result("block_get", get))
          .isEqualTo(node.anyone.result("block_get", unnamed.replace("}", first)));
      String proof = named.replace("}", ",\"event\":\"" + id + "\"}");
      assertThat(node.owner.result("block_proof", proof).path("proof").asText())
          .contains(origin.text());
      assertThat(node.owner.result("block_proof", "[\"" + id + "\"]").path("proof").isNull())
          .isFalse();
      assertThat(node.anyone.error("block_proof", proof)).isEqualTo("not-found");
      assertThat(node.anyone.error("block_proof", "[\"" + id + "\"]")).isEqualTo("not-found");
      assertThat(node.anyone.error("block_proof", "[\"" + event("nobody's") + "\"]"))
          .isEqualTo("not-found");
      assertPages(node, origin);
    }
  }

  private static void assertPages(TestNode node, LogOrigin origin) {
    String prefix = "/log/" + origin.text().substring("vivim/".length()) + "/";
    for (String page : List.of("checkpoint", "tile/0/000.p/1", "tile/entries/000.p/1", "block/0")) {
      assertThat(node.owner.get(prefix + page).statusCode()).as(page).isEqualTo(200);
      assertThat(node.anyone.get(prefix + page).statusCode()).as(page).isEqualTo(404);
      assertThat(node.anyone.get(prefix + page).body())
          .as(page)
          .isEqualTo(node.anyone.get("/log/nothing/" + page).body());
    }
  }

  /** A node that ended had made a block at that time. */
  private void built(Instant time) throws Exception {
    String id;
    long position;
    try (TestNode node = new TestNode(folder, Engine.H2)) {
      node.identity("ann");
      id = node.made("{'kind':'circle','as':'ann','fields':{'name':'us'}}");
      position = node.position();
    }
    try (Store store =
        Stores.open(folder.resolve("data-" + Engine.H2), Engine.H2, StoreOptions.DEFAULT)) {
      BlockBuilder.prepare(store);
      BuiltLogs logs = new BuiltLogs(store, store, BUILDER, BlockLimits.DEFAULT);
      for (long each = 1; each <= position; each++) {
        EventType type = EventType.named("acu:create");
        logs.add(new BuiltLogs.Taken(each, event("event " + each), type, circle(id), 100), time);
      }
      assertThat(logs.finish(time)).hasSize(1);
    }
  }

  @Test
  @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aNodeMakesNoBlocksAndSaysWhyWhileItsClockIsFarBehindTheLastOne() throws Exception {
    built(TestNode.NOW.plusSeconds(3600));
    try (TestNode node = start()) {
      while (node.alarms.stream().noneMatch(alarm -> alarm.contains("clock"))) {
        Thread.onSpinWait();
      }
      node.made("{'kind':'acu','as':'ann','scope':'public','fields':{'title':'1'}}");
      assertThat(node.alarms)
          .filteredOn(alarm -> alarm.contains("clock"))
          .singleElement()
          .asString()
          .contains("no blocks are made");
    }
    try (Store store = Stores.openExisting(folder.resolve("data-" + Engine.H2))) {
      LogOrigin origin = new LogOrigin(BUILDER.did(), LogScope.PUBLIC);
      assertThat(new OwnLog(store, origin).progress().height()).isZero();
    }
  }

  private static long untold(TestNode node, LogOrigin origin) {
    return node.owner.result("block_list", params(origin)).path("untold").asLong();
  }

  private static void takeIn(TestNode node, String circle) {
    String member =
        "{'id':'%s','type':'circle:add_member','as':'ann','fields':{'member':'%s','role':'member'}}";
    node.does("entity_update", member.formatted(circle, BUILDER.did()));
  }

  @Test
  @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void whatACircleDoesNotLetTheBuilderTellIsSaidAndToldOnceItDoes() throws Exception {
    try (TestNode node = start()) {
      node.identity("ann");
      String id = node.made("{'kind':'circle','as':'ann','fields':{'name':'us'}}");
      LogOrigin origin = new LogOrigin(BUILDER.did(), circle(id));
      while (node.alarms.isEmpty()) {
        Thread.onSpinWait();
      }
      assertThat(node.alarms)
          .singleElement()
          .asString()
          .startsWith("block 0 of " + origin.text())
          .contains("told nobody", BUILDER.did().toString());
      assertThat(untold(node, origin)).isEqualTo(1);

      takeIn(node, id);
      while (latest(node.owner, origin).path("height").asLong() < 1 || untold(node, origin) > 0) {
        Thread.onSpinWait();
      }
      String types = "{'filter':{'types':['system:checkpoint']}}";
      assertThat(node.does("event_query", types).path("events")).hasSizeGreaterThanOrEqualTo(2);
      assertThat(node.alarms).hasSize(1);
    }
  }

  @Test
  @Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aNodeTellsAtItsStartOfTheBlocksOfCirclesThatItMadeAtItsEnd() throws Exception {
    LogOrigin origin;
    try (TestNode node = new TestNode(folder, Engine.H2)) {
      node.identity("ann");
      String id = node.made("{'kind':'circle','as':'ann','fields':{'name':'us'}}");
      takeIn(node, id);
      origin = new LogOrigin(BUILDER.did(), circle(id));
    }
    try (Store store = Stores.openExisting(folder.resolve("data-" + Engine.H2))) {
      BlockBuilder.prepare(store);
      BuiltLogs logs = new BuiltLogs(store, store, BUILDER, BlockLimits.DEFAULT);
      LogReader events = new LogReader(store);
      for (AppendedEvent each : events.between(1, 100)) {
        EventType type = each.event().header().type();
        LogScope scope = each.event().logScope();
        logs.add(
            new BuiltLogs.Taken(each.position(), each.event().id(), type, scope, 100),
            TestNode.NOW);
      }
      assertThat(logs.finish(TestNode.NOW)).isNotEmpty();
    }
    try (TestNode node = start()) {
      while (untold(node, origin) > 0) {
        Thread.onSpinWait();
      }
      String types = "{'filter':{'types':['system:checkpoint']}}";
      assertThat(node.does("event_query", types).toString()).contains(origin.text());
      assertThat(node.alarms).isEmpty();
    }
  }

  @Test
  void norOfWhatOthersBuiltOfOneAndOfTheirForks() throws Exception {
    LogScope us = circle(event("us").toString());
    SigningKey other = SigningKey.generate();
    LogOrigin origin = new LogOrigin(other.did(), us);
    try (Store store =
        Stores.open(folder.resolve("data-" + Engine.H2), Engine.H2, StoreOptions.DEFAULT)) {
      BlockBuilder.prepare(store);
      KnownLogs known = new KnownLogs(store, store, new BlockReader(SignatureVerifier.create()));
      BlockChain.Outcome first =
          known.take(new CheckpointBody(block(other, us, "one").bytes(), List.of()), TestNode.NOW);
      assertThat(first).isInstanceOf(BlockChain.Outcome.Next.class);
      BlockChain.Outcome second =
          known.take(new CheckpointBody(block(other, us, "two").bytes(), List.of()), TestNode.NOW);
      assertThat(second).isInstanceOf(BlockChain.Outcome.Forked.class);
    }
    try (TestNode node = start()) {
      assertThat(node.owner.result("block_forks", "[]").path("forks")).hasSize(1);
      assertThat(node.anyone.result("block_forks", "[]").path("forks")).isEmpty();
      assertThat(node.owner.result("block_list", "[]").path("logs").path(0).asText())
          .isEqualTo(origin.text());
      assertThat(node.anyone.result("block_list", "[]").path("logs")).isEmpty();
      assertThat(latest(node.owner, origin).path("origin").asText()).isEqualTo(origin.text());
      assertThat(latest(node.anyone, origin).isNull()).isTrue();
      String checkpoint = "checkpoint";
      assertThat(node.owner.result("block_checkpoint", params(origin)).path(checkpoint).isNull())
          .isFalse();
      assertThat(node.anyone.result("block_checkpoint", params(origin)).path(checkpoint).isNull())
          .isTrue();
    }
  }

  /** The first block of a circle's log, with one event. */
  private static Block block(SigningKey key, LogScope scope, String event) {
    Store store = Stores.inMemory();
    BlockBuilder.prepare(store);
    BuiltLogs logs = new BuiltLogs(store, store, key, EACH);
    return logs.add(
            new BuiltLogs.Taken(1, event(event), EventType.named("acu:create"), scope, 100),
            TestNode.NOW)
        .get(0);
  }
}
