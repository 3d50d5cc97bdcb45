package io.vivim.libp2p.mdns;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Bytes;
import io.vivim.codec.Multihash;
import io.vivim.libp2p.address.AddressException;
import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.link.Timers;
import io.vivim.libp2p.peer.PeerException;
import io.vivim.libp2p.peer.PeerId;
import io.vivim.libp2p.wire.WireException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

final class MdnsTest {
  private final List<Consumer<Multicast.Came>> listeners = new ArrayList<>();
  private final List<DnsMessage> said = new ArrayList<>();
  private boolean isOneMachine = true;
  private long now;

  /** The network, which all that are made here share. */
  private final class Shared implements Multicast {
    @Override
    public void listen(Consumer<Came> listener) {
      listeners.add(listener);
    }

    @Override
    public void send(Bytes datagram) {
      try {
        said.add(DnsMessage.decode(datagram));
      } catch (WireException e) {
        throw new IllegalStateException(e);
      }
      List.copyOf(listeners).forEach(each -> each.accept(new Came(datagram, isOneMachine)));
    }

    @Override
    public void close() {}
  }

  private final Timers timers =
      new Timers() {
        @Override
        public long nanos() {
          return now;
        }

        @Override
        public Alarm after(Duration delay, Runnable task) {
          throw new UnsupportedOperationException();
        }
      };

  /** A peer, and whom it has found where. */
  private final class Node {
    final PeerId id;
    final Mdns mdns;
    final Map<PeerId, List<Multiaddr>> found = new HashMap<>();

    Node(String name, Multiaddr... addresses) throws PeerException {
      id = PeerId.decode(Multihash.sha256(Bytes.utf8(name)).encode());
      int seed = listeners.size();
      mdns =
          new Mdns(id, () -> List.of(addresses), timers, new Shared(), new SplittableRandom(seed));
      mdns.start((peer, where, source) -> found.put(peer, where));
    }

    void look() {
      now += Duration.ofSeconds(2).toNanos();
      mdns.look((peer, where, source) -> {});
    }

    Multiaddr at(Multiaddr address) throws AddressException {
      return Multiaddr.parse(address + "/p2p/" + id);
    }
  }

  private static Multiaddr address(String text) throws AddressException {
    return Multiaddr.parse(text);
  }

  private void say(DnsMessage message) {
    new Shared().send(message.encode());
  }

  private List<DnsMessage> responses() {
    return said.stream().filter(DnsMessage::isResponse).toList();
  }

  @Test
  void allHearOfWhoeverAnswers() throws Exception {
    Multiaddr tea = address("/ip4/10.0.0.1/tcp/1");
    Multiaddr milk = address("/ip4/10.0.0.2/tcp/2");
    Multiaddr web = address("/ip4/10.0.0.2/tcp/3/ws");
    Node alice = new Node("alice", tea);
    Node bob = new Node("bob", milk, web);
    Node quiet = new Node("quiet");

    alice.look();

    assertThat(alice.found).containsOnly(Map.entry(bob.id, List.of(bob.at(milk), bob.at(web))));
    // Who asks answers itself, so that others need not ask.
    assertThat(bob.found).containsOnly(Map.entry(alice.id, List.of(alice.at(tea))));
    assertThat(quiet.found).containsOnlyKeys(alice.id, bob.id);
  }

  @Test
  void answersHaveTheFormOfTheSpecification() throws Exception {
    Node alice = new Node("alice", address("/ip4/10.0.0.1/tcp/1"));
    alice.look();

    DnsMessage answer = responses().get(0);
    DnsMessage.Entry pointer = answer.records().get(0);
    assertThat(pointer.name()).isEqualTo("_p2p._udp.local");
    assertThat(pointer.target()).matches("[0-9a-z]{40}\\._p2p\\._udp\\.local");
    assertThat(answer.records().subList(1, 2))
        .containsExactly(
            DnsMessage.Entry.text(
                pointer.target(), Bytes.utf8("dnsaddr=/ip4/10.0.0.1/tcp/1/p2p/" + alice.id)));
  }

  @Test
  void whoAsksForServicesIsToldOfOurs() throws Exception {
    new Node("alice", address("/ip4/10.0.0.1/tcp/1"));
    say(DnsMessage.query(Mdns.SERVICES));

    assertThat(responses())
        .containsExactly(
            DnsMessage.response(List.of(DnsMessage.Entry.pointer(Mdns.SERVICES, Mdns.SERVICE))));
  }

  @Test
  void nobodyIsAnsweredMoreOftenThanOnceASecond() throws Exception {
    new Node("alice", address("/ip4/10.0.0.1/tcp/1"));
    for (int i = 0; i < 10; i++) {
      say(DnsMessage.query(Mdns.SERVICE));
    }
    assertThat(responses()).hasSize(1);
    now += Duration.ofSeconds(1).toNanos();
    say(DnsMessage.query(Mdns.SERVICE));
    assertThat(responses()).hasSize(2);
  }

  @Test
  void addressesOfOneMachineAreToldWhereThereAreNoOthersAndTakenFromItAlone() throws Exception {
    Multiaddr here = address("/ip4/127.0.0.1/tcp/1");
    Multiaddr wide = address("/ip4/192.168.0.1/tcp/1");
    Node alice = new Node("alice", here);
    Node bob = new Node("bob", here, wide);
    alice.look();
    assertThat(bob.found).containsOnlyKeys(alice.id);
    assertThat(alice.found.get(bob.id)).containsExactly(bob.at(wide));

    bob.found.clear();
    isOneMachine = false;
    alice.look();
    assertThat(bob.found).isEmpty();
  }

  @Test
  void anAnswerFitsIntoAPacket() throws Exception {
    Multiaddr[] many =
        Collections.nCopies(100, address("/ip4/10.0.0.1/tcp/1")).toArray(Multiaddr[]::new);
    Node alice = new Node("alice", many);
    Node bob = new Node("bob", address("/dns4/" + "long.".repeat(45) + "example/tcp/1"));
    alice.look();

    assertThat(responses()).allMatch(answer -> answer.encode().size() < 5000);
    assertThat(bob.found.get(alice.id)).hasSizeBetween(1, 30);
    assertThat(alice.found).isEmpty();
  }

  @Test
  void whatOthersSayOnTheNetworkIsPassedOver() throws Exception {
    Node alice = new Node("alice", address("/ip4/10.0.0.1/tcp/1"));
    String printer = "p._p2p._udp.local";
    say(
        DnsMessage.response(
            List.of(
                DnsMessage.Entry.pointer(Mdns.SERVICE, printer),
                DnsMessage.Entry.text(printer, Bytes.utf8("dnsaddr=/ip4/10.0.0.9/tcp/1")),
                DnsMessage.Entry.text(printer, Bytes.utf8("dnsaddr=tea")),
                DnsMessage.Entry.text(printer, Bytes.utf8("note=tea")))));
    listeners.get(0).accept(new Multicast.Came(Bytes.utf8("junk"), true));

    assertThat(alice.found).isEmpty();
  }
}
