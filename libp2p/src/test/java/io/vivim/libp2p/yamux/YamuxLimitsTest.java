package io.vivim.libp2p.yamux;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class YamuxLimitsTest {
  static YamuxLimits streams(
      int inbound, int outbound, int unacknowledgedInbound, int unacknowledgedOutbound) {
    YamuxLimits usual = YamuxLimits.DEFAULT;
    return new YamuxLimits(
        inbound,
        outbound,
        unacknowledgedInbound,
        unacknowledgedOutbound,
        usual.frameBytes(),
        usual.windowBytes(),
        usual.unreadBytes(),
        usual.keepAlive(),
        usual.pingTimeout());
  }

  static YamuxLimits bytes(int frame, long window, long unread) {
    YamuxLimits usual = YamuxLimits.DEFAULT;
    return new YamuxLimits(
        usual.inboundStreams(),
        usual.outboundStreams(),
        usual.unacknowledgedInbound(),
        usual.unacknowledgedOutbound(),
        frame,
        window,
        unread,
        usual.keepAlive(),
        usual.pingTimeout());
  }

  @Test
  void aWindowIsNotSmallerThanTheOneThatEveryStreamStartsWith() {
    long initial = YamuxLimits.INITIAL_WINDOW_BYTES;
    bytes(1, initial, initial);
    assertThatThrownBy(() -> bytes(1, initial - 1, initial))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> bytes(1, initial, initial - 1))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> bytes(1, 1L << 32, initial))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> bytes(0, initial, initial))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aConnectionIsAskedAboutItsSilenceInTheEnd() {
    YamuxLimits usual = YamuxLimits.DEFAULT;
    assertThatThrownBy(
            () ->
                new YamuxLimits(
                    1,
                    1,
                    1,
                    1,
                    1,
                    usual.windowBytes(),
                    usual.unreadBytes(),
                    Duration.ZERO,
                    usual.pingTimeout()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
