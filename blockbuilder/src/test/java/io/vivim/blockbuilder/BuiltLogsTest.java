package io.vivim.blockbuilder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vivim.did.SigningKey;
import io.vivim.events.EventType;
import io.vivim.events.LogScope;
import io.vivim.store.Store;
import io.vivim.store.Stores;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One builder's logs, fed with all that an event log has. */
final class BuiltLogsTest {
  private static final SigningKey KEY = SigningKey.generate();
  private static final Instant NOW = Instant.parse("2026-11-30T10:00:00Z");
  private static final BlockLimits LIMITS = new BlockLimits(10, 1 << 20, Duration.ofSeconds(10));
  private static final EventType ACU = EventType.parse("acu:create").orElseThrow();
  private static final EventType CHECKPOINT = EventType.parse("system:checkpoint").orElseThrow();
  private static final LogScope CIRCLE =
      LogScope.parse("circle:" + Leaves.event(1_000_000)).orElseThrow();
  private static final LogScope PRIVATE = LogScope.parse("private:" + KEY.did()).orElseThrow();

  private final Store store = Stores.inMemory();

  private BuiltLogs open(Store where) {
    BlockBuilder.prepare(where);
    return new BuiltLogs(where, where, KEY, LIMITS);
  }

  private OwnLog log(LogScope scope) {
    return new OwnLog(store, new LogOrigin(KEY.did(), scope));
  }

  private static BuiltLogs.Taken taken(long position, EventType type, LogScope scope) {
    return new BuiltLogs.Taken(position, Leaves.event(position), type, scope, Leaves.BYTES);
  }

  /** By threes: a public one, one of the circle, and one that is nobody's. */
  private static BuiltLogs.Taken mixed(long position) {
    return switch ((int) (position % 3)) {
      case 0 -> taken(position, ACU, LogScope.PUBLIC);
      case 1 -> taken(position, ACU, CIRCLE);
      default -> taken(position, ACU, PRIVATE);
    };
  }

  @Test
  void eachScopeHasALogAndWhatIsPrivateHasNone() {
    BuiltLogs logs = open(store);
    for (long position = 1; position <= 90; position++) {
      logs.add(mixed(position), NOW);
    }
    logs.finish(NOW);
    assertThat(log(LogScope.PUBLIC).progress().size()).isEqualTo(30);
    assertThat(log(CIRCLE).progress().size()).isEqualTo(30);
    assertThat(log(LogScope.PUBLIC).indexOf(Leaves.event(3))).contains(0L);
    assertThat(log(CIRCLE).indexOf(Leaves.event(4))).contains(1L);
    assertThat(log(LogScope.PUBLIC).indexOf(Leaves.event(4))).isEmpty();
    assertThat(log(CIRCLE).indexOf(Leaves.event(3))).isEmpty();
    assertThat(log(LogScope.PUBLIC).indexOf(Leaves.event(2))).isEmpty();
  }

  @Test
  void whatTellsOfLogsIsInNone() {
    BuiltLogs logs = open(store);
    logs.add(taken(1, CHECKPOINT, LogScope.PUBLIC), NOW);
    assertThat(logs.dueIn()).isEmpty();
    assertThat(logs.finish(NOW)).isEmpty();
    assertThat(logs.position()).isEqualTo(1);
  }

  @Test
  void blocksAreMadeWhenTheyAreDueWhateverBecomesOfTheClock() {
    BlockBuilder.prepare(store);
    AtomicLong nanos = new AtomicLong();
    BuiltLogs logs = new BuiltLogs(store, store, KEY, LIMITS, nanos::get);
    for (long position = 1; position <= 9; position++) {
      assertThat(logs.add(taken(position, ACU, LogScope.PUBLIC), NOW)).isEmpty();
    }
    assertThat(logs.add(taken(10, ACU, LogScope.PUBLIC), NOW)).hasSize(1);
    logs.add(taken(11, ACU, CIRCLE), NOW);
    nanos.set(Duration.ofSeconds(9).toNanos());
    assertThat(logs.due(NOW.plusSeconds(3600))).isEmpty();
    assertThat(logs.dueIn()).contains(Duration.ofSeconds(1));
    nanos.set(Duration.ofSeconds(10).toNanos());
    assertThat(logs.due(NOW.minusSeconds(300))).hasSize(1);
    assertThat(logs.dueIn()).isEmpty();
  }

