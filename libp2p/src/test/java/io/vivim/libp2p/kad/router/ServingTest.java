package io.vivim.libp2p.kad.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Bytes;
import io.vivim.codec.Cid;
import io.vivim.codec.Multihash;
import io.vivim.libp2p.kad.rpc.KadMessage;
import io.vivim.libp2p.kad.rpc.KadPeer;
import io.vivim.libp2p.kad.rpc.KadRecord;
import io.vivim.libp2p.kad.rpc.Kind;
import io.vivim.libp2p.kad.store.PublicKeys;
import io.vivim.libp2p.kad.table.Place;
import io.vivim.libp2p.peer.KeyType;
import io.vivim.libp2p.peer.PeerId;
import io.vivim.libp2p.peer.PrivateKey;
import io.vivim.libp2p.peer.PublicKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What others are answered. */
final class ServingTest {
  private static final PeerId ALICE = Names.peer("alice");
  private static final PeerId BOB = Names.peer("bob");
  private static final Bytes NAME = Bytes.utf8("/n/tea");
  private static final Bytes CONTENT = Names.content(1);

  private final Alone alone = new Alone(KadParams.DEFAULT);

  private static KadMessage put(String value) {
    return KadMessage.put(new KadRecord(NAME, Bytes.utf8(value), ""));
  }

  private static List<PeerId> ids(List<KadPeer> peers) {
    return peers.stream().map(KadPeer::id).toList();
  }

  private KadMessage get(Bytes key) {
    return alone.answer(BOB, KadMessage.about(Kind.GET_VALUE, key));
  }

  private KadMessage providers(Bytes key) {
    return alone.answer(BOB, KadMessage.about(Kind.GET_PROVIDERS, key));
  }

  private void assertRefused(KadMessage message) {
    assertThat(alone.asked(ALICE, message)).isInstanceOf(Output.Refuse.class);
  }

  @Test
  void theNearestAreNamedButNotWhoeverAsks() {
    List<PeerId> peers = new ArrayList<>(IntStream.range(0, 30).mapToObj(Names::peer).toList());
    peers.forEach(alone::meet);
    Place target = Place.of(BOB);
    peers.sort(target.nearest(Place::of));
    PeerId asker = peers.get(3);
    List<PeerId> known = alone.router.peers();

    List<PeerId> expected = new ArrayList<>(peers);
    expected.removeIf(peer -> !known.contains(peer) || peer.equals(asker));
    // Bob himself is known by his address, and so is the first.
    KadMessage answer = alone.answer(asker, KadMessage.find(BOB));
    assertThat(answer.kind()).isEqualTo(Kind.FIND_NODE);
    assertThat(ids(answer.closer())).startsWith(BOB).hasSize(20);
    assertThat(ids(answer.closer()).subList(1, 20)).isEqualTo(expected.subList(0, 19));
    assertThat(answer.closer().get(0).addresses()).containsExactly(Alone.address(1));
  }

  @Test
  void weSayWhereWeAre() {
    KadMessage answer = alone.answer(ALICE, KadMessage.find(Alone.SELF));

    assertThat(answer.closer())
        .containsExactly(KadPeer.at(Alone.SELF, List.of(Alone.address(4001))));
  }

  @Test
  void aValueThatIsValidIsKeptAndToldToOthers() {
    KadMessage answer = alone.answer(ALICE, put("1"));

    assertThat(answer.kind()).isEqualTo(Kind.PUT_VALUE);
    assertThat(answer.record()).map(KadRecord::value).contains(Bytes.utf8("1"));
    assertThat(get(NAME).record())
        .hasValueSatisfying(
            record -> {
              assertThat(record.key()).isEqualTo(NAME);
              assertThat(record.value()).isEqualTo(Bytes.utf8("1"));
              assertThat(record.received()).isEqualTo("2026-11-30T12:00:00.000000001Z");
            });
    assertThat(get(Bytes.utf8("/n/milk")).record()).isEmpty();
  }

