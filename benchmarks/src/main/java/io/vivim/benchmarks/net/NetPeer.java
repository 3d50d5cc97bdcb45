package io.vivim.benchmarks.net;

import io.vivim.libp2p.address.AddressException;
import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.guard.HostLimits;
import io.vivim.libp2p.host.Host;
import io.vivim.libp2p.host.Perf;
import io.vivim.libp2p.host.Ping;
import io.vivim.libp2p.link.Link;
import io.vivim.libp2p.link.LinkListener;
import io.vivim.libp2p.link.LinkMaker;
import io.vivim.libp2p.link.LinkSettings;
import io.vivim.libp2p.link.LinkStream;
import io.vivim.libp2p.link.Passage;
import io.vivim.libp2p.link.UpgradeException;
import io.vivim.libp2p.peer.KeyType;
import io.vivim.libp2p.peer.PeerId;
import io.vivim.libp2p.peer.PrivateKey;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * A node that does what it is told: {@code noise|tls}. On the loopback port of its environment it
 * reads lines and answers each with one:
 *
 * <pre>
 *   listen                      the address of a host
 *   accept                      the address of something that takes links and does nothing with them
 *   up|down ADDRESS BYTES       bytes in a second, by one stream of perf on a link that stays
 *   dial ADDRESS MILLIS         links in a second, one after another, each ready and then closed
 *   ping ADDRESS COUNT          the median in microseconds of 32 bytes there and back
 *   hold ADDRESS COUNT          how many links there are then
 *   listen-signed, -unsigned    the address of a host that subscribes, by messages of this kind
 *   flood-KIND-SIZE ADDRESS COUNT   messages a second of KIND and SIZE, all of which came
 *   paced-KIND-SIZE ADDRESS COUNT   what one in a hundred of these took, 2,000 a second, in microseconds
 *   listen-dht                  the address of one of many hosts that serve a DHT
 *   find ADDRESS COUNT          lookups in a second in that DHT
 *   provide ADDRESS COUNT       keys in a second that all of it are told of
 *   memory                      the most MiB that this process ever had resident
 * </pre>
 */
public final class NetPeer {
  private static final String PORT_VARIABLE = "VIVIM_TURNS_PORT";
  private static final String LOOPBACK = "/ip4/127.0.0.1/tcp/0";
  private static final double NANOS_A_SECOND = 1e9;
  private static final double NANOS_A_MICRO = 1e3;
  private static final double KIB_A_MIB = 1024;
  private static final long MOST_SECONDS = 60;
  private static final int MOST_LINKS = 10_000;

  private final PrivateKey key;
  private final Host host;
  private final LinkMaker maker;
  private final Map<Boolean, GossipTurns> gossip = new HashMap<>();
  private final DhtTurns dht = new DhtTurns();
  private final Map<PeerId, Ping> pings = new HashMap<>();
  private final List<Link> held = new ArrayList<>();

  private NetPeer(String security) {
    SecureRandom random = new SecureRandom();
    key = PrivateKey.generate(KeyType.ED25519, random);
    String spoken = security.equals("tls") ? LinkSettings.TLS : LinkSettings.NOISE;
    LinkSettings settings =
        LinkSettings.of(key, InstantSource.system(), random).withSecurities(List.of(spoken));
    host = Host.builder(key, InstantSource.system()).securities(spoken).limits(limits()).build();
    host.handle(Perf.PROTOCOL, Perf::answer);
    maker = new LinkMaker(settings, new NoMore());
  }

  /** The usual ones, but that one peer may have all the links there are. */
  private static HostLimits limits() {
    HostLimits usual = HostLimits.DEFAULT;
    HostLimits.Connections all =
        new HostLimits.Connections(
            MOST_LINKS,
            MOST_LINKS,
            MOST_LINKS,
            MOST_LINKS,
            MOST_LINKS,
            MOST_LINKS,
            usual.connections().handshakes(),
            usual.connections().handshakes(),
            usual.connections().handshakes());
    HostLimits.Marks marks =
        new HostLimits.Marks(
            MOST_LINKS, MOST_LINKS, usual.marks().grace(), usual.marks().silence());
    return new HostLimits(
        all,
        usual.streams(),
        usual.memory(),
        marks,
        usual.times(),
        usual.pushes(),
        usual.handlers());
  }

  public static void main(String[] args) throws IOException, AddressException {
    NetPeer peer = new NetPeer(args[0]);
    int port = Integer.parseInt(System.getenv(PORT_VARIABLE));
    try (Socket control = new Socket(InetAddress.getLoopbackAddress(), port)) {
      control.setTcpNoDelay(true);
      BufferedReader commands =
          new BufferedReader(
              new InputStreamReader(control.getInputStream(), StandardCharsets.US_ASCII));
      PrintStream answers =
          new PrintStream(control.getOutputStream(), true, StandardCharsets.US_ASCII);
      for (String line = commands.readLine(); line != null; line = commands.readLine()) {
        answers.println(peer.answer(line.split(" ")));
      }
    }
  }

