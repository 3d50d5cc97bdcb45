package io.vivim.libp2p.yamux;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** Two machines, a connection between them, and chance. */
final class YamuxSimulationTest {
  private static final long MILLISECOND = 1_000_000;

  /** Few and small enough that every limit is met. */
  private static final YamuxLimits TIGHT = tight();

  private static YamuxLimits tight() {
    YamuxLimits usual = YamuxLimits.DEFAULT;
    return new YamuxLimits(
        6,
        5,
        3,
        4,
        usual.frameBytes(),
        4 * YamuxLimits.INITIAL_WINDOW_BYTES,
        3 * YamuxLimits.INITIAL_WINDOW_BYTES,
        usual.keepAlive(),
        usual.pingTimeout());
  }

  @Property
  void everythingArrivesInOrderOrTheStreamIsReset(@ForAll long seed) {
    new Run(seed, YamuxLimits.DEFAULT).run();
  }

  @Property
  void theSameHoldsWhereEveryLimitIsMet(@ForAll long seed) {
    new Run(seed, TIGHT).run();
  }

  private static final class Run {
    private static final int STEPS = 120;

    private final Random random;
    private final Wire toListener;
    private final Wire toDialler;
    private final Side dialler;
    private final Side listener;
    private long now;

    Run(long seed, YamuxLimits limits) {
      this.random = new Random(seed);
      long slowest = random.nextInt(300) * MILLISECOND;
      this.toListener = new Wire(random, slowest);
      this.toDialler = new Wire(random, slowest);
      this.dialler = new Side(true, limits, toListener);
      this.listener = new Side(false, limits, toDialler);
    }

    void run() {
      for (int i = 0; i < STEPS; i++) {
        dialler.act(random, now);
        listener.act(random, now);
        pass(pause());
        if (random.nextInt(3) > 0) {
          dialler.receive(toDialler.receive(now), now);
          listener.receive(toListener.receive(now), now);
        }
      }
      assertThat(dialler.end).isNull();
      assertThat(listener.end).isNull();
      windUp();
      compare(dialler, listener);
      compare(listener, dialler);
      (random.nextBoolean() ? dialler : listener).leave(now);
      windUp();
      assertThat(dialler.end).isEqualTo(YamuxEnd.DONE);
      assertThat(listener.end).isEqualTo(YamuxEnd.DONE);
    }

    /** Mostly a moment, now and then a silence. */
    private long pause() {
      return random.nextInt(20) == 0
          ? random.nextInt(60_000) * MILLISECOND
          : random.nextInt(50) * MILLISECOND;
    }

    /** Lets time go by, with what comes due meanwhile done in time. */
    private void pass(long nanos) {
      long step = Duration.ofSeconds(1).toNanos();
      long end = now + nanos;
      while (now < end) {
        now = Math.min(end, now + step);
        for (int i = 0; i < 20 && nanos > step; i++) {
          dialler.receive(toDialler.receive(now), now);
          listener.receive(toListener.receive(now), now);
        }
      }
    }

    private void windUp() {
      boolean busy = true;
      for (int rounds = 0; busy; rounds++) {
        assertThat(rounds).as("no stream waits for ever").isLessThan(1000);
        busy = dialler.windUp(now);
        busy |= listener.windUp(now);
        while (!toDialler.isEmpty() || !toListener.isEmpty()) {
          busy = true;
          now += MILLISECOND;
          dialler.receive(toDialler.receive(now), now);
          listener.receive(toListener.receive(now), now);
        }
      }
    }

    private static void compare(Side writer, Side reader) {
      assertThat(writer.yamux.streams()).isZero();
      assertThat(writer.yamux.unread()).isZero();
      writer.streams.forEach(
          (id, written) -> {
            Side.End read = reader.streams.get(id);
            assertThat(written.reset).isNotEqualTo(written.closed);
            if (read == null) {
              assertThat(written.reset).as("refused: stream %d", id).isTrue();
            } else if (read.closed) {
              assertThat(written.reset || read.received == written.written).isTrue();
            } else if (read.resetByPeer) {
              assertThat(written.reset).isTrue();
            }
          });
    }
  }
}
