package io.vivim.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Bytes;
import io.vivim.codec.Cid;
import io.vivim.libp2p.kad.store.PublicKeys;
import io.vivim.libp2p.peer.KeyType;
import io.vivim.libp2p.peer.PrivateKey;
import io.vivim.libp2p.peer.PublicKey;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Three nodes of ours and of js-libp2p in one DHT, on the loopback. The first and the last know
 * nobody but the one between them.
 */
@Timeout(value = 180, unit = TimeUnit.SECONDS)
@ExtendWith(NodeNeeded.class)
final class JsKadTest {
  private static final int MOST_POLLS = 600;
  private static final long POLL_MILLIS = 100;
  private static final Cid CONTENT = Cid.ofRaw(Bytes.utf8("tea"));

  private final List<KadNode> nodes = new ArrayList<>();

  @AfterEach
  void close() throws IOException {
    for (KadNode node : nodes) {
      node.close();
    }
  }

  private static void until(BooleanSupplier holds) throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    for (int polls = 0; !holds.getAsBoolean(); polls++) {
      assertThat(polls).as("patience").isLessThan(MOST_POLLS);
      assertThat(never.await(POLL_MILLIS, TimeUnit.MILLISECONDS)).isFalse();
    }
  }

  /** A letter for each: o for ours, j for one of js-libp2p. */
  private void start(String kinds) throws Exception {
    for (int i = 0; i < kinds.length(); i++) {
      nodes.add(kinds.charAt(i) == 'o' ? new KadNode.Ours() : new KadNode.Theirs());
    }
    KadNode between = nodes.get(1);
    for (KadNode node : List.of(nodes.get(0), nodes.get(2))) {
      node.dial(between);
      until(() -> node.table() > 0);
    }
    until(() -> between.table() == 2);
  }

  @ParameterizedTest
  @ValueSource(strings = {"ojo", "joj", "ooj", "jjo", "joo", "ojj"})
  void whatTheFirstProvidesTheLastFinds(String kinds) throws Exception {
    start(kinds);
    KadNode first = nodes.get(0);
    first.provide(CONTENT);

    Map<String, Set<String>> found = nodes.get(2).providers(CONTENT);

    assertThat(found).containsOnlyKeys(first.name());
    assertThat(found.get(first.name())).anyMatch(address -> first.address().startsWith(address));
  }

  @ParameterizedTest
  @ValueSource(strings = {"ojo", "joj", "ooj", "jjo", "joo", "ojj"})
  void whatTheFirstPutsTheLastGets(String kinds) throws Exception {
    start(kinds);
    PublicKey key = PrivateKey.generate(KeyType.ED25519, new SecureRandom()).publicKey();
    Bytes name = PublicKeys.keyOf(key.peerId());
    nodes.get(0).put(name, key.encode());

    assertThat(nodes.get(2).get(name)).contains(key.encode());
  }

  @ParameterizedTest
  @ValueSource(strings = {"ojo", "joj", "ooj", "jjo"})
  void theLastFindsWhereTheFirstIs(String kinds) throws Exception {
    start(kinds);
    KadNode first = nodes.get(0);

    assertThat(nodes.get(2).find(first.name()))
        .anyMatch(address -> first.address().startsWith(address));
  }
}