  @Test
  void noBlockIsMadeWhileTheClockIsFarBehindTheNewestOne() {
    BuiltLogs logs = open(store);
    logs.add(taken(1, ACU, LogScope.PUBLIC), NOW);
    logs.add(taken(2, ACU, CIRCLE), NOW);
    logs.finish(NOW);
    Instant back = NOW.minus(BlockChain.MAX_CLOCK_DRIFT).minusMillis(1);
    for (BuiltLogs each : List.of(logs, open(store))) {
      assertThat(each.behind(back)).contains(NOW);
      assertThat(each.behind(back.plusMillis(1))).isEmpty();
      assertThatThrownBy(() -> each.add(taken(3, ACU, LogScope.PUBLIC), back))
          .isInstanceOf(IllegalStateException.class);
    }
    logs.add(taken(3, ACU, LogScope.PUBLIC), NOW);
    assertThat(logs.finish(back)).isEmpty();
    assertThat(logs.finish(back.plusMillis(1)))
        .singleElement()
        .satisfies(block -> assertThat(block.content().time()).isEqualTo(NOW));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2, 5, 8})
  void afterACrashEachEventIsALeafOnceInItsOrder(int commits) {
    assertThatThrownBy(
            () -> {
              BuiltLogs cut = open(Cut.of(store, 1 + commits, commits % 2 == 0));
              for (long position = 1; position <= 300; position++) {
                cut.add(mixed(position), NOW);
              }
            })
        .isInstanceOf(Cut.class);
    BuiltLogs again = open(store);
    long from = again.position();
    for (long position = from + 1; position <= 300; position++) {
      again.add(mixed(position), NOW);
    }
    again.finish(NOW);
    for (LogScope scope : List.of(LogScope.PUBLIC, CIRCLE)) {
      assertThat(log(scope).progress().size()).isEqualTo(100);
      for (long n = 0; n < 100; n++) {
        long position = scope.isPublic() ? 3 * n + 3 : 3 * n + 1;
        assertThat(log(scope).indexOf(Leaves.event(position))).contains(n);
      }
    }
    assertThat(open(store).position()).isEqualTo(300);
  }

  @Test
  void manyCirclesTakeLittleRoomAndLoseNothing() {
    BuiltLogs logs = open(store);
    int circles = 3 * BuiltLogs.MAX_OPEN_LOGS;
    for (long position = 1; position <= 2L * circles; position++) {
      LogScope scope =
          LogScope.parse("circle:" + Leaves.event(1_000_000 + position % circles)).orElseThrow();
      logs.add(taken(position, ACU, scope), NOW);
    }
    logs.finish(NOW);
    for (long position = 1; position <= 2L * circles; position++) {
      LogScope scope =
          LogScope.parse("circle:" + Leaves.event(1_000_000 + position % circles)).orElseThrow();
      assertThat(log(scope).progress().size()).isEqualTo(2);
      assertThat(log(scope).indexOf(Leaves.event(position))).contains(position > circles ? 1L : 0L);
    }
  }

  @Test
  void theLogThatWasIdleLongestMakesItsBlockBeforeItsTimeWhenTooManyWait() {
    BuiltLogs logs = open(store);
    int most = BuiltLogs.MAX_OPEN_LOGS;
    for (long position = 1; position <= most; position++) {
      assertThat(logs.add(taken(position, ACU, circle(position)), NOW)).isEmpty();
    }
    // The first one is used again, so that the second is the one that waits for longest.
    assertThat(logs.add(taken(most + 1, ACU, circle(1)), NOW)).isEmpty();
    List<Block> early = logs.add(taken(most + 2, ACU, circle(most + 2)), NOW);
    assertThat(early)
        .extracting(block -> block.content().origin().scope())
        .containsExactly(circle(2));
    assertThat(log(circle(2)).indexOf(Leaves.event(2))).contains(0L);
    assertThat(log(circle(1)).progress().size()).isZero();
  }

  @Test
  void anEventForWhoseLogRoomWasMadeComesAgainAfterACrash() {
    BlockBuilder.prepare(store);
    BuiltLogs cut = new BuiltLogs(store, store, KEY, new BlockLimits(2, 1 << 20, LIMITS.age()));
    int most = BuiltLogs.MAX_OPEN_LOGS;
    // All make their blocks but the first, which waits until room is made.
    cut.add(taken(1, ACU, circle(1)), NOW);
    for (long position = 2; position < 2L * most; position++) {
      cut.add(taken(position, ACU, circle(2 + (position - 2) / 2)), NOW);
    }
    long last = 2L * most;
    assertThat(cut.add(taken(last, ACU, circle(9999)), NOW)).hasSize(1);
    // A crash comes before the block of that one.
    BuiltLogs again = open(store);
    assertThat(again.position()).isLessThan(last);
    for (long position = again.position() + 1; position <= last; position++) {
      boolean isLast = position == last;
      again.add(taken(position, ACU, circle(isLast ? 9999 : 2 + (position - 2) / 2)), NOW);
    }
    again.finish(NOW);
    assertThat(log(circle(9999)).indexOf(Leaves.event(last))).contains(0L);
  }

  private static LogScope circle(long number) {
    return LogScope.parse("circle:" + Leaves.event(1_000_000 + number)).orElseThrow();
  }

  @Test
  void nothingIsLeftOut() {
    BuiltLogs logs = open(store);
    assertThatThrownBy(() -> logs.add(mixed(2), NOW)).isInstanceOf(IllegalArgumentException.class);
  }
}
