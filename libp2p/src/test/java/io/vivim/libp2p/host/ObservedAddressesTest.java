package io.vivim.libp2p.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.libp2p.address.AddressException;
import io.vivim.libp2p.address.Multiaddr;
import java.util.List;
import org.junit.jupiter.api.Test;

final class ObservedAddressesTest {
  private static final Multiaddr LOCAL = at("/ip4/10.0.0.5/tcp/4001");
  private static final Multiaddr LOCAL_WS = at("/ip4/10.0.0.5/tcp/4002/ws");
  private static final Multiaddr SEEN = at("/ip4/203.0.113.7/tcp/4001");
  private static final Multiaddr OTHER = at("/ip4/203.0.113.8/tcp/4001");

  private final ObservedAddresses observed = new ObservedAddresses();
  private long now = 1_800_000_000_000L;

  private static Multiaddr at(String text) {
    try {
      return Multiaddr.parse(text);
    } catch (AddressException e) {
      throw new AssertionError(e);
    }
  }

  /** An observer in a network of its own. */
  private static Multiaddr observer(int network) {
    return at("/ip4/8." + network / 256 + "." + network % 256 + ".1/tcp/50000");
  }

  private void observe(Multiaddr seen, Multiaddr local, Multiaddr observer) {
    observed.observe(seen, local, observer, List.of(LOCAL, LOCAL_WS), now);
  }

  private List<Multiaddr> confirmed() {
    return observed.confirmed(now);
  }

  @Test
  void fourNetworksThatAgreeAreEnoughAndThreeAreNot() {
    for (int i = 0; i < 3; i++) {
      observe(SEEN, LOCAL, observer(i));
      assertThat(confirmed()).isEmpty();
    }
    observe(SEEN, LOCAL, observer(3));
    assertThat(confirmed()).containsExactly(SEEN);
  }

  @Test
  void manyInOneNetworkHaveOneVoice() {
    for (int i = 0; i < 250; i++) {
      observe(SEEN, LOCAL, at("/ip4/8.8.8." + i + "/tcp/1"));
      observe(SEEN, LOCAL, at("/ip6/2001:db8:1:" + i + "::1/tcp/1"));
    }
    assertThat(confirmed()).isEmpty();
    observe(SEEN, LOCAL, observer(1));
    observe(SEEN, LOCAL, at("/ip6/2001:db8:2::1/tcp/1"));
    assertThat(confirmed()).containsExactly(SEEN);
  }

  @Test
  void whoSaysAnotherThingTakesBackWhatWasSaid() {
    for (int i = 0; i < 4; i++) {
      observe(SEEN, LOCAL, observer(i));
    }
    observe(OTHER, LOCAL, observer(0));
    assertThat(confirmed()).isEmpty();
  }

  @Test
  void onlyLinksToWhereWeListenTell() {
    for (int i = 0; i < 10; i++) {
      observe(SEEN, at("/ip4/10.0.0.5/tcp/50001"), observer(i));
    }
    assertThat(confirmed()).isEmpty();
  }

  @Test
  void whereWeListenNobodyHasToTell() {
    for (int i = 0; i < 10; i++) {
      observed.observe(SEEN, LOCAL, observer(i), List.of(LOCAL, SEEN), now);
    }
    assertThat(confirmed()).isEmpty();
    assertThat(observed.size()).isZero();
  }

  @Test
  void onlyAddressesOfTheSameKindCount() {
    for (int i = 0; i < 10; i++) {
      observe(at("/ip4/203.0.113.7/tcp/4001/ws"), LOCAL, observer(i));
      observe(at("/ip6/2001:db8::1/tcp/4001"), LOCAL, observer(20 + i));
      observe(at("/ip4/203.0.113.7/udp/4001/quic-v1"), LOCAL, observer(40 + i));
    }
    assertThat(confirmed()).isEmpty();
    for (int i = 0; i < 4; i++) {
      observe(at("/ip4/203.0.113.7/tcp/8080/ws"), LOCAL_WS, observer(i));
    }
    assertThat(confirmed()).containsExactly(at("/ip4/203.0.113.7/tcp/8080/ws"));
  }

  @Test
  void whatCannotBeSeenFromThereDoesNotCount() {
    for (int i = 0; i < 10; i++) {
      observe(at("/ip4/192.168.1.1/tcp/4001"), LOCAL, observer(i));
      observe(at("/ip4/127.0.0.1/tcp/4001"), LOCAL, observer(i));
      observe(at("/ip4/0.0.0.0/tcp/4001"), LOCAL, observer(i));
      observe(LOCAL, LOCAL, observer(i));
    }
    assertThat(confirmed()).isEmpty();
    for (int i = 0; i < 4; i++) {
      observe(at("/ip4/192.168.1.1/tcp/4001"), LOCAL, at("/ip4/10.1." + i + ".1/tcp/1"));
    }
    assertThat(confirmed()).containsExactly(at("/ip4/192.168.1.1/tcp/4001"));
  }

  @Test
  void voicesFallSilent() {
    for (int i = 0; i < 4; i++) {
      observe(SEEN, LOCAL, observer(i));
      now += 1_000;
    }
    now += ObservedAddresses.TIME_TO_LIVE.toMillis() - 4_001;
    assertThat(confirmed()).containsExactly(SEEN);
    now++;
    assertThat(confirmed()).isEmpty();
  }

  @Test
  void voicesAndAddressesAreBounded() {
    for (int i = 0; i < 20; i++) {
      for (int j = 0; j < 4 + i % 2; j++) {
        observe(at("/ip4/203.0.113.7/tcp/" + (i + 1)), LOCAL, observer(10 * i + j));
      }
    }
    assertThat(confirmed())
        .hasSize(ObservedAddresses.MAX_CONFIRMED)
        .allMatch(each -> each.parts().get(1).number() % 2 == 0);
    for (int i = 0; i < ObservedAddresses.MAX_VOICES; i++) {
      observe(at("/ip4/203.0.113.9/tcp/" + i), LOCAL, observer(1_000 + i));
    }
    assertThat(confirmed()).isEmpty();
  }
}
