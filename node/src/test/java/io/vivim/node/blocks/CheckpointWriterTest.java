package io.vivim.node.blocks;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.blockbuilder.BlockBuilder;
import io.vivim.blockbuilder.BlockLimits;
import io.vivim.blockbuilder.BlockReader;
import io.vivim.blockbuilder.BuiltLogs;
import io.vivim.blockbuilder.CheckpointBody;
import io.vivim.blockbuilder.LogOrigin;
import io.vivim.blockbuilder.OwnLog;
import io.vivim.codec.Bytes;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.codec.Multihash;
import io.vivim.did.SignatureVerifier;
import io.vivim.did.SigningKey;
import io.vivim.eventlog.AppendedEvent;
import io.vivim.eventlog.LogListener;
import io.vivim.eventlog.LogOptions;
import io.vivim.eventlog.LogReader;
import io.vivim.events.EventId;
import io.vivim.events.EventType;
import io.vivim.events.LogScope;
import io.vivim.events.Payload;
import io.vivim.events.Scope;
import io.vivim.node.ledger.EntityWrite;
import io.vivim.node.ledger.EntityWriter;
import io.vivim.node.ledger.Ledger;
import io.vivim.node.ledger.WriteOutcome;
import io.vivim.store.Commits;
import io.vivim.store.Store;
import io.vivim.store.Stores;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Circles that do not let the builder tell of its blocks, or change what it told. */
class CheckpointWriterTest {
  private static final Instant NOW = Instant.parse("2026-11-30T10:00:00Z");
  private static final InstantSource CLOCK = InstantSource.fixed(NOW);
  private static final EventType TYPE = EventType.named(CheckpointBody.TYPE);
  private static final SigningKey ANN = SigningKey.generate();
  private static final SigningKey BUILDER = SigningKey.generate();

  private static IpldMap set(String... pairs) {
    IpldMap.Builder fields = IpldMap.builder();
    for (int i = 0; i < pairs.length; i += 2) {
      fields.put(pairs[i], Ipld.of(pairs[i + 1]));
    }
    return IpldMap.builder().put("set", fields.build()).build();
  }

  private static EventId written(EntityWriter writer, EntityWrite write) throws Exception {
    WriteOutcome outcome = writer.write(ANN, ANN.did(), write).toCompletableFuture().get();
    return ((WriteOutcome.Written) outcome).entity();
  }

  private static EventId circle(EntityWriter writer) throws Exception {
    EventType create = EventType.named("circle:create");
    return written(writer, EntityWrite.of(create, Optional.empty(), set("name", "us")));
  }

  private static void join(EntityWriter writer, EventId circle) throws Exception {
    IpldMap member = set("member", BUILDER.did().toString(), "role", "member");
    EventType add = EventType.named("circle:add_member");
    written(writer, EntityWrite.of(add, Optional.of(circle), member));
  }

  /** One block more, of an event at a position. */
  private static LogOrigin built(Store store, Ledger ledger, EventId circle, long position) {
    LogScope scope = LogScope.parse("circle:" + circle).orElseThrow();
    BuiltLogs logs = new BuiltLogs(store, ledger.log().commits(), BUILDER, BlockLimits.DEFAULT);
    EventType type = EventType.named("circle:create");
    EventId event = new EventId(Multihash.sha256(Bytes.utf8("event " + position)).digest());
    logs.add(new BuiltLogs.Taken(position, event, type, scope, 100), NOW);
    assertThat(logs.finish(NOW)).hasSize(1);
    return new LogOrigin(BUILDER.did(), scope);
  }

  private static CheckpointWriter telling(
      Store store,
      Ledger ledger,
      EntityWriter writer,
      List<Throwable> faults,
      List<String> alarms) {
    return new CheckpointWriter(
        store,
        ledger.log().commits(),
        ledger.state(),
        writer,
        BUILDER,
        Duration.ofMillis(1),
        faults::add,
        alarms::add);
  }

  private static void awaitTold(ToldBlocks told, LogOrigin origin, long blocks) {
    while (told.next(origin) < blocks) {
      Thread.onSpinWait();
    }
  }

