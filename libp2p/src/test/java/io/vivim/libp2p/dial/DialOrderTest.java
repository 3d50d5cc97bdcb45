package io.vivim.libp2p.dial;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.libp2p.address.Multiaddr;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class DialOrderTest {
  @Test
  void nearComesBeforeFarAndPlainBeforeWrapped() {
    List<Multiaddr> ordered =
        addresses(
            "/ip4/127.0.0.1/tcp/1",
            "/ip4/127.0.0.1/tcp/1/ws",
            "/ip4/10.0.0.1/tcp/1",
            "/ip4/10.0.0.1/tcp/1/tls/sni/a.example/ws",
            "/ip4/9.0.0.1/tcp/1",
            "/ip4/9.0.0.1/tcp/1/ws");
    List<Multiaddr> reversed = new ArrayList<>(ordered);
    Collections.reverse(reversed);
    assertThat(DialOrder.of(reversed)).isEqualTo(ordered);
  }

  @Test
  void familiesTakeTurnsInTheOrderInWhichTheyWereGiven() {
    assertThat(
            DialOrder.of(
                addresses(
                    "/ip4/9.0.0.1/tcp/1",
                    "/ip4/9.0.0.2/tcp/1",
                    "/ip4/9.0.0.3/tcp/1",
                    "/ip6/2001:db8::1/tcp/1",
                    "/ip6/2001:db8::2/tcp/1")))
        .isEqualTo(
            addresses(
                "/ip6/2001:db8::1/tcp/1",
                "/ip4/9.0.0.1/tcp/1",
                "/ip6/2001:db8::2/tcp/1",
                "/ip4/9.0.0.2/tcp/1",
                "/ip4/9.0.0.3/tcp/1"));
  }

  private static List<Multiaddr> addresses(String... texts) {
    return Stream.of(texts).map(DiallingTest::at).toList();
  }
}
