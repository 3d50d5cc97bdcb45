package io.vivim.libp2p.address;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.peer.PeerException;
import io.vivim.libp2p.peer.PeerId;
import io.vivim.testvectors.VectorCase;
import io.vivim.testvectors.Vectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

final class MultiaddrTest {
  private static final String PEER = "12D3KooWD3eckifWpRn9wQpMG9R9hX3sD158z7EqHWmweQAJU5SA";
  private static final String RELAY = "QmYyQSo1c1Ym7orWxLYvCrM2EmxFTANf8wXmmE7DWjhx5N";

  private static Stream<DynamicTest> tests(String list, ThrowingCheck check) {
    return Vectors.load("multiaddr").cases(list).stream()
        .map(c -> dynamicTest(c.toString(), () -> check.on(c)));
  }

  private interface ThrowingCheck {
    void on(VectorCase c) throws Exception;
  }

  @TestFactory
  Stream<DynamicTest> theTableIsThePublicOne() {
    return tests(
        "table",
        c -> {
          Protocol protocol = Protocol.named(c.text("name")).orElseThrow();
          assertThat(protocol.code()).isEqualTo((int) c.number("code"));
          assertThat(protocol.tableName())
              .isEqualTo(c.text("name").equals("ipfs") ? "p2p" : c.text("name"));
          assertThat(protocol.valueBytes() < 0 ? "V" : String.valueOf(8 * protocol.valueBytes()))
              .isEqualTo(c.text("size"));
          assertThat(protocol.hasValue()).isEqualTo(!c.text("size").equals("0"));
          assertThat(Protocol.of(protocol.code())).contains(protocol);
        });
  }

  @Test
  void theTableHasNoOtherRows() {
    Set<String> names = new HashSet<>();
    Vectors.load("multiaddr").cases("table").forEach(c -> names.add(c.text("name")));
    assertThat(Arrays.stream(Protocol.values()).map(Protocol::tableName)).isSubsetOf(names);
  }

  @TestFactory
  Stream<DynamicTest> goodAddressesHaveTheirBytesAndTheirText() {
    return tests(
        "valid",
        c -> {
          Multiaddr address = Multiaddr.parse(c.text("text"));
          assertThat(address.bytes()).isEqualTo(Bytes.fromHex(c.text("bytes")));
          assertThat(address).hasToString(c.text("canonical"));
          assertThat(Multiaddr.decode(address.bytes())).isEqualTo(address);
          AddressLaws.text(c.text("canonical"));
        });
  }

  @Test
  void everyRowOfTheTableIsInAVector() throws AddressException {
    Set<Protocol> seen = new HashSet<>();
    for (VectorCase c : Vectors.load("multiaddr").cases("valid")) {
      Multiaddr.parse(c.text("text")).parts().forEach(part -> seen.add(part.protocol()));
    }
    assertThat(seen).containsExactlyInAnyOrder(Protocol.values());
  }

  @TestFactory
  Stream<DynamicTest> badAddressesAreRefusedWithTheirReason() {
    return tests(
        "invalid", c -> assertRefused(() -> read(c), c.text("reason"), (int) c.number("offset")));
  }

  private static Multiaddr read(VectorCase c) throws AddressException {
    return c.has("text")
        ? Multiaddr.parse(c.text("text"))
        : Multiaddr.decode(Bytes.fromHex(c.text("hex")));
  }

  private static void assertRefused(ThrowingCallable call, String reason, int offset) {
    assertThatThrownBy(call)
        .isInstanceOfSatisfying(
            AddressException.class,
            e -> {
              assertThat(e.reason().code()).isEqualTo(reason);
              assertThat(e.offset()).isEqualTo(offset);
            });
  }

  @Property
  void mutatedBytesAreRefusedOrAnAddress(@ForAll("mutated") Bytes bytes) throws AddressException {
    AddressLaws.binary(bytes);
  }

  @Property
  void arbitraryTextsAreRefusedOrAnAddress(@ForAll String text, @ForAll Protocol protocol)
      throws AddressException {
    AddressLaws.text(text);
    AddressLaws.text("/" + protocol.tableName() + "/" + text);
    AddressLaws.text("/" + protocol.tableName() + "/" + text + "/" + protocol.tableName());
  }