  @Test
  @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void isSaidOnceAndTriedAgainWithoutAnotherBlock() throws Exception {
    Store store = Stores.inMemory();
    BlockBuilder.prepare(store);
    List<Throwable> faults = new CopyOnWriteArrayList<>();
    List<String> alarms = new CopyOnWriteArrayList<>();
    try (Ledger ledger = Ledger.open(store, LogOptions.defaults(CLOCK), LogListener.NONE)) {
      EntityWriter writer = new EntityWriter(ledger, CLOCK, () -> Bytes.owning(new byte[16]));
      EventId circle = circle(writer);
      LogOrigin origin = built(store, ledger, circle, 1);
      ToldBlocks told = new ToldBlocks(store, ledger.state(), BUILDER.did());
      try (CheckpointWriter telling = telling(store, ledger, writer, faults, alarms)) {
        telling.tell(origin);
        while (alarms.isEmpty()) {
          Thread.onSpinWait();
        }
        assertThat(told.next(origin)).isZero();
        join(writer, circle);
        awaitTold(told, origin, 1);
        assertThat(told.next(origin)).isEqualTo(1);
      }
      assertThat(alarms).hasSize(1);
      assertThat(faults).isEmpty();
    }
  }

  private static void overwrite(
      EntityWriter writer, ToldBlocks told, LogOrigin origin, EventId circle, Bytes block)
      throws Exception {
    EventId entity = told.of(origin).orElseThrow().id();
    IpldMap fields = IpldMap.builder().put("block", Ipld.of(block)).build();
    IpldMap body = IpldMap.builder().put("set", fields).build();
    Optional<Scope> scope = Scope.parse("circle:" + circle);
    written(writer, EntityWrite.of(TYPE, Optional.of(entity), body).in(scope));
    assertThat(told.of(origin).orElseThrow().fields()).containsEntry("block", Ipld.of(block));
  }

  private static List<Long> toldHeights(Store store, Ledger ledger) {
    BlockReader reader = new BlockReader(SignatureVerifier.create());
    return new LogReader(store)
        .between(1, ledger.log().head().position()).stream()
            .map(AppendedEvent::event)
            .filter(event -> event.header().type().equals(TYPE))
            .filter(event -> event.header().author().equals(BUILDER.did()))
            .map(event -> ((Payload.Plain) event.payload().orElseThrow()).body())
            .map(body -> reader.readOwn(CheckpointBody.read(body).orElseThrow().block()).height())
            .toList();
  }

  @Test
  @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void whatAnOwnerMakesOfTheEntityNeitherEndsTheTellingNorRepeatsIt() throws Exception {
    Store store = Stores.inMemory();
    BlockBuilder.prepare(store);
    List<Throwable> faults = new CopyOnWriteArrayList<>();
    try (Ledger ledger = Ledger.open(store, LogOptions.defaults(CLOCK), LogListener.NONE)) {
      EntityWriter writer = new EntityWriter(ledger, CLOCK, () -> Bytes.owning(new byte[16]));
      EventId circle = circle(writer);
      join(writer, circle);
      ToldBlocks told = new ToldBlocks(store, ledger.state(), BUILDER.did());
      LogOrigin origin = built(store, ledger, circle, 1);
      try (CheckpointWriter telling = telling(store, ledger, writer, faults, new ArrayList<>())) {
        telling.tell(origin);
        awaitTold(told, origin, 1);
        overwrite(writer, told, origin, circle, Bytes.utf8("junk"));
        built(store, ledger, circle, 2);
        telling.tell(origin);
        awaitTold(told, origin, 2);
        Bytes first = new OwnLog(store, origin).block(0).orElseThrow();
        overwrite(writer, told, origin, circle, first);
        built(store, ledger, circle, 3);
        telling.tell(origin);
        awaitTold(told, origin, 3);
      }
      assertThat(toldHeights(store, ledger)).containsExactly(0L, 1L, 2L);
      assertThat(faults).isEmpty();
    }
  }

  @Test
  @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aStoreThatKeptNothingIsReadByTheEntityAsFarAsItShowsABlockOfOurs() throws Exception {
    Store store = Stores.inMemory();
    BlockBuilder.prepare(store);
    List<Throwable> faults = new CopyOnWriteArrayList<>();
    Commits forgetting = (batch, durability) -> {};
    try (Ledger ledger = Ledger.open(store, LogOptions.defaults(CLOCK), LogListener.NONE)) {
      EntityWriter writer = new EntityWriter(ledger, CLOCK, () -> Bytes.owning(new byte[16]));
      EventId circle = circle(writer);
      join(writer, circle);
      ToldBlocks told = new ToldBlocks(store, ledger.state(), BUILDER.did());
      LogOrigin origin = built(store, ledger, circle, 1);
      try (CheckpointWriter telling =
          new CheckpointWriter(
              store,
              forgetting,
              ledger.state(),
              writer,
              BUILDER,
              Duration.ofMillis(1),
              faults::add,
              new ArrayList<String>()::add)) {
        telling.tell(origin);
        awaitTold(told, origin, 1);
      }
      assertThat(told.next(origin)).isEqualTo(1);
      overwrite(writer, told, origin, circle, Bytes.utf8("junk"));
      assertThat(told.next(origin)).isZero();
      assertThat(faults).isEmpty();
    }
  }
}