  private Object answer(String[] command) throws IOException, AddressException {
    if (command.length == 1) {
      return switch (command[0]) {
        case "listen" ->
            get(host.listen(Multiaddr.parse(LOOPBACK))).addresses().get(0) + "/p2p/" + host.id();
        case "accept" ->
            get(maker.listen(Multiaddr.parse(LOOPBACK))).addresses().get(0) + "/p2p/" + host.id();
        case "listen-signed", "listen-unsigned" -> {
          gossip(command[0].equals("listen-signed"));
          yield answer(new String[] {"listen"});
        }
        case "listen-dht" -> dht.serve();
        case "memory" -> memory();
        default -> throw new IllegalArgumentException(command[0]);
      };
    }
    Multiaddr address = Multiaddr.parse(command[1]);
    int number = Integer.parseInt(command[2]);
    if (command[0].contains("-")) {
      return gossip(command[0].split("-"), address, number);
    }
    return switch (command[0]) {
      case "up" -> perf(address, number, 0);
      case "down" -> perf(address, 0, number);
      case "dial" -> dial(address, number);
      case "ping" -> ping(address, number);
      case "hold" -> hold(address, number);
      case "find" -> dht.find(address, number);
      case "provide" -> dht.provide(address, number);
      default -> throw new IllegalArgumentException(command[0]);
    };
  }

  private GossipTurns gossip(boolean isSigned) {
    return gossip.computeIfAbsent(isSigned, is -> new GossipTurns(host, key, is));
  }

  private double gossip(String[] turn, Multiaddr address, int count) throws IOException {
    GossipTurns turns = gossip(turn[1].equals("signed"));
    int size = Integer.parseInt(turn[2]);
    PeerId peer = linked(address);
    return turn[0].equals("flood")
        ? turns.flood(peer, size, count)
        : turns.paced(peer, size, count);
  }

  /** The peer that an address leads to, to which there is a link then. */
  private PeerId linked(Multiaddr address) {
    PeerId peer = address.peerId().orElseThrow();
    return get(host.connect(peer, List.of(address))).peer();
  }

  private double perf(Multiaddr address, int up, int down) throws IOException {
    var stream = get(host.open(linked(address), Perf.PROTOCOL));
    long begin = System.nanoTime();
    Perf.run(stream, up, down);
    return NANOS_A_SECOND * (up + down) / (System.nanoTime() - begin);
  }

  private double dial(Multiaddr address, int millis) {
    long begin = System.nanoTime();
    long end = begin + TimeUnit.MILLISECONDS.toNanos(millis);
    int count = 0;
    while (System.nanoTime() < end) {
      Link link = get(maker.dial(address, Optional.empty()).link());
      link.leave();
      get(link.ended());
      count++;
    }
    return NANOS_A_SECOND * count / (System.nanoTime() - begin);
  }

  private double ping(Multiaddr address, int count) throws IOException {
    PeerId peer = linked(address);
    Ping ping = pings.computeIfAbsent(peer, any -> get(host.ping(peer)));
    long[] nanos = new long[count];
    for (int i = 0; i < count; i++) {
      nanos[i] = ping.once().toNanos();
    }
    Arrays.sort(nanos);
    return nanos[count / 2] / NANOS_A_MICRO;
  }

  private int hold(Multiaddr address, int count) {
    for (int i = 0; i < count; i++) {
      held.add(get(maker.dial(address, Optional.empty()).link()));
    }
    return held.size();
  }

  private static double memory() throws IOException {
    String most =
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("VmHWM:"))
            .findFirst()
            .orElseThrow();
    return Long.parseLong(most.replaceAll("\\D", "")) / KIB_A_MIB;
  }

  private static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(MOST_SECONDS, TimeUnit.SECONDS).join();
  }

  /** Takes links, and breaks off what a host would answer on them. */
  private static final class NoMore implements LinkListener {
    @Override
    public Optional<Passage> arrives(Multiaddr local, Multiaddr remote) {
      return Optional.of(Passage.FREE);
    }

    @Override
    public Optional<Passage> departs(Multiaddr address, Optional<PeerId> expected) {
      return Optional.of(Passage.FREE);
    }

    @Override
    public void accepted(Link link) {}

    @Override
    public void refused(Multiaddr remote, UpgradeException why) {}

    @Override
    public void incoming(Link link, LinkStream stream) {
      stream.reset();
    }
  }
}