  @Property
  void arbitraryValuesAreRefusedOrAnAddress(@ForAll Protocol protocol, @ForAll byte[] value)
      throws AddressException {
    try {
      AddressLaws.binary(Part.of(protocol, Bytes.copyOf(value)).encode());
    } catch (AddressException e) {
      assertThat(e.reason()).isEqualTo(AddressReason.VALUE);
    }
  }

  @Property
  void partsOfVectorsMakeAnAddressInAnyOrder(@ForAll("parts") List<Part> parts)
      throws AddressException {
    Bytes bytes = Bytes.concat(parts.stream().map(Part::encode).toArray(Bytes[]::new));
    AddressLaws.binary(bytes);
    Multiaddr address = Multiaddr.of(parts);
    assertThat(address.parts()).isEqualTo(parts);
    assertThat(address.bytes()).isEqualTo(bytes);
  }

  @Provide
  Arbitrary<List<Part>> parts() throws AddressException {
    List<Part> pool = new ArrayList<>();
    for (VectorCase c : Vectors.load("multiaddr").cases("valid")) {
      Multiaddr address = Multiaddr.parse(c.text("text"));
      address.parts().stream().filter(p -> !p.protocol().isPath()).forEach(pool::add);
    }
    // The garlics fill an address by themselves.
    pool.removeIf(part -> part.size() > 300);
    return Arbitraries.of(pool).list().ofMinSize(1).ofMaxSize(10);
  }

  @Provide
  Arbitrary<Bytes> mutated() {
    List<Bytes> originals = new ArrayList<>();
    Vectors.load("multiaddr")
        .cases("valid")
        .forEach(c -> originals.add(Bytes.fromHex(c.text("bytes"))));
    return Arbitraries.of(originals)
        .flatMap(
            bytes ->
                Arbitraries.integers()
                    .between(0, bytes.size() - 1)
                    .flatMap(at -> Arbitraries.bytes().map(b -> with(bytes, at, b))));
  }

  private static Bytes with(Bytes bytes, int at, byte value) {
    byte[] changed = bytes.toArray();
    changed[at] = value;
    return Bytes.owning(changed);
  }

  @Test
  void anAddressHasItsLimits() throws AddressException {
    Part part = Part.of(Protocol.NOISE);
    assertThat(Multiaddr.of(Collections.nCopies(64, part)).parts()).hasSize(64);
    assertRefused(() -> Multiaddr.of(Collections.nCopies(65, part)), "too-many-parts", 128);
    assertRefused(() -> Multiaddr.parse("/noise".repeat(65)), "too-many-parts", 64 * 6);
    assertRefused(() -> Multiaddr.decode(Bytes.fromHex("c603".repeat(65))), "too-many-parts", 128);
    String name = "a".repeat(4092);
    assertThat(Multiaddr.parse("/dns/" + name + "b").bytes().size()).isEqualTo(4096);
    assertRefused(() -> Multiaddr.parse("/dns/" + name + "bc"), "too-large", 4096);
    assertRefused(() -> Multiaddr.decode(Bytes.copyOf(new byte[4097])), "too-large", 4096);
    assertRefused(() -> Multiaddr.parse("/dns/" + "a".repeat(16380)), "too-large", 16384);
    assertRefused(() -> Multiaddr.of(List.of()), "empty", 0);
  }

  @Test
  void theLongestTextIsRead() throws AddressException {
    Bytes escaped = Bytes.copyOf(new byte[4096 - 4]);
    Multiaddr address = Multiaddr.of(List.of(Part.of(Protocol.HTTP_PATH, escaped)));
    assertThat(Multiaddr.parse(address.toString())).isEqualTo(address);
    Part star = Part.of(Protocol.P2P_WEBSOCKET_STAR);
    List<Part> parts = new ArrayList<>(Collections.nCopies(63, star));
    parts.add(Part.of(Protocol.HTTP_PATH, escaped.from(126)));
    Multiaddr longest = Multiaddr.of(parts);
    assertThat(longest.bytes().size()).isEqualTo(4096);
    assertThat(Multiaddr.parse(longest.toString())).isEqualTo(longest);
  }