  @Test
  void aValueIsNotPutInThePlaceOfABetterOne() {
    alone.answer(ALICE, put("2"));

    assertRefused(put("1"));
    alone.answer(BOB, put("2"));
    assertThat(get(NAME).record()).map(KadRecord::value).contains(Bytes.utf8("2"));
    alone.answer(ALICE, put("3"));
    assertThat(get(NAME).record()).map(KadRecord::value).contains(Bytes.utf8("3"));
  }

  @Test
  void valuesThatAreNotValidAreRefused() {
    assertRefused(put("ten"));
    assertRefused(KadMessage.about(Kind.PUT_VALUE, NAME));
    KadRecord other = new KadRecord(Bytes.utf8("/n/milk"), Bytes.utf8("1"), "");
    assertRefused(KadMessage.about(Kind.PUT_VALUE, NAME).with(other));
    KadRecord unjudged = new KadRecord(Bytes.utf8("/x/tea"), Bytes.utf8("1"), "");
    assertRefused(KadMessage.put(unjudged));
    assertRefused(KadMessage.about(Kind.GET_VALUE, Bytes.EMPTY));
    assertRefused(KadMessage.about(Kind.FIND_NODE, Bytes.EMPTY));
    assertThat(alone.router.load().records()).isZero();
  }

  @Test
  void recordsAreForgottenWithTime() {
    alone.answer(ALICE, put("1"));
    alone.pass(Duration.ofHours(47));
    assertThat(get(NAME).record()).isPresent();
    alone.pass(Duration.ofHours(2));
    assertThat(get(NAME).record()).isEmpty();
    assertThat(alone.router.load().records()).isZero();
  }

  @Test
  void aPublicKeyThatIsKnownIsTold() {
    PublicKey key = PrivateKey.generate(KeyType.ED25519, new SecureRandom()).publicKey();
    Bytes name = PublicKeys.keyOf(key.peerId());
    assertThat(get(name).record()).isEmpty();

    alone.keys.put(key.peerId(), key.encode());

    assertThat(get(name).record()).map(KadRecord::value).contains(key.encode());
  }

  @Test
  void aPeerProvidesInItsOwnNameAlone() {
    KadPeer mallory = Alone.named(Names.peer("mallory"));
    assertRefused(KadMessage.provide(CONTENT, mallory));
    KadMessage both =
        KadMessage.provide(CONTENT, mallory).with(List.of(), List.of(mallory, Alone.named(ALICE)));

    assertThat(alone.asked(ALICE, both)).isInstanceOf(Output.Heard.class);

    assertThat(providers(CONTENT).providers()).containsExactly(Alone.named(ALICE));
    assertThat(providers(Names.content(2)).providers()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "746561", "1220", "1220ff", "1200"})
  void whatIsProvidedHasTheNameOfContent(String hex) {
    Bytes key = Bytes.fromHex(hex);
    assertRefused(KadMessage.provide(key, Alone.named(ALICE)));
    assertRefused(KadMessage.about(Kind.GET_PROVIDERS, key));
  }

  @Test
  void aCidIsANameOfContentToo() {
    Bytes cid = Cid.v1(0x55, Multihash.sha256(Bytes.utf8("tea"))).bytes();

    assertThat(alone.asked(ALICE, KadMessage.provide(cid, Alone.named(ALICE))))
        .isInstanceOf(Output.Heard.class);
  }

  @Test
  void providersAreForgottenWithTime() {
    alone.asked(ALICE, KadMessage.provide(CONTENT, Alone.named(ALICE)));
    alone.pass(Duration.ofHours(47));
    assertThat(providers(CONTENT).providers()).hasSize(1);
    alone.pass(Duration.ofHours(2));
    assertThat(providers(CONTENT).providers()).isEmpty();
    assertThat(alone.router.load().providers()).isZero();
  }

  @Test
  void aPingIsAnsweredByAPing() {
    assertThat(alone.answer(ALICE, KadMessage.PING)).isEqualTo(KadMessage.PING);
  }
}
