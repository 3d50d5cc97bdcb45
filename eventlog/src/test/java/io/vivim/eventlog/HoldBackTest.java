package io.vivim.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.did.SignatureVerifier;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventId;
import io.vivim.events.EventVerifier;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class HoldBackTest {
  private static final EventVerifier VERIFIER = new EventVerifier(SignatureVerifier.create());
  private static final long MANY_BYTES = 1_000_000;

  private final Author ada = new Author(1);
  private final EventId cause = ada.create().id();
  private long arrivals;

  private Held held(String source) {
    DecodedEvent event = ada.create();
    return new Held(
        ++arrivals,
        new Source(source),
        VERIFIER.verify(event).orThrow(),
        Set.of(cause),
        false,
        false);
  }

  @Test
  void aSourceThatHasTooManyLosesItsNewest() {
    HoldBack holdBack = new HoldBack(new HeldLimits(2, MANY_BYTES, 100, MANY_BYTES));
    Held first = held("a");
    Held second = held("a");
    Held third = held("a");

    assertThat(holdBack.add(first)).isEmpty();
    assertThat(holdBack.add(second)).isEmpty();
    assertThat(holdBack.add(held("b"))).isEmpty();
    assertThat(holdBack.add(third)).containsExactly(third);
    assertThat(holdBack.arrived(cause)).contains(first, second).doesNotContain(third);
  }

  @Test
  void whereAllHaveTooManyTheLargestShareLosesItsNewest() {
    HoldBack holdBack = new HoldBack(new HeldLimits(10, MANY_BYTES, 4, MANY_BYTES));
    List<Held> greedy = List.of(held("a"), held("a"), held("a"));
    greedy.forEach(holdBack::add);
    holdBack.add(held("b"));

    Held modest = held("c");

    assertThat(holdBack.add(modest)).containsExactly(greedy.get(2));
    assertThat(holdBack.find(modest.event().id())).contains(modest);
    assertThat(holdBack.size()).isEqualTo(4);
  }

  @Test
  void bytesAreBoundedAsEventsAre() {
    Held first = held("a");
    Held second = held("a");
    long room = 0L + first.bytes() + second.bytes() - 1;

    HoldBack bySource = new HoldBack(new HeldLimits(10, room, 10, MANY_BYTES));
    bySource.add(first);
    assertThat(bySource.add(second)).containsExactly(second);

    HoldBack inAll = new HoldBack(new HeldLimits(10, MANY_BYTES, 10, room));
    inAll.add(first);
    assertThat(inAll.add(second)).containsExactly(second);
    assertThat(inAll.bytes()).isEqualTo(first.bytes());
  }

  @Test
  void whatIsRemovedLeavesNothing() {
    HoldBack holdBack = new HoldBack(HeldLimits.DEFAULT);
    Held one = held("a");
    holdBack.add(one);

    holdBack.remove(one);

    assertThat(holdBack.size()).isZero();
    assertThat(holdBack.bytes()).isZero();
    assertThat(holdBack.arrived(cause)).isEmpty();
    assertThat(holdBack.holds(one.event().id())).isFalse();
  }
}
