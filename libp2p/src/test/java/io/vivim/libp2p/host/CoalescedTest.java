package io.vivim.libp2p.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class CoalescedTest {
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final HandTimers timers = new HandTimers();
  private final List<Integer> told = new ArrayList<>();
  private final List<CompletableFuture<Void>> underWay = new ArrayList<>();
  private int peers = 3;
  private final Coalesced<Integer> pushes =
      new Coalesced<>(
          timers,
          PAUSE,
          4,
          () -> IntStream.range(0, peers).boxed().toList(),
          peer -> {
            told.add(peer);
            CompletableFuture<Void> done = new CompletableFuture<>();
            underWay.add(done);
            return done;
          });

  private void finish(int count) {
    for (int i = 0; i < count; i++) {
      underWay.remove(0).complete(null);
    }
  }

  @Test
  void changesCloseTogetherAreToldOnce() {
    for (int i = 0; i < 100; i++) {
      pushes.changed();
    }
    assertThat(told).isEmpty();
    timers.pass(PAUSE);
    assertThat(told).containsExactly(0, 1, 2);
    finish(3);
    timers.pass(PAUSE.multipliedBy(10));
    assertThat(told).hasSize(3);
    pushes.changed();
    timers.pass(PAUSE);
    assertThat(told).hasSize(6);
  }

  @Test
  void aFewAreToldAtATime() {
    peers = 10;
    pushes.changed();
    timers.pass(PAUSE);
    assertThat(told).hasSize(4);
    finish(1);
    assertThat(told).hasSize(5);
    underWay.remove(0).completeExceptionally(new IllegalStateException("gone"));
    assertThat(told).hasSize(6);
    while (!underWay.isEmpty()) {
      finish(1);
    }
    assertThat(told).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6, 7, 8, 9);
  }

  @Test
  void aChangeWhileItIsToldIsToldAgain() {
    pushes.changed();
    timers.pass(PAUSE);
    pushes.changed();
    pushes.changed();
    finish(2);
    timers.pass(PAUSE);
    assertThat(told).hasSize(3);
    finish(1);
    timers.pass(PAUSE);
    assertThat(told).hasSize(6);
    finish(3);
    timers.pass(PAUSE);
    assertThat(told).hasSize(6);
  }

  @Test
  void aChangeThatConcernsNobodyDoesNotStopTheNext() {
    peers = 0;
    pushes.changed();
    timers.pass(PAUSE);
    peers = 1;
    pushes.changed();
    timers.pass(PAUSE);
    assertThat(told).containsExactly(0);
  }

  @Test
  void nothingIsToldAfterTheEnd() {
    peers = 10;
    pushes.changed();
    timers.pass(PAUSE);
    pushes.close();
    finish(4);
    pushes.changed();
    timers.pass(PAUSE);
    assertThat(told).hasSize(4);
  }
}
