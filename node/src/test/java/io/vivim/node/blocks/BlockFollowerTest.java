package io.vivim.node.blocks;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.blockbuilder.BlockLimits;
import io.vivim.blockbuilder.BlockReader;
import io.vivim.blockbuilder.CheckpointBody;
import io.vivim.blockbuilder.KnownLogs;
import io.vivim.codec.Bytes;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.did.SignatureVerifier;
import io.vivim.did.SigningKey;
import io.vivim.eventlog.LogOptions;
import io.vivim.events.EventType;
import io.vivim.events.Scope;
import io.vivim.node.ledger.EntityWrite;
import io.vivim.node.ledger.EntityWriter;
import io.vivim.node.ledger.Ledger;
import io.vivim.store.Store;
import io.vivim.store.Stores;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A follower whose log brings more than it looks at in the time of a block. */
class BlockFollowerTest {
  private static final InstantSource CLOCK =
      InstantSource.fixed(Instant.parse("2026-11-30T10:00:00Z"));
  private static final SigningKey KEY = SigningKey.generate();
  private static final int OTHERS = 4;

  @Test
  @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
  void aBlockWhoseTimeHasComeIsMadeBeforeAllEventsAreLookedAt() throws Exception {
    Store store = Stores.inMemory();
    List<Throwable> faults = new CopyOnWriteArrayList<>();
    List<Long> looked = new CopyOnWriteArrayList<>();
    AtomicLong nanos = new AtomicLong();
    // Not due when its event is added, but two looks at the clock later.
    long step = BlockLimits.DEFAULT.age().toNanos() * 3 / 5;
    BlockFollower follower =
        new BlockFollower(
            store,
            Optional.of(new Building(KEY, BlockLimits.DEFAULT, Optional.empty())),
            CLOCK,
            () -> nanos.addAndGet(step),
            faults::add,
            alarm -> faults.add(new AssertionError(alarm)));
    try (Ledger ledger = Ledger.open(store, LogOptions.defaults(CLOCK), follower.listener())) {
      EntityWriter writer = new EntityWriter(ledger, CLOCK, () -> Bytes.owning(new byte[16]));
      write(writer, EventType.named("memory:create"), "content");
      for (int i = 0; i < OTHERS; i++) {
        write(writer, EventType.named(CheckpointBody.TYPE), "origin");
      }
      KnownLogs known =
          new KnownLogs(store, store, new BlockReader(SignatureVerifier.create()), alarm -> {});
      follower.start(ledger.log(), block -> looked.add(known.position()));
      while (looked.isEmpty() || known.position() < OTHERS + 1) {
        Thread.onSpinWait();
      }
      follower.close();
    }
    assertThat(faults).isEmpty();
    assertThat(looked).containsExactly(0L);
  }

  private static void write(EntityWriter writer, EventType type, String field) throws Exception {
    IpldMap fields = IpldMap.builder().put(field, Ipld.of("some")).build();
    IpldMap body = IpldMap.builder().put("set", fields).build();
    writer
        .write(
            KEY,
            KEY.did(),
            EntityWrite.of(type, Optional.empty(), body).in(Optional.of(Scope.PUBLIC)))
        .toCompletableFuture()
        .get();
  }
}
