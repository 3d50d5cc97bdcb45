package io.vivim.libp2p.dial;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.peer.PeerId;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class BackOffTest {
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);
  private static final PeerId PEER = DiallingTest.peer(2);
  private static final Multiaddr A = DiallingTest.at("/ip4/1.1.1.1/tcp/1");

  private double chance;
  private final BackOff backOff = new BackOff(DialLimits.DEFAULT, () -> chance);

  @Test
  void chanceTakesUpToHalfOfTheRest() {
    chance = 1;
    backOff.failed(PEER, A, 0);
    assertThat(backOff.isResting(PEER, A, SECOND / 2 - 1)).isTrue();
    assertThat(backOff.isResting(PEER, A, SECOND / 2)).isFalse();
    chance = 0.5;
    backOff.failed(PEER, A, SECOND);
    assertThat(backOff.isResting(PEER, A, SECOND + SECOND * 3 / 2 - 1)).isTrue();
    assertThat(backOff.isResting(PEER, A, SECOND + SECOND * 3 / 2)).isFalse();
  }

  @Test
  void noRestIsLongerThanTheLongest() {
    for (int i = 0; i < 100; i++) {
      backOff.failed(PEER, A, 0);
    }
    assertThat(backOff.isResting(PEER, A, 300 * SECOND - 1)).isTrue();
    assertThat(backOff.isResting(PEER, A, 300 * SECOND)).isFalse();
  }

  @Test
  void failuresOfLongAgoDoNotCount() {
    backOff.failed(PEER, A, 0);
    backOff.failed(PEER, A, 0);
    backOff.failed(PEER, A, 303 * SECOND);
    assertThat(backOff.isResting(PEER, A, 304 * SECOND)).isFalse();
  }

  @Test
  void whatIsRememberedIsBounded() {
    for (int i = 0; i < 3_000; i++) {
      backOff.failed(DiallingTest.peer(i), A, 0);
    }
    assertThat(backOff.peers()).isEqualTo(1_024);
    assertThat(backOff.isResting(DiallingTest.peer(2_999), A, 1)).isTrue();
    for (int i = 0; i < 100; i++) {
      backOff.failed(PEER, DiallingTest.at("/ip4/1.1.1.1/tcp/" + i), 0);
    }
    assertThat(backOff.isResting(PEER, DiallingTest.at("/ip4/1.1.1.1/tcp/67"), 1)).isFalse();
    assertThat(backOff.isResting(PEER, DiallingTest.at("/ip4/1.1.1.1/tcp/68"), 1)).isTrue();
  }

  @Test
  void whoIsReachedIsForgiven() {
    backOff.failed(PEER, A, 0);
    backOff.forget(PEER);
    assertThat(backOff.isResting(PEER, A, 0)).isFalse();
  }
}
