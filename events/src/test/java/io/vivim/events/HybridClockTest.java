package io.vivim.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.Tuple.Tuple2;

class HybridClockTest {
  /** A wall clock that shows what the test says. */
  private static final class Wall implements InstantSource {
    private long millis;

    @Override
    public Instant instant() {
      return Instant.ofEpochMilli(millis);
    }
  }

  @Provide
  Arbitrary<Timestamp> timestamps() {
    return Arbitraries.oneOf(
        Arbitraries.longs()
            .between(0, Timestamp.MAX_MILLIS - 1)
            .flatMap(
                millis ->
                    Arbitraries.integers()
                        .between(0, Timestamp.MAX_COUNTER)
                        .map(counter -> Timestamp.of(millis, counter))),
        Arbitraries.of(
            Timestamp.ZERO,
            Timestamp.of(0, Timestamp.MAX_COUNTER),
            Timestamp.of(1L << 47, 0),
            new Timestamp(Long.MAX_VALUE),
            new Timestamp(Long.MIN_VALUE)));
  }

  /** What the wall shows, wildly, and what another node's event shows then. */
  @Provide
  Arbitrary<Tuple2<Long, Timestamp>> moments() {
    Arbitrary<Long> walls =
        Arbitraries.oneOf(
            Arbitraries.longs().between(-5, 5),
            Arbitraries.longs().between(-1L << 60, 1L << 60),
            Arbitraries.longs().between(0, Timestamp.MAX_MILLIS));
    return walls.flatMap(wall -> timestamps().map(seen -> Tuple.of(wall, seen)));
  }

  @Property
  void everyReadingIsAboveAllBeforeItAndAllThatWasSeenWhateverTheWallShows(
      @ForAll List<@From("moments") Tuple2<Long, Timestamp>> moments) {
    Wall wall = new Wall();
    HybridClock clock = new HybridClock(wall);
    Timestamp last = Timestamp.ZERO;
    for (Tuple2<Long, Timestamp> moment : moments) {
      wall.millis = moment.get1();
      if (last.compareTo(Timestamp.of(Timestamp.MAX_MILLIS, 0)) >= 0) {
        // There is not much left of the year 9999.
        return;
      }
      Timestamp next = clock.after(moment.get2());

      assertThat(next).isGreaterThan(last).isGreaterThan(moment.get2());
      boolean wallLeads =
          Timestamp.of(Math.max(0, Math.min(wall.millis, Timestamp.MAX_MILLIS)), 0)
                  .compareTo(last.compareTo(moment.get2()) > 0 ? last : moment.get2())
              > 0;
      assertThat(next.millis() == Math.min(wall.millis, Timestamp.MAX_MILLIS) || !wallLeads)
          .isTrue();
      last = next;
    }
  }

  @Property
  void textsSortAsNumbersDoAndAreReadBack(
      @ForAll @From("timestamps") Timestamp one, @ForAll @From("timestamps") Timestamp other) {
    assertThat(Integer.signum(one.toString().compareTo(other.toString())))
        .isEqualTo(Integer.signum(Long.compareUnsigned(one.bits(), other.bits())))
        .isEqualTo(Integer.signum(one.compareTo(other)));
    assertThat(Timestamp.parse(one.toString())).contains(one);
    assertThat(Timestamp.of(one.millis(), one.counter())).isEqualTo(one);
  }

  @Property
  void anyOtherTextIsNoTimestamp(@ForAll String text) {
    assertThat(Timestamp.parse(text).map(Timestamp::toString).orElse(text)).isEqualTo(text);
  }

  @Example
  void aFullCounterRunsIntoTheNextMillisecond() {
    assertThat(Timestamp.of(5, Timestamp.MAX_COUNTER).next()).isEqualTo(Timestamp.of(6, 0));
    assertThatThrownBy(Timestamp.MAX::next).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Timestamp.of(-1, 0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Timestamp.of(0, 0x10000)).isInstanceOf(IllegalArgumentException.class);
  }

  @Example
  void nowFollowsTheWall() {
    Wall wall = new Wall();
    wall.millis = 77;
    HybridClock clock = new HybridClock(wall);

    assertThat(clock.now()).isEqualTo(Timestamp.of(77, 0));
    assertThat(clock.now()).isEqualTo(Timestamp.of(77, 1));
    wall.millis = 70;
    assertThat(clock.now()).isEqualTo(Timestamp.of(77, 2));
    wall.millis = 78;
    assertThat(clock.now()).isEqualTo(Timestamp.of(78, 0));
  }
}
