package io.vivim.libp2p.book;

import static io.vivim.libp2p.book.Books.at;
import static io.vivim.libp2p.book.Books.key;
import static io.vivim.libp2p.book.Books.peer;
import static io.vivim.libp2p.book.Books.ports;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.peer.PeerId;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The rules by which peers are remembered. */
final class MemoryPeerStoreTest {
  private static final int MAX_PEERS = 20;
  private static final PeerId PEER = peer(1);

  private final Books.Clock clock = new Books.Clock();
  private final MemoryPeerStore store = new MemoryPeerStore(clock, MAX_PEERS, changed -> {});

  private void pass(Duration time) {
    clock.millis += time.toMillis();
  }

  private boolean signed(long seq, Multiaddr... addresses) {
    return store.signed(Books.record(key(1), seq, addresses), any -> true);
  }

  @Test
  void whatIsSaidHoldsForItsTime() {
    for (Source source : List.of(Source.CLAIMED, Source.IDENTIFIED, Source.GIVEN)) {
      store.said(PEER, ports(1), source);
      pass(source.timeToLive().minusMillis(1));
      assertThat(store.addresses(PEER)).containsExactly(at(1));
      pass(Duration.ofMillis(1));
      assertThat(store.addresses(PEER)).isEmpty();
    }
  }

  @Test
  void whatIsSaidAgainHoldsLonger() {
    store.said(PEER, ports(1), Source.CLAIMED);
    pass(Duration.ofMinutes(59));
    store.said(PEER, ports(1), Source.CLAIMED);
    pass(Duration.ofMinutes(59));
    assertThat(store.addresses(PEER)).containsExactly(at(1));
  }

  @Test
  void whatAPeerSaysOfItselfTakesThePlaceOfWhatWasSaidBefore() {
    store.said(PEER, ports(1, 2), Source.CLAIMED);
    store.said(PEER, ports(2, 3), Source.IDENTIFIED);
    assertThat(store.addresses(PEER)).containsExactlyInAnyOrder(at(2), at(3));
    store.said(PEER, ports(4), Source.CLAIMED);
    assertThat(store.addresses(PEER)).containsExactlyInAnyOrder(at(2), at(3), at(4));
    store.said(PEER, ports(5), Source.IDENTIFIED);
    assertThat(store.addresses(PEER)).containsExactly(at(5));
  }

  @Test
  void nothingThatIsNotSignedCountsBesideARecord() {
    store.said(PEER, ports(1), Source.IDENTIFIED);
    assertThat(signed(5, at(2))).isTrue();
    store.said(PEER, ports(3), Source.CLAIMED);
    store.said(PEER, ports(3), Source.IDENTIFIED);
    assertThat(store.addresses(PEER)).containsExactly(at(2));
    pass(Source.SIGNED.timeToLive());
    store.said(PEER, ports(3), Source.CLAIMED);
    assertThat(store.addresses(PEER)).containsExactly(at(3));
  }

  @Test
  void whatTheOwnerOfTheHostGivesStandsBesideEverything() {
    store.said(PEER, ports(1), Source.GIVEN);
    signed(5, at(2));
    assertThat(store.addresses(PEER)).containsExactly(at(1), at(2));
    store.said(PEER, ports(3), Source.GIVEN);
    assertThat(store.addresses(PEER)).containsExactlyInAnyOrder(at(1), at(2), at(3));
  }

  @Test
  void onlyANewerRecordCounts() {
    assertThat(signed(5, at(1))).isTrue();
    assertThat(signed(5, at(2))).isFalse();
    assertThat(signed(4, at(2))).isFalse();
    assertThat(store.addresses(PEER)).containsExactly(at(1));
    assertThat(signed(-1L, at(2))).as("the largest there is").isTrue();
    assertThat(store.addresses(PEER)).containsExactly(at(2));
    assertThat(signed(Long.MAX_VALUE, at(3))).isFalse();
    assertThat(store.find(PEER).flatMap(KnownPeer::record))
        .contains(Books.record(key(1), -1L, at(2)));
  }

  @Test
  void theLastRecordSaidAgainHoldsForItsTimeAgain() {
    signed(5, at(1));
    pass(Source.SIGNED.timeToLive().plusDays(1));
    store.linked(PEER);
    assertThat(store.addresses(PEER)).isEmpty();
    assertThat(signed(5, at(1))).isTrue();
    assertThat(store.addresses(PEER)).containsExactly(at(1));
    store.unlinked(PEER);
    pass(Source.SIGNED.timeToLive().minusMillis(1));
    assertThat(store.addresses(PEER)).containsExactly(at(1));
  }

