package io.vivim.node.blocks;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.anchors.Anchor;
import io.vivim.anchors.Anchors;
import io.vivim.anchors.Step;
import io.vivim.codec.Bytes;
import io.vivim.did.SigningKey;
import io.vivim.store.Store;
import io.vivim.store.Stores;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** The rounds in which checkpoints are brought to anchors. */
final class AnchorageTest {
  /** An anchor that tells when it is asked. */
  private static final class Asked implements Anchor {
    private final CountDownLatch isAsked = new CountDownLatch(1);

    @Override
    public String name() {
      return "asked";
    }

    @Override
    public String fileEnding() {
      return "txt";
    }

    @Override
    public boolean oneAtATime() {
      return false;
    }

    @Override
    public Step step(Bytes digest, Bytes progress, Instant now) {
      isAsked.countDown();
      return new Step.Confirmed(digest, "there");
    }
  }

  @Test
  void anErrorIsToldAndTheRoundsGoOn() throws InterruptedException {
    BlockingQueue<Throwable> told = new LinkedBlockingQueue<>();
    Asked anchor = new Asked();
    try (Store store = Stores.inMemory()) {
      Anchors.prepare(store);
      AtomicBoolean isBroken = new AtomicBoolean(true);
      try (Anchorage anchorage =
          new Anchorage(
              store,
              (batch, durability) -> {
                if (isBroken.getAndSet(false)) {
                  throw new StackOverflowError();
                }
                store.commit(batch, durability);
              },
              new AnchorPlan(List.of(anchor), Duration.ofHours(1)),
              InstantSource.system(),
              new Random(7),
              told::add)) {
        anchorage.built(OneBlock.in(store, SigningKey.generate()));
        assertThat(told.poll(20, TimeUnit.SECONDS)).isInstanceOf(StackOverflowError.class);
        assertThat(anchor.isAsked.await(20, TimeUnit.SECONDS)).isTrue();
      }
    }
  }
}
