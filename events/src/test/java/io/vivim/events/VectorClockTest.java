package io.vivim.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.From;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;

/** The laws of vector clocks; a map and a sort, which are slow and plain, say what is right. */
class VectorClockTest {
  private static final long FEW = 6;

  /** Clocks of few signers and low seqs, so that they meet often. */
  @Provide
  Arbitrary<VectorClock> small() {
    return clocks(8, 8);
  }

  /** Clocks that together have far more signers than fit. */
  @Provide
  Arbitrary<VectorClock> large() {
    return clocks(400, EventLimits.MAX_CLOCK_ENTRIES);
  }

  private static Arbitrary<VectorClock> clocks(int signers, int most) {
    Arbitrary<String> names =
        Arbitraries.integers().between(0, signers - 1).map("did:%04d"::formatted);
    return Arbitraries.maps(names, Arbitraries.longs().between(1, FEW))
        .ofMaxSize(most)
        .map(VectorClock::of);
  }

  @Property
  void mergingIsCommutativeAssociativeAndIdempotent(
      @ForAll @From("small") VectorClock a,
      @ForAll @From("small") VectorClock b,
      @ForAll @From("small") VectorClock c) {
    assertThat(a.merge(b)).isEqualTo(b.merge(a));
    assertThat(a.merge(b).merge(c)).isEqualTo(a.merge(b.merge(c)));
    assertThat(a.merge(a)).isEqualTo(a);
    assertThat(a.merge(VectorClock.EMPTY)).isEqualTo(a);
  }

  @Property
  void aMergeIsTheLeastThatIsBehindNeither(
      @ForAll @From("small") VectorClock a,
      @ForAll @From("small") VectorClock b,
      @ForAll @From("small") VectorClock other) {
    VectorClock merged = a.merge(b);

    assertThat(isAtMost(a, merged) && isAtMost(b, merged)).isTrue();
    if (isAtMost(a, other) && isAtMost(b, other)) {
      assertThat(isAtMost(merged, other)).isTrue();
    }
  }

  @Property
  void comparingIsAPartialOrder(
      @ForAll @From("small") VectorClock a,
      @ForAll @From("small") VectorClock b,
      @ForAll @From("small") VectorClock c) {
    assertThat(a.compare(a)).isEqualTo(ClockOrder.EQUAL);
    assertThat(a.compare(b) == ClockOrder.EQUAL).isEqualTo(a.equals(b));
    assertThat(b.compare(a)).isEqualTo(reversed(a.compare(b)));
    if (isAtMost(a, b) && isAtMost(b, c)) {
      assertThat(isAtMost(a, c)).isTrue();
    }
    assertThat(isAtMost(a, b))
        .isEqualTo(
            a.entries().entrySet().stream()
                .allMatch(e -> e.getValue() <= b.seqOf(e.getKey()).orElse(0)));
  }

  private static boolean isAtMost(VectorClock a, VectorClock b) {
    return Set.of(ClockOrder.BEFORE, ClockOrder.EQUAL).contains(a.compare(b));
  }

  private static ClockOrder reversed(ClockOrder order) {
    return switch (order) {
      case BEFORE -> ClockOrder.AFTER;
      case AFTER -> ClockOrder.BEFORE;
      case EQUAL, CONCURRENT -> order;
    };
  }

  @Property
  void theClockAfterCausesIsWhatAMapAndASortGive(
      @ForAll @Size(max = 4) List<@From("large") VectorClock> causes,
      @ForAll @LongRange(min = 1, max = 2 * FEW) long seq) {
    String own = "did:0200";

    VectorClock after = VectorClock.after(causes, own, seq);

    assertThat(after.entries()).isEqualTo(plainly(causes, own, seq));
    assertThat(after.size()).isBetween(1, EventLimits.MAX_CLOCK_ENTRIES);
    assertThat(after.seqOf(own)).hasValue(seq);
    assertThat(after.isFull()).isEqualTo(after.size() == EventLimits.MAX_CLOCK_ENTRIES);
    List<VectorClock> reversed = new ArrayList<>(causes);
    Collections.reverse(reversed);
    assertThat(VectorClock.after(reversed, own, seq)).isEqualTo(after);
  }

  private static Map<String, Long> plainly(List<VectorClock> causes, String own, long seq) {
    Map<String, Long> merged = new HashMap<>();
    causes.forEach(cause -> cause.entries().forEach((did, s) -> merged.merge(did, s, Math::max)));
    merged.remove(own);
    Comparator<Map.Entry<String, Long>> highestFirst =
        Map.Entry.<String, Long>comparingByValue().reversed();
    Map<String, Long> kept =
        merged.entrySet().stream()
            .sorted(highestFirst.thenComparing(Map.Entry.comparingByKey()))
            .limit(EventLimits.MAX_CLOCK_ENTRIES - 1)
            .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    kept.put(own, seq);
    return kept;
  }

  @Example
  void aClockHasBoundsAndNoSeqBelowOne() {
    Map<String, Long> entries = new HashMap<>();
    for (int i = 0; i <= EventLimits.MAX_CLOCK_ENTRIES; i++) {
      entries.put("did:%04d".formatted(i), 1L);
    }

    assertThatThrownBy(() -> VectorClock.of(entries)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> VectorClock.of(Map.of("did:0", 0L)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(VectorClock.of(Map.of("did:0", 7L))).hasToString("{did:0=7}");
    assertThat(VectorClock.EMPTY.seqOf("did:0")).isEmpty();
  }
}
