package io.vivim.libp2p.mdns;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.address.AddressException;
import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.address.Reach;
import io.vivim.libp2p.book.Source;
import io.vivim.libp2p.discovery.Finder;
import io.vivim.libp2p.host.Host;
import io.vivim.libp2p.link.Timers;
import io.vivim.libp2p.peer.PeerId;
import io.vivim.libp2p.wire.WireException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * Finds peers on the networks of this machine, and is found by them (libp2p specifications,
 * "discovery/mdns"): all ask all for {@code _p2p._udp.local}, and each answers under a name that
 * chance gives, by texts with its addresses.
 */
public final class Mdns implements Finder {
  /** Where all of libp2p meet. */
  public static final InetSocketAddress GROUP = new InetSocketAddress("224.0.0.251", 5353);

  static final String SERVICE = "_p2p._udp.local";
  static final String SERVICES = "_services._dns-sd._udp.local";

  private static final String ADDRESS = "dnsaddr=";
  private static final int MAX_TEXT_BYTES = 255;

  /** So that an answer fits into a packet of most networks. */
  private static final int MAX_ANSWER_BYTES = 1200;

  private static final int NAME_CHARS = 40;

  /** Nobody is answered more often (RFC 6762, 6). */
  private static final Duration BETWEEN_ANSWERS = Duration.ofSeconds(1);

  private final PeerId self;
  private final Supplier<List<Multiaddr>> addresses;
  private final Timers timers;
  private final Multicast network;
  private final String name;

  /** When others were last answered, of each question; of the thread of the network. */
  private final Map<String, Long> answered = new HashMap<>();

  /**
   * Opens what is needed to ask; nothing is said before it starts.
   *
   * @param group where to meet: {@link #GROUP}, unless in tests
   * @param random the name to answer by, which tells nobody who is elsewhere under another one
   */
  public static Mdns of(Host host, InetSocketAddress group, RandomGenerator random)
      throws IOException {
    return new Mdns(host.id(), host::addresses, host.timers(), new SocketMulticast(group), random);
  }

  Mdns(
      PeerId self,
      Supplier<List<Multiaddr>> addresses,
      Timers timers,
      Multicast network,
      RandomGenerator random) {
    this.self = self;
    this.addresses = addresses;
    this.timers = timers;
    this.network = network;
    this.name = nameOf(random) + "." + SERVICE;
  }

  private static String nameOf(RandomGenerator random) {
    StringBuilder name = new StringBuilder();
    for (int i = 0; i < NAME_CHARS; i++) {
      name.append(Character.forDigit(random.nextInt(Character.MAX_RADIX), Character.MAX_RADIX));
    }
    return name.toString();
  }

  @Override
  public void start(Finds finds) {
    network.listen(came -> take(came, finds));
  }

  @Override
  public void look(Finds finds) {
    send(DnsMessage.query(SERVICE));
  }

  private void send(DnsMessage message) {
    try {
      network.send(message.encode());
    } catch (IOException e) {
      // The network is gone for now; whoever asks later may find it again.
      return;
    }
  }

  private void take(Multicast.Came came, Finds finds) {
    DnsMessage message;
    try {
      message = DnsMessage.decode(came.bytes());
    } catch (WireException e) {
      // Others use this network, too.
      return;
    }
    if (message.isResponse()) {
      found(message, came.isOurs(), finds);
    } else {
      message.questions().forEach(this::answer);
    }
  }

  private void answer(DnsMessage.Question question) {
    boolean isOfPeers = question.name().equals(SERVICE);
    boolean isOfServices = question.name().equals(SERVICES);
    if (question.type() != DnsMessage.PTR || !(isOfPeers || isOfServices)) {
      return;
    }
    long now = timers.nanos();
    Long before = answered.get(question.name());
    if (before != null && now - before < BETWEEN_ANSWERS.toNanos()) {
      return;
    }
    answered.put(question.name(), now);
    List<DnsMessage.Entry> records = new ArrayList<>();
    if (isOfServices) {
      records.add(DnsMessage.Entry.pointer(SERVICES, SERVICE));
    } else {
      List<Bytes> texts = texts();
      if (texts.isEmpty()) {
        return;
      }
      records.add(DnsMessage.Entry.pointer(SERVICE, name));
      texts.forEach(text -> records.add(DnsMessage.Entry.text(name, text)));
    }
    send(DnsMessage.response(records));
  }

  /** Our addresses; those of this machine alone only where there are no others. */
  private List<Bytes> texts() {
    List<Multiaddr> all =
        addresses.get().stream().filter(each -> Reach.of(each) != Reach.NONE).toList();
    List<Multiaddr> wide = all.stream().filter(each -> Reach.of(each) != Reach.LOOPBACK).toList();
    List<Bytes> texts = new ArrayList<>();
    int size = 0;
    for (Multiaddr address : wide.isEmpty() ? all : wide) {
      String end = address.peerId().isPresent() ? "" : "/p2p/" + self;
      Bytes text = Bytes.utf8(ADDRESS + address + end);
      size += text.size();
      if (text.size() <= MAX_TEXT_BYTES && size <= MAX_ANSWER_BYTES) {
        texts.add(text);
      }
    }
    return texts;
  }

  private void found(DnsMessage message, boolean isOurs, Finds finds) {
    Optional<String> named =
        message.records().stream()
            .filter(each -> each.type() == DnsMessage.PTR && each.name().equals(SERVICE))
            .map(DnsMessage.Entry::target)
            .findFirst();
    if (named.isEmpty()) {
      return;
    }
    Map<PeerId, List<Multiaddr>> peers = new LinkedHashMap<>();
    for (DnsMessage.Entry each : message.records()) {
      if (each.name().equals(named.get())) {
        each.texts().forEach(text -> read(text, isOurs, peers));
      }
    }
    peers.forEach((peer, where) -> finds.found(peer, where, Source.CLAIMED));
  }

  /** Nobody who is elsewhere sends us to what is on this machine. */
  private void read(Bytes text, boolean isOurs, Map<PeerId, List<Multiaddr>> into) {
    String said = new String(text.toArray(), StandardCharsets.UTF_8);
    if (!said.startsWith(ADDRESS)) {
      return;
    }
    try {
      Multiaddr address = Multiaddr.parse(said.substring(ADDRESS.length()));
      Reach reach = Reach.of(address);
      boolean isUseful = reach != Reach.NONE && (isOurs || reach != Reach.LOOPBACK);
      address
          .peerId()
          .filter(peer -> isUseful && !peer.equals(self))
          .ifPresent(peer -> into.computeIfAbsent(peer, first -> new ArrayList<>()).add(address));
    } catch (AddressException e) {
      // Of a kind that we do not speak.
      return;
    }
  }

  @Override
  public void close() {
    network.close();
  }
}
