package io.vivim.libp2p.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.libp2p.guard.Refusal;
import io.vivim.libp2p.peer.KeyType;
import io.vivim.libp2p.peer.PrivateKey;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The end of a session of pings. */
final class PingTest {
  private final Counts counts = new Counts();
  private final HandTimers timers = new HandTimers();
  private final Silent silent = new Silent();
  private final PingStream ping =
      new PingStream(
          new Stream(
              new NoLink(PrivateKey.generate(KeyType.ED25519, new SecureRandom()).publicKey()),
              silent,
              new Negotiation.Agreed(Ping.PROTOCOL, ByteBuffer.allocate(0)),
              counts),
          new SecureRandom(),
          timers);

  @Test
  void aPeerThatNeverEndsItsHalfIsBrokenOff() {
    assertThat(ping.finish()).isCompleted();
    timers.pass(Ping.END_TIMEOUT.minusNanos(1));
    assertThat(silent.isReset).isFalse();
    timers.pass(Duration.ofNanos(1));
    assertThat(silent.isReset).isTrue();
    assertThat(counts.of(Refusal.END_TIMEOUT)).isEqualTo(1);
  }

  @Test
  void aPeerThatEndsItsHalfIsNot() {
    assertThat(ping.finish()).isCompleted();
    silent.ended.complete(Optional.empty());
    assertThat(timers.waiting()).isZero();
    assertThat(silent.isFinished).isTrue();
    assertThat(silent.isReset).isFalse();
  }
}
