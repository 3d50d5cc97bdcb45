package io.vivim.libp2p.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class RouterThreadTest {
  private static final Duration TICK = Duration.ofSeconds(1);

  private final HandTimers timers = new HandTimers();
  private final List<String> done = new ArrayList<>();
  private final RouterThread<StringBuilder, String, String> thread =
      new RouterThread<>("test", new StringBuilder(), RouterThreadTest::step, timers, done::add);

  private static List<String> step(StringBuilder router, String input, long now) {
    router.append(input);
    return List.of(input + " at " + now, router.toString());
  }

  @AfterEach
  void stop() {
    thread.stop();
  }

  /** The router, once all that stands in line before has had its turn. */
  private String router() {
    return thread.ask(StringBuilder::toString).toCompletableFuture().join();
  }

  @Test
  void inputsComeInTheirOrderAndAllTheirOutputsAreDone() {
    thread.put("a");
    thread.put("b");
    assertThat(router()).isEqualTo("ab");
    assertThat(done).containsExactly("a at 0", "a", "b at 0", "ab");
  }

  @Test
  void ticksComeAgainAndAgainUntilItStops() {
    thread.every(TICK, () -> thread.handle("t"));
    timers.pass(TICK.multipliedBy(3));
    assertThat(router()).isEqualTo("ttt");
    thread.stop();
    timers.pass(TICK);
    assertThat(timers.waiting()).isZero();
  }

  @Test
  void aQuestionThatFailsIsAnsweredByItsFailure() {
    CompletionStage<String> answer =
        thread.ask(
            router -> {
              throw new IllegalArgumentException("no such topic");
            });
    assertThatThrownBy(() -> answer.toCompletableFuture().join()).hasMessageContaining("no such");
    thread.put("a");
    assertThat(router()).isEqualTo("a");
  }

  @Test
  void aQuestionWhoseTurnDoesNotComeFails() throws Exception {
    CountDownLatch isHeld = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    thread.run(
        () -> {
          isHeld.countDown();
          try {
            never.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        });
    isHeld.await();
    CompletionStage<String> inLine = thread.ask(StringBuilder::toString);
    thread.stop();
    CompletionStage<String> late = thread.ask(StringBuilder::toString);
    for (CompletionStage<String> each : List.of(inLine, late)) {
      assertThatThrownBy(() -> each.toCompletableFuture().join()).hasMessageContaining("closed");
    }
    assertThat(thread.run(() -> {})).isFalse();
  }
}
