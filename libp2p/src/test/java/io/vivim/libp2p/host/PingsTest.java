package io.vivim.libp2p.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vivim.libp2p.guard.HostLimits;
import io.vivim.libp2p.link.LinkStream;
import io.vivim.libp2p.link.StreamException;
import io.vivim.libp2p.peer.KeyType;
import io.vivim.libp2p.peer.PeerId;
import io.vivim.libp2p.peer.PrivateKey;
import io.vivim.libp2p.peer.PublicKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Sessions of pings, which have one stream together. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class PingsTest {
  private static final PublicKey PEER =
      PrivateKey.generate(KeyType.ED25519, new SecureRandom()).publicKey();

  private final HandTimers timers = new HandTimers();
  private final List<CompletableFuture<Stream>> opening = new ArrayList<>();
  private final Pings pings = new Pings(this::open, new SecureRandom(), timers);

  private CompletionStage<Stream> open(PeerId peer) {
    CompletableFuture<Stream> stream = new CompletableFuture<>();
    opening.add(stream);
    return stream;
  }

  private CompletableFuture<Ping> with() {
    return pings.with(PEER.peerId()).toCompletableFuture();
  }

  private static Stream stream(LinkStream bytes) {
    return new Stream(
        new NoLink(PEER),
        bytes,
        new Negotiation.Agreed(Ping.PROTOCOL, ByteBuffer.allocate(0)),
        HostMetrics.NONE);
  }

  /** A stream that sends each ping back when the test says so. */
  private static final class Late implements LinkStream {
    final List<ByteBuffer> pings = new ArrayList<>();
    private CompletableFuture<Optional<ByteBuffer>> next = new CompletableFuture<>();

    void answer(int index) {
      CompletableFuture<Optional<ByteBuffer>> waiting = next;
      next = new CompletableFuture<>();
      waiting.complete(Optional.of(pings.get(index)));
    }

    @Override
    public CompletionStage<Optional<ByteBuffer>> read() {
      return next;
    }

    @Override
    public CompletionStage<Void> write(ByteBuffer bytes) {
      ByteBuffer copy = ByteBuffer.allocate(bytes.remaining());
      pings.add(copy.put(bytes).flip());
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<Void> finish() {
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public void reset() {}

    @Override
    public CompletionStage<Optional<StreamException.Cause>> ended() {
      return new CompletableFuture<>();
    }

    @Override
    public void keeps(int more) {}

    @Override
    public boolean isOurs() {
      return true;
    }
  }

  @Test
  void allSessionsHaveOneStreamAndItEndsWithTheLast() {
    CompletableFuture<Ping> one = with();
    CompletableFuture<Ping> other = with();
    assertThat(opening).hasSize(1);
    Silent silent = new Silent();
    opening.get(0).complete(stream(silent));
    assertThat(with()).isCompleted();
    assertThat(opening).hasSize(1);
    assertThat(one.join().finish()).isCompleted();
    assertThat(one.join().finish()).as("once more").isCompleted();
    assertThat(other.join().finish()).isCompleted();
    assertThat(silent.isFinished).isFalse();
    assertThat(with().join().finish()).isCompleted();
    assertThat(silent.isFinished).isFalse();
  }

  @Test
  void aNewSessionWaitsForTheEndOfTheStreamThatIsFinished() {
    CompletableFuture<Ping> first = with();
    Silent silent = new Silent();
    opening.get(0).complete(stream(silent));
    assertThat(first.join().finish()).isCompleted();
    assertThat(silent.isFinished).isTrue();
    CompletableFuture<Ping> second = with();
    CompletableFuture<Ping> third = with();
    assertThat(opening).hasSize(1);
    silent.ended.complete(Optional.empty());
    assertThat(opening).hasSize(2);
    opening.get(1).complete(stream(new Silent()));
    assertThat(second).isCompleted();
    assertThat(third).isCompleted();
    assertThat(pings.held()).isOne();
  }

  @Test
  void aPeerThatNeverEndsItsHalfIsWaitedForTenSeconds() {
    CompletableFuture<Ping> first = with();
    opening.get(0).complete(stream(new Silent()));
    assertThat(first.join().finish()).isCompleted();
    CompletableFuture<Ping> unused = with();
    timers.pass(Ping.END_TIMEOUT.minusNanos(1));
    assertThat(opening).hasSize(1);
    timers.pass(Duration.ofNanos(1));
    assertThat(opening).hasSize(2);
  }

  @Test
  void aStreamThatIsBrokenOffOrCannotBeOpenedStandsInNoOnesWay() {
    CompletableFuture<Ping> first = with();
    opening.get(0).completeExceptionally(new IOException("no"));
    assertThat(first).isCompletedExceptionally();
    assertThat(pings.held()).isZero();
    CompletableFuture<Ping> second = with();
    Silent silent = new Silent();
    opening.get(1).complete(stream(silent));
    assertThat(second).isCompleted();
    silent.reset();
    assertThat(pings.held()).isZero();
    CompletableFuture<Ping> unused = with();
    assertThat(opening).hasSize(3);
  }

  @Test
  void eachPingHasItsTurnAndItsTime() {
    CompletableFuture<Ping> one = with();
    CompletableFuture<Ping> other = with();
    Late late = new Late();
    opening.get(0).complete(stream(late));
    CompletableFuture<Duration> first = one.join().ask().toCompletableFuture();
    CompletableFuture<Duration> second = other.join().ask().toCompletableFuture();
    assertThat(late.pings).hasSize(1);
    timers.pass(Duration.ofSeconds(7));
    late.answer(0);
    assertThat(first).isCompletedWithValue(Duration.ofSeconds(7));
    assertThat(late.pings).hasSize(2);
    timers.pass(Duration.ofSeconds(9));
    assertThat(second).isNotDone();
    late.answer(1);
    assertThat(second).isCompletedWithValue(Duration.ofSeconds(9));
    assertThat(timers.waiting()).isZero();
  }

  @Test
  void onABrokenStreamAllWhoWaitAreTold() {
    CompletableFuture<Ping> one = with();
    opening.get(0).complete(stream(new Script(new byte[32], 32)));
    for (int i = 0; i < 10_000; i++) {
      assertThat(one.join().ask()).isCompletedExceptionally();
    }
    assertThat(timers.waiting()).isZero();
  }

  @Test
  void aSessionThatIsFinishedAsksNoMore() {
    CompletableFuture<Ping> one = with();
    opening.get(0).complete(stream(new Silent()));
    assertThat(one.join().finish()).isCompleted();
    assertThatThrownBy(() -> one.join().once())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("finished");
  }

  @Test
  void hostsKeepOneStreamToEachOther() throws Exception {
    try (Besieged there = new Besieged(HostLimits.DEFAULT);
        Besieged here = new Besieged(HostLimits.DEFAULT)) {
      get(here.host.connect(there.host.id(), List.of(there.address())));
      try (Ping one = get(here.host.ping(there.host.id()));
          Ping other = get(here.host.ping(there.host.id()))) {
        assertThat(one.once()).isPositive();
        assertThat(other.once()).isPositive();
        assertThat(there.counts.of("opened IN " + Ping.PROTOCOL)).isEqualTo(1);
      }
      for (int i = 0; i < 20; i++) {
        try (Ping again = get(here.host.ping(there.host.id()))) {
          assertThat(again.once()).isPositive();
        }
      }
      assertThat(there.counts.of("opened IN " + Ping.PROTOCOL)).isEqualTo(21);
    }
  }

  private static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(20, TimeUnit.SECONDS).join();
  }
}
