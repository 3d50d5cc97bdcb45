package io.vivim.libp2p.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.libp2p.guard.HostLimits;
import io.vivim.libp2p.guard.PeerTags;
import io.vivim.libp2p.peer.KeyType;
import io.vivim.libp2p.peer.PrivateKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

final class LinkTrimmerTest {
  private static final Duration SILENCE = Duration.ofSeconds(10);

  private final HandTimers timers = new HandTimers();
  private final LinkTrimmer trimmer =
      new LinkTrimmer(new HostLimits.Marks(2, 3, Duration.ZERO, SILENCE), new PeerTags(), timers);
  private final List<HandLink> links = new ArrayList<>();

  private void open(int more) {
    for (int i = 0; i < more; i++) {
      PrivateKey peer = PrivateKey.generate(KeyType.ED25519, new SecureRandom());
      HandLink link = new HandLink(peer.publicKey(), false);
      links.add(link);
      trimmer.opened(link);
    }
  }

  /** How many were cut since this was last asked; they are gone by then. */
  private int cut() {
    List<HandLink> cut = links.stream().filter(link -> link.cut.isPresent()).toList();
    cut.forEach(trimmer::ended);
    links.removeAll(cut);
    return cut.size();
  }

  @Test
  void aboveTheHighMarkItLooksAgainWhenItsSilenceIsOver() {
    open(3);
    assertThat(cut()).isZero();
    open(1);
    assertThat(cut()).isEqualTo(2);
    // Nothing that opens or ends tells it from here on.
    open(3);
    timers.pass(SILENCE.minusNanos(1));
    assertThat(cut()).isZero();
    timers.pass(Duration.ofNanos(1));
    assertThat(cut()).isEqualTo(3);
    timers.pass(SILENCE);
    assertThat(trimmer.size()).isEqualTo(2);
    assertThat(timers.waiting()).isZero();
  }
}
