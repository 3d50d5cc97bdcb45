package io.vivim.libp2p.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.libp2p.link.Link;
import io.vivim.libp2p.link.LinkEnd;
import io.vivim.libp2p.link.Links;
import io.vivim.libp2p.link.SimulatedNet;
import io.vivim.libp2p.link.SimulatedTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A dozen hosts and a day on which everything happens to them; at its end nothing is left. */
final class SimulatedDayTest {
  private static final String SEED = "vivim.day.seed";
  private static final int HOSTS = 12;

  private static final boolean IS_LONG = "long".equals(System.getProperty("vivim.test.size"));

  /** What somebody does, all day long. */
  private static final int EVENTS = IS_LONG ? 20_000 : 2_000;

  /** One seed every day, others with {@code -Plong}, or the one that is asked for. */
  static LongStream seeds() {
    Long asked = Long.getLong(SEED);
    if (asked != null) {
      return LongStream.of(asked);
    }
    return IS_LONG ? new Random().longs(10) : LongStream.of(1);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aDayLeavesNothingBehind(long seed) {
    Day day = new Day(seed);
    try {
      day.run();
    } catch (RuntimeException | AssertionError e) {
      throw new AssertionError(
          "to replay: mvn test -pl libp2p -am -Dtest=SimulatedDayTest"
              + (IS_LONG ? " -Plong" : "")
              + " -Dsurefire.failIfNoSpecifiedTests=false -Dsurefire.extraArgLine=-D"
              + (SEED + "=" + seed),
          e);
    }
  }

  private static final class Day {
    private static final Duration LENGTH = Duration.ofHours(24);

    private final SimulatedTime time;
    private final SimulatedNet net;
    private final Random random;
    private final Asked asked = new Asked();
    private final List<Link> everLinked = new ArrayList<>();
    private final List<Resident> residents = new ArrayList<>();

    Day(long seed) {
      random = new Random(seed);
      time = new SimulatedTime(random.nextLong());
      net = new SimulatedNet(time, random.nextLong());
      for (int i = 1; i <= HOSTS; i++) {
        residents.add(new Resident(i, time, net, random, asked, everLinked));
      }
    }

    void run() {
      residents.forEach(Resident::come);
      for (int i = 0; i < EVENTS; i++) {
        time.pass(LENGTH.dividedBy(EVENTS).multipliedBy(random.nextInt(200)).dividedBy(100));
        event();
      }
      assertThat(everLinked).hasSizeGreaterThan(10 * HOSTS);
      assertThat(asked.failed()).isBetween(1L, asked.count() / 2);
      net.calm();
      endLinks();
      nobodyWaits();
      residents.forEach(Resident::go);
      time.pass(Duration.ofMinutes(1));
      nothingIsLeft();
    }

    private Resident anybody() {
      return residents.get(random.nextInt(HOSTS));
    }

    private void event() {
      Resident who = anybody();
      int chance = random.nextInt(1_000);
      if (who.host() == null) {
        who.come();
      } else if (chance < 130) {
        Resident other = anybody();
        who.dial(other.id(), other.addresses());
      } else if (chance < 140) {
        who.dial(anybody().id(), anybody().addresses());
      } else if (chance < 820) {
        who.speak();
      } else if (chance < 900) {
        who.ping();
      } else if (chance < 930) {
        end(who.anyLink());
      } else if (chance < 940) {
        who.stopListening();
      } else if (chance < 998) {
        who.listen();
      } else {
        who.go();
      }
    }

    private void end(@Nullable Link link) {
      if (link != null && random.nextBoolean()) {
        link.leave();
      } else if (link != null) {
        link.cut(LinkEnd.cut("by chance"));
      }
    }

    /** Long enough that the last one has learnt of it by a silence. */
    private void endLinks() {
      for (Resident each : residents) {
        Host host = each.host();
        if (host != null) {
          host.links().forEach(link -> link.cut(LinkEnd.cut("the day is over")));
        }
      }
      time.pass(Duration.ofMinutes(10));
    }

    private void nobodyWaits() {
      assertThat(time.failures()).isEmpty();
      assertThat(asked.waiting()).isEmpty();
      for (Resident each : residents) {
        assertThat(each.linked()).isZero();
        assertThat(each.held()).isZero();
        // Of each other: that it pushed, its two addresses; and a voice for each place to listen.
        assertThat(each.remembered()).isLessThanOrEqualTo(3 * (HOSTS - 1) + 2);
      }
      everLinked.forEach(link -> assertThat(Links.held(link)).isZero());
      assertThat(net.channels()).isZero();
      assertThat(net.bufferBytes()).isZero();
    }

    private void nothingIsLeft() {
      nobodyWaits();
      assertThat(net.doors()).isZero();
      assertThat(time.loops()).isZero();
    }
  }
}
