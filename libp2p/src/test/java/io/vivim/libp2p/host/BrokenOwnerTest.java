package io.vivim.libp2p.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.dial.DialException;
import io.vivim.libp2p.guard.Gate;
import io.vivim.libp2p.guard.HostLimits;
import io.vivim.libp2p.link.Link;
import io.vivim.libp2p.link.LinkEnd;
import io.vivim.libp2p.peer.PeerId;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Hosts go on where what their owner has given them fails. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class BrokenOwnerTest {
  private static final long MOST_SECONDS = 20;

  private final AtomicBoolean isBroken = new AtomicBoolean(true);
  private final BlockingQueue<PeerId> identified = new LinkedBlockingQueue<>();
  private final HostListener healthy =
      new HostListener() {
        @Override
        public void identified(Link link, Identity identity) {
          identified.add(link.peer());
        }
      };

  private void fail() {
    if (isBroken.getAndSet(false)) {
      throw new IllegalStateException("broken");
    }
  }

  private static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(MOST_SECONDS, TimeUnit.SECONDS).join();
  }

  private static Link connect(Besieged from, Besieged to) {
    return get(from.host.connect(to.host.id(), List.of(to.address())));
  }

  private void goesOn(HostLimits limits, UnaryOperator<HostBuilder> more) throws Exception {
    try (Besieged one = new Besieged(HostLimits.DEFAULT);
        Besieged other = new Besieged(HostLimits.DEFAULT);
        Besieged here = new Besieged(limits, more)) {
      here.host.watch(healthy);
      int held = here.host.held();
      assertThat(connect(here, one).peer()).isEqualTo(one.host.id());
      assertThat(isBroken).isFalse();
      assertThat(identified.poll(MOST_SECONDS, TimeUnit.SECONDS)).isEqualTo(one.host.id());
      here.host.tags().protect(other.host.id(), "test");
      Link kept = connect(here, other);
      one.counts.await(() -> here.host.links().equals(List.of(kept)), "trimmed");
      here.host.links().forEach(link -> link.cut(LinkEnd.CLOSED));
      one.counts.await(() -> here.host.held() == held, "forgotten");
    }
  }

  private static HostLimits one() {
    return HostLimits.DEFAULT.withMarks(new HostLimits.Marks(1, 1, Duration.ZERO, Besieged.SHORT));
  }

  @Test
  void aListenerThatFailsIsInNobodysWay() throws Exception {
    HostListener listener =
        new HostListener() {
          @Override
          public void connected(Link link) {
            fail();
          }
        };
    goesOn(one(), builder -> builder.listener(listener));
  }

  @Test
  void aCounterThatFailsIsInNobodysWay() throws Exception {
    HostMetrics metrics =
        new HostMetrics() {
          @Override
          public void linked(Direction direction, Duration took) {
            fail();
          }
        };
    goesOn(one(), builder -> builder.metrics(metrics));
  }

  @Test
  void aGateThatFailsLetsNobodyInAndTheNextIsAskedFor() throws Exception {
    for (boolean isDialling : List.of(true, false)) {
      isBroken.set(true);
      Gate gate =
          new Gate() {
            @Override
            public boolean mayDial(PeerId peer, Multiaddr address) {
              if (isDialling) {
                fail();
              }
              return true;
            }

            @Override
            public boolean mayStay(Link link) {
              fail();
              return true;
            }
          };
      try (Besieged one = new Besieged(HostLimits.DEFAULT);
          Besieged other = new Besieged(HostLimits.DEFAULT);
          Besieged here = new Besieged(HostLimits.DEFAULT, builder -> builder.gate(gate))) {
        assertThatThrownBy(() -> connect(here, one)).hasCauseInstanceOf(DialException.class);
        assertThat(isBroken).isFalse();
        assertThat(connect(here, other).peer()).isEqualTo(other.host.id());
        assertThat(here.host.links()).extracting(Link::peer).containsExactly(other.host.id());
      }
    }
  }
}
