package io.vivim.libp2p.kad.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vivim.codec.Bytes;
import io.vivim.codec.Multihash;
import io.vivim.libp2p.address.AddressException;
import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.kad.rpc.KadPeer;
import io.vivim.libp2p.peer.KeyType;
import io.vivim.libp2p.peer.PeerException;
import io.vivim.libp2p.peer.PeerId;
import io.vivim.libp2p.peer.PrivateKey;
import io.vivim.libp2p.peer.PublicKey;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StoresTest {
  private static final Duration LIFE = Duration.ofDays(2);
  private static final StoreLimits SMALL = new StoreLimits(3, 40, 2, LIFE, 4, 2, 2, 1, LIFE);
  private static final Instant NOON = Instant.parse("2026-11-30T12:00:00Z");

  private final Records records = new MemoryRecords(SMALL);
  private final Providers providers = new MemoryProviders(SMALL);

  private static PeerId peer(String name) {
    try {
      return PeerId.decode(Multihash.sha256(Bytes.utf8(name)).encode());
    } catch (PeerException e) {
      throw new IllegalStateException(e);
    }
  }

  private boolean put(String key, String value, String by) {
    return records.put(Bytes.utf8(key), Bytes.utf8(value), peer(by), NOON);
  }

  private boolean add(String key, String by) {
    return providers.add(Bytes.utf8(key), KadPeer.at(peer(by), List.of()), NOON);
  }

  private boolean has(String key) {
    return records.find(Bytes.utf8(key), NOON).isPresent();
  }

  private List<PeerId> providers(String key, Instant now) {
    return providers.find(Bytes.utf8(key), now).stream().map(KadPeer::id).toList();
  }

  @Test
  void aRecordIsKeptUntilItRunsOut() {
    assertThat(put("tea", "at four", "alice")).isTrue();

    Instant end = NOON.plus(LIFE);
    assertThat(records.find(Bytes.utf8("tea"), end.minusNanos(1)))
        .contains(new Records.Kept(Bytes.utf8("at four"), NOON));
    assertThat(records.find(Bytes.utf8("tea"), end)).isEmpty();
    records.expire(end.minusNanos(1));
    assertThat(records.size()).isOne();
    records.expire(end);
    assertThat(records.size()).isZero();
  }

  @Test
  void theOldestRecordsMakeRoom() {
    put("a", "1", "alice");
    put("b", "1", "bob");
    put("c", "1", "carol");
    put("a", "2", "alice");
    put("d", "1", "dave");

    assertThat(has("b")).isFalse();
    assertThat(List.of("a", "c", "d")).allMatch(this::has);
    assertThat(put("e", "x".repeat(36), "bob")).isTrue();
    assertThat(records.size()).isEqualTo(2);
    assertThat(put("f", "x".repeat(40), "bob")).isFalse();
  }

  @Test
  void onePeerDoesNotHaveAllRoomForRecords() {
    put("a", "1", "alice");
    put("b", "1", "alice");

    assertThat(put("c", "1", "alice")).isFalse();
    assertThat(put("b", "2", "alice")).isTrue();
    assertThat(put("a", "1", "bob")).isTrue();
    assertThat(put("c", "1", "alice")).isTrue();
  }

  @Test
  void aProviderIsRememberedUntilItHasNotSaidSoForLong() {
    add("tea", "alice");
    providers.add(
        Bytes.utf8("tea"), KadPeer.at(peer("bob"), List.of()), NOON.plus(Duration.ofHours(1)));

    Instant end = NOON.plus(LIFE);
    assertThat(providers("tea", end.minusNanos(1))).containsExactly(peer("bob"), peer("alice"));
    assertThat(providers("tea", end)).containsExactly(peer("bob"));
    providers.expire(end);
    assertThat(providers.size()).isOne();
    assertThat(providers("milk", NOON)).isEmpty();
  }

  @Test
  void theOldestProvidersMakeRoom() {
    add("tea", "alice");
    add("tea", "bob");
    add("tea", "alice");
    add("tea", "carol");
    assertThat(providers("tea", NOON)).containsExactly(peer("carol"), peer("alice"));

    add("milk", "dave");
    add("milk", "erin");
    add("cake", "frank");
    assertThat(providers("tea", NOON)).containsExactly(peer("carol"));
    assertThat(providers.size()).isEqualTo(4);
  }

  @Test
  void onePeerDoesNotHaveAllRoomForProviders() {
    add("tea", "alice");
    add("milk", "alice");

    assertThat(add("cake", "alice")).isFalse();
    assertThat(add("milk", "alice")).isTrue();
    assertThat(add("cake", "bob")).isTrue();
  }

  @Test
  void fewAddressesOfAProviderAreRemembered() throws AddressException {
    Multiaddr address = Multiaddr.parse("/ip4/192.0.2.1/tcp/1");
    KadPeer many = KadPeer.at(peer("alice"), Collections.nCopies(2, address));
    providers.add(Bytes.utf8("tea"), many, NOON);

    assertThat(providers.find(Bytes.utf8("tea"), NOON).get(0).addresses()).containsExactly(address);
  }

  @Test
  void aPublicKeyStandsUnderTheNameOfItsPeer() {
    PublicKey key = PrivateKey.generate(KeyType.ED25519, new SecureRandom()).publicKey();
    PublicKey other = PrivateKey.generate(KeyType.ED25519, new SecureRandom()).publicKey();
    Bytes name = PublicKeys.keyOf(key.peerId());
    Validators validators = Validators.publicKeys();

    assertThat(validators.isValid(name, key.encode())).isTrue();
    assertThat(validators.isValid(name, other.encode())).isFalse();
    assertThat(validators.isValid(name, Bytes.EMPTY)).isFalse();
    assertThat(validators.isValid(Bytes.utf8("/pk/nobody"), key.encode())).isFalse();
    assertThat(validators.isValid(key.peerId().bytes(), key.encode())).isFalse();
    assertThat(validators.isBetter(name, key.encode(), other.encode())).isFalse();
  }

  @Test
  void whatNobodyJudgesIsNotValid() {
    Validator all =
        new Validator() {
          @Override
          public boolean isValid(Bytes key, Bytes value) {
            return true;
          }

          @Override
          public boolean isBetter(Bytes key, Bytes value, Bytes than) {
            return value.compareTo(than) > 0;
          }
        };
    Validators validators = Validators.none().with("tea", all);
    Bytes one = Bytes.utf8("1");
    Bytes two = Bytes.utf8("2");

    assertThat(validators.isValid(Bytes.utf8("/tea/x"), one)).isTrue();
    assertThat(validators.isBetter(Bytes.utf8("/tea/x"), two, one)).isTrue();
    assertThat(validators.isBetter(Bytes.utf8("/tea/x"), one, two)).isFalse();
    for (String key : List.of("tea", "/tea", "tea/x", "/milk/x", "", "/", "//tea/x", "/te/x")) {
      assertThat(validators.isValid(Bytes.utf8(key), one)).as(key).isFalse();
    }
    assertThatThrownBy(() -> validators.with("a/b", all))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