  @Test
  void ofTheLastRecordWhatIsUsefulElsewhereComesBesideTheRest() {
    Bytes record = Books.record(key(1), 5, at(1), at(2));
    store.signed(record, at(1)::equals);
    assertThat(store.signed(record, any -> true)).isTrue();
    assertThat(store.addresses(PEER)).containsExactlyInAnyOrder(at(1), at(2));
    assertThat(store.signed(record, at(1)::equals)).isTrue();
    assertThat(store.addresses(PEER)).as("still so").containsExactlyInAnyOrder(at(1), at(2));
    pass(Source.SIGNED.timeToLive().minusMillis(1));
    store.signed(record, at(1)::equals);
    pass(Duration.ofMillis(1));
    assertThat(store.addresses(PEER)).as("not said for long").containsExactly(at(1));
  }

  @Test
  void ofALargeRecordThatIsNotKeptTheNumberTells() {
    Multiaddr[] many = Books.many(1_000).toArray(Multiaddr[]::new);
    assertThat(signed(5, many)).isTrue();
    assertThat(store.find(PEER).flatMap(KnownPeer::record)).isEmpty();
    pass(Source.SIGNED.timeToLive());
    assertThat(signed(4, many)).isFalse();
    assertThat(signed(5, many)).isTrue();
    assertThat(store.addresses(PEER)).hasSize(KnownPeer.MAX_ADDRESSES);
  }

