package io.vivim.node.blocks;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.blockbuilder.BlockBuilder;
import io.vivim.blockbuilder.BlockLimits;
import io.vivim.blockbuilder.BuiltLogs;
import io.vivim.blockbuilder.LogOrigin;
import io.vivim.codec.Bytes;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.did.SigningKey;
import io.vivim.eventlog.LogListener;
import io.vivim.eventlog.LogOptions;
import io.vivim.events.EventId;
import io.vivim.events.EventType;
import io.vivim.events.LogScope;
import io.vivim.node.ledger.EntityWrite;
import io.vivim.node.ledger.EntityWriter;
import io.vivim.node.ledger.Ledger;
import io.vivim.node.ledger.WriteOutcome;
import io.vivim.store.Store;
import io.vivim.store.Stores;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A circle that does not let the builder tell of its blocks, and later does. */
class CheckpointWriterTest {
  private static final Instant NOW = Instant.parse("2026-11-30T10:00:00Z");
  private static final InstantSource CLOCK = InstantSource.fixed(NOW);
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

  private static LogOrigin built(Store store, Ledger ledger, EventId circle) {
    LogScope scope = LogScope.parse("circle:" + circle).orElseThrow();
    BuiltLogs logs = new BuiltLogs(store, ledger.log().commits(), BUILDER, BlockLimits.DEFAULT);
    EventType type = EventType.named("circle:create");
    logs.add(new BuiltLogs.Taken(1, circle, type, scope, 100), NOW);
    assertThat(logs.finish(NOW)).hasSize(1);
    return new LogOrigin(BUILDER.did(), scope);
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
      EventType create = EventType.named("circle:create");
      EventId circle = written(writer, EntityWrite.of(create, Optional.empty(), set("name", "us")));
      LogOrigin origin = built(store, ledger, circle);
      ToldBlocks told = new ToldBlocks(ledger.state(), BUILDER.did());
      try (CheckpointWriter telling =
          new CheckpointWriter(
              store,
              ledger.state(),
              writer,
              BUILDER,
              Duration.ofMillis(1),
              faults::add,
              alarms::add)) {
        telling.tell(origin);
        while (alarms.isEmpty()) {
          Thread.onSpinWait();
        }
        assertThat(told.next(origin)).isZero();
        IpldMap member = set("member", BUILDER.did().toString(), "role", "member");
        EventType add = EventType.named("circle:add_member");
        written(writer, EntityWrite.of(add, Optional.of(circle), member));
        while (told.next(origin) == 0) {
          Thread.onSpinWait();
        }
        assertThat(told.next(origin)).isEqualTo(1);
      }
      assertThat(alarms).hasSize(1);
      assertThat(faults).isEmpty();
    }
  }
}