  @Test
  void nothingFollowsAPath() throws AddressException {
    Multiaddr path = Multiaddr.parse("/unix/a");
    assertRefused(() -> path.encapsulate(Multiaddr.parse("/noise")), "behind-path", 5);
    assertThat(Multiaddr.parse("/noise").encapsulate(path)).hasToString("/noise/unix/a");
  }

  @Test
  void halfASurrogatePairIsNoText() {
    assertRefused(() -> Multiaddr.parse("/dns/\ud800"), "value", 5);
  }

  @Test
  void partsAreFoundByTheirProtocol() throws AddressException {
    Multiaddr address = Multiaddr.parse("/ip6/2001:db8::1/udp/4001/quic-v1/udp/1/ipcidr/64");
    assertThat(address.first(Protocol.UDP).orElseThrow().number()).isEqualTo(4001);
    assertThat(address.first(Protocol.IPCIDR).orElseThrow().number()).isEqualTo(64);
    assertThat(address.first(Protocol.IP6).orElseThrow().text()).isEqualTo("2001:db8::1");
    assertThat(address.has(Protocol.QUIC_V1)).isTrue();
    assertThat(address.has(Protocol.TCP)).isFalse();
    assertThatThrownBy(() -> address.first(Protocol.IP6).orElseThrow().number())
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void thePeerIsTheLastBehindTheRelay() throws AddressException {
    assertThat(peerOf("/ip4/1.2.3.4/tcp/1")).isEqualTo("none");
    assertThat(peerOf("/ip4/1.2.3.4/tcp/1/p2p/" + PEER)).isEqualTo(PEER);
    assertThat(peerOf("/p2p/" + PEER + "/http-path/x")).isEqualTo(PEER);
    assertThat(peerOf("/p2p/" + RELAY + "/p2p-circuit")).isEqualTo("none");
    assertThat(peerOf("/p2p/" + RELAY + "/p2p-circuit/p2p/" + PEER)).isEqualTo(PEER);
  }

  private static String peerOf(String text) throws AddressException {
    return Multiaddr.parse(text).peerId().map(PeerId::toString).orElse("none");
  }

  @Test
  void addressesGoIntoEachOther() throws AddressException, PeerException {
    Multiaddr outer = Multiaddr.parse("/ip4/1.2.3.4");
    Multiaddr inner = Multiaddr.parse("/tcp/80");
    Multiaddr both = outer.encapsulate(inner);
    assertThat(both).hasToString("/ip4/1.2.3.4/tcp/80");
    assertThat(both.encapsulate(PeerId.parse(PEER))).hasToString("/ip4/1.2.3.4/tcp/80/p2p/" + PEER);
  }

  @Test
  void whatIsTakenOutGoesWithAllThatIsInIt() throws AddressException {
    Multiaddr address = Multiaddr.parse("/ip4/1.2.3.4/tcp/1234/ws/tcp/1234/tls");
    assertThat(address.decapsulate(Multiaddr.parse("/tcp/1234")))
        .contains(Multiaddr.parse("/ip4/1.2.3.4/tcp/1234/ws"));
    assertThat(address.decapsulate(Multiaddr.parse("/tcp/1234/ws")))
        .contains(Multiaddr.parse("/ip4/1.2.3.4"));
    assertThat(address.decapsulate(Multiaddr.parse("/udp/1"))).contains(address);
    assertThat(address.decapsulate(address)).isEmpty();
    assertThat(address.decapsulate(Multiaddr.parse("/ip4/1.2.3.4"))).isEmpty();
  }

  @Test
  void addressesAreOrderedByTheirBytes() throws AddressException {
    Multiaddr a = Multiaddr.parse("/ip4/1.2.3.4/tcp/1");
    Multiaddr b = Multiaddr.parse("/ip4/1.2.3.4/tcp/256");
    assertThat(a).isLessThan(b).isNotEqualTo(b);
    assertThat(Multiaddr.parse("/ip4/1.2.3.4/tcp/1/")).isEqualTo(a).hasSameHashCodeAs(a);
  }
}