  @Test
  void aRecordThatDoesNotHoldCountsForNothing() {
    byte[] broken = Books.record(key(1), 5, at(1)).toArray();
    broken[broken.length - 1] ^= 1;
    assertThat(store.signed(Bytes.owning(broken), any -> true)).isFalse();
    assertThat(store.peers()).isEmpty();
    assertThatThrownBy(() -> store.said(PEER, ports(1), Source.SIGNED))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void onlyUsefulAddressesOfARecordAreKept() {
    store.signed(Books.record(key(1), 1, at(1), at(2)), at(2)::equals);
    assertThat(store.addresses(PEER)).containsExactly(at(2));
  }

  @Test
  void theMostPromisingComesFirst() {
    store.said(PEER, ports(1, 2, 3, 4), Source.IDENTIFIED);
    store.failed(PEER, at(1));
    pass(Duration.ofSeconds(1));
    store.reached(PEER, at(3));
    store.failed(PEER, at(2));
    store.failed(PEER, at(2));
    assertThat(store.addresses(PEER)).containsExactly(at(3), at(4), at(1), at(2));
    store.reached(PEER, at(2));
    assertThat(store.addresses(PEER).subList(0, 2)).containsExactlyInAnyOrder(at(2), at(3));
    store.failed(peer(2), at(1));
    assertThat(store.find(peer(2))).isEmpty();
  }

  @Test
  void whatIsSaidOfAPeerHoldsAsLongAsItIsHere() {
    store.said(PEER, ports(1), Source.IDENTIFIED);
    store.linked(PEER);
    pass(Duration.ofDays(30));
    assertThat(store.addresses(PEER)).containsExactly(at(1));
    store.unlinked(PEER);
    pass(Source.IDENTIFIED.timeToLive().minusMillis(1));
    assertThat(store.addresses(PEER)).containsExactly(at(1));
    pass(Duration.ofMillis(1));
    assertThat(store.addresses(PEER)).isEmpty();
  }

  @Test
  void nothingOfAPeerThatIsHereRunsOutForWhatOthersSay() {
    for (Source source : List.of(Source.CLAIMED, Source.IDENTIFIED)) {
      store.forget(PEER);
      store.said(PEER, ports(1), source);
      store.linked(PEER);
      pass(source.timeToLive().multipliedBy(2));
      store.said(PEER, ports(2), Source.CLAIMED);
      assertThat(store.addresses(PEER)).containsExactlyInAnyOrder(at(1), at(2));
      store.unlinked(PEER);
    }
    pass(Source.CLAIMED.timeToLive());
    assertThat(store.addresses(PEER)).as("as long as it holds").containsExactly(at(1));
  }

  @Test
  void aRecordOfAPeerThatIsHereDoesNotRunOut() {
    signed(5, at(1));
    store.linked(PEER);
    pass(Source.SIGNED.timeToLive().plusDays(1));
    store.said(PEER, ports(2), Source.CLAIMED);
    store.said(PEER, ports(3), Source.IDENTIFIED);
    assertThat(store.addresses(PEER)).containsExactly(at(1));
    store.said(PEER, ports(4), Source.GIVEN);
    assertThat(store.addresses(PEER)).containsExactlyInAnyOrder(at(1), at(4));
    store.unlinked(PEER);
    pass(Source.SIGNED.timeToLive().minusMillis(1));
    assertThat(store.addresses(PEER)).contains(at(1));
  }

  @Test
  void ofARecordThatIsSaidAgainNothingRunsOutWhileItsPeerIsHere() {
    Bytes record = Books.record(key(1), 5, at(1), at(2));
    store.signed(record, any -> true);
    store.linked(PEER);
    pass(Source.SIGNED.timeToLive().plusDays(1));
    assertThat(store.signed(record, at(1)::equals)).isTrue();
    assertThat(store.addresses(PEER)).containsExactlyInAnyOrder(at(1), at(2));
  }

  @Test
  void theTimeAPeerWasSeenIsKept() {
    store.linked(PEER);
    pass(Duration.ofHours(1));
    store.unlinked(PEER);
    assertThat(store.find(PEER).orElseThrow().seen()).isEqualTo(clock.millis());
  }

  @Test
  void whatAPeerSpeaksAndRunsIsKept() {
    store.identified(key(1).publicKey(), List.of("/a", "/b"), "agent");
    KnownPeer known = store.find(PEER).orElseThrow();
    assertThat(known.protocols()).containsExactly("/a", "/b");
    assertThat(known.agent()).isEqualTo("agent");
    assertThat(known.key()).contains(key(1).publicKey());
  }

  @Test
  void allOfAPeerIsBounded() {
    store.said(PEER, Books.many(1_000).toList(), Source.CLAIMED);
    store.said(PEER, ports(5_000), Source.GIVEN);
    List<String> names = IntStream.range(0, 1_000).mapToObj(i -> "/" + i).toList();
    store.identified(key(1).publicKey(), names, "a".repeat(1_000));
    KnownPeer known = store.find(PEER).orElseThrow();
    assertThat(known.addresses()).hasSize(KnownPeer.MAX_ADDRESSES);
    assertThat(store.addresses(PEER)).contains(at(5_000));
    assertThat(known.protocols()).hasSize(KnownPeer.MAX_PROTOCOLS);
    assertThat(known.agent()).isEmpty();
    store.said(peer(2), List.of(at("/dns/" + "x".repeat(300) + "/tcp/1")), Source.GIVEN);
    assertThat(store.addresses(peer(2))).isEmpty();
  }

  @Test
  void strangersPushOutOnlyStrangers() {
    for (int i = 1; i <= 5; i++) {
      store.linked(peer(i));
      store.said(peer(i), ports(i), Source.IDENTIFIED);
      store.unlinked(peer(i));
    }
    for (int i = 100; i < 1_000; i++) {
      store.said(peer(i), ports(1), Source.CLAIMED);
    }
    assertThat(store.peers()).hasSize(MAX_PEERS);
    assertThat(store.peers()).contains(peer(1), peer(5), peer(999));
  }

  @Test
  void whoIsHereIsNeverPushedOut() {
    store.linked(peer(1));
    for (int i = 100; i < 200; i++) {
      store.linked(peer(i));
      store.said(peer(i), ports(1), Source.IDENTIFIED);
      store.unlinked(peer(i));
    }
    assertThat(store.peers()).hasSize(MAX_PEERS).contains(peer(1), peer(199));
    for (int i = 200; i < 300; i++) {
      store.linked(peer(i));
    }
    store.said(peer(500), ports(1), Source.GIVEN);
    assertThat(store.peers()).hasSize(MAX_PEERS).contains(peer(1)).doesNotContain(peer(500));
  }

  @Test
  void thoseOfWhomNothingHoldsGoFirst() {
    for (int i = 1; i <= MAX_PEERS; i++) {
      store.linked(peer(i));
      store.said(peer(i), ports(1), i == 7 ? Source.CLAIMED : Source.IDENTIFIED);
      store.unlinked(peer(i));
    }
    pass(Duration.ofHours(2));
    store.said(peer(100), ports(1), Source.CLAIMED);
    assertThat(store.peers())
        .hasSize(MAX_PEERS)
        .contains(peer(100), peer(1))
        .doesNotContain(peer(7));
    store.said(peer(101), ports(1), Source.CLAIMED);
    assertThat(store.peers()).contains(peer(101)).doesNotContain(peer(100));
  }

  @Test
  void whoIsForgottenIsGone() {
    store.said(PEER, ports(1), Source.GIVEN);
    store.forget(PEER);
    assertThat(store.find(PEER)).isEqualTo(Optional.empty());
  }
}
