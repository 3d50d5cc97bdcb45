package io.vivim.libp2p.book;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.address.AddressException;
import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.address.PeerRecord;
import io.vivim.libp2p.peer.PeerId;
import io.vivim.libp2p.peer.PrivateKey;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/** What tests of the store are made of. */
final class Books {
  private Books() {}

  /** A clock that the test moves. */
  static final class Clock implements InstantSource {
    long millis = 1_800_000_000_000L;

    @Override
    public Instant instant() {
      return Instant.ofEpochMilli(millis);
    }
  }

  static PrivateKey key(int seed) {
    byte[] bytes = new byte[32];
    bytes[0] = (byte) seed;
    bytes[1] = (byte) (seed >>> 8);
    return PrivateKey.ofEd25519Seed(Bytes.owning(bytes));
  }

  static PeerId peer(int seed) {
    return key(seed).publicKey().peerId();
  }

  static Multiaddr at(String text) {
    try {
      return Multiaddr.parse(text);
    } catch (AddressException e) {
      throw new AssertionError(e);
    }
  }

  /** A public address that ends in this number. */
  static Multiaddr at(int port) {
    return at("/ip4/9.9.9.9/tcp/" + port);
  }

  static Bytes record(PrivateKey key, long seq, Multiaddr... addresses) {
    return new PeerRecord(key.publicKey().peerId(), seq, List.of(addresses)).seal(key).encode();
  }

  static List<Multiaddr> ports(int... ports) {
    return Arrays.stream(ports).mapToObj(Books::at).toList();
  }

  static Stream<Multiaddr> many(int count) {
    return Stream.iterate(1, i -> i + 1).limit(count).map(Books::at);
  }
}
