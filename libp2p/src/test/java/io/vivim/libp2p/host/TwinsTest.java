package io.vivim.libp2p.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.libp2p.link.Link;
import io.vivim.libp2p.peer.KeyType;
import io.vivim.libp2p.peer.PrivateKey;
import io.vivim.libp2p.peer.PublicKey;
import java.security.SecureRandom;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class TwinsTest {
  /** The name of the first is the lower one. */
  private final List<PublicKey> keys =
      Stream.generate(() -> PrivateKey.generate(KeyType.ED25519, new SecureRandom()))
          .limit(2)
          .map(PrivateKey::publicKey)
          .sorted(Comparator.comparing(PublicKey::peerId))
          .toList();

  private final PublicKey peer = keys.get(0);
  private final HandLink theirs = new HandLink(peer, false);
  private final HandLink ours = new HandLink(peer, true);
  private final HandTimers timers = new HandTimers();
  private List<Link> links = List.of(theirs, ours);
  private final Twins twins = new Twins(keys.get(1).peerId(), timers, any -> links);

  @Test
  void theOneThatIsTooManyIsLeftOnceNoStreamIsOnIt() {
    ours.streams = 1;
    twins.opened(peer.peerId());
    timers.pass(Twins.WHILE.multipliedBy(3));
    assertThat(ours.hasLeft).isFalse();
    ours.streams = 0;
    timers.pass(Twins.WHILE);
    assertThat(ours.hasLeft).isTrue();
    assertThat(theirs.hasLeft).isFalse();
    links = List.of(theirs);
    timers.pass(Twins.WHILE);
    assertThat(twins.held()).isZero();
    assertThat(timers.waiting()).isZero();
  }

  @Test
  void bothAreLeftAloneForAWhile() {
    twins.opened(peer.peerId());
    timers.pass(Twins.WHILE.minusNanos(1));
    assertThat(ours.hasLeft).isFalse();
  }

  @Test
  void oneWhosePeerTakesLeaveIsNotUsed() {
    assertThat(Twins.best(keys.get(1).peerId(), links)).contains(theirs);
    theirs.isLeaving = true;
    assertThat(Twins.best(keys.get(1).peerId(), links)).contains(ours);
    ours.isLeaving = true;
    assertThat(Twins.best(keys.get(1).peerId(), links)).isEmpty();
  }

  @Test
  void oneIsNotLeftForOneWhosePeerTakesLeave() {
    theirs.isLeaving = true;
    twins.opened(peer.peerId());
    timers.pass(Twins.WHILE.multipliedBy(3));
    assertThat(ours.hasLeft).isFalse();
  }
}
