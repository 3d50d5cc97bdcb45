package io.vivim.libp2p.host;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.address.AddressException;
import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.link.Link;
import io.vivim.libp2p.link.LinkEnd;
import io.vivim.libp2p.link.LinkSettings;
import io.vivim.libp2p.link.Listening;
import io.vivim.libp2p.link.SimulatedNet;
import io.vivim.libp2p.link.SimulatedTime;
import io.vivim.libp2p.peer.PeerId;
import io.vivim.libp2p.peer.PrivateKey;
import io.vivim.libp2p.yamux.YamuxLimits;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** One of a dozen who have a host, most of the time. */
final class Resident implements HostListener {
  static final String ECHO = "/echo/1";
  static final String TALK = "/talk/1";
  static final String MUTE = "/mute/1";
  static final String RUDE = "/rude/1";

  /** Few and small enough that limits are met. */
  private static final YamuxLimits TIGHT =
      new YamuxLimits(
          6,
          5,
          3,
          4,
          16 * 1024,
          4 * YamuxLimits.INITIAL_WINDOW_BYTES,
          3 * YamuxLimits.INITIAL_WINDOW_BYTES,
          YamuxLimits.DEFAULT.keepAlive(),
          YamuxLimits.DEFAULT.pingTimeout());

  private static final List<List<String>> SECURITIES =
      List.of(
          List.of(LinkSettings.NOISE, LinkSettings.TLS),
          List.of(LinkSettings.TLS, LinkSettings.NOISE),
          List.of(LinkSettings.NOISE),
          List.of(LinkSettings.TLS));

  private final int number;
  private final SimulatedTime time;
  private final SimulatedNet net;
  private final Random random;
  private final Asked asked;
  private final PrivateKey key;
  private final List<Listening> listening = new ArrayList<>();
  private final Set<Link> linked = new LinkedHashSet<>();
  private final List<Link> everLinked;
  private final List<Host> everHosts = new ArrayList<>();
  private @Nullable Host host;

  /**
   * @param everLinked where each link goes that there ever was
   */
  Resident(
      int number,
      SimulatedTime time,
      SimulatedNet net,
      Random random,
      Asked asked,
      List<Link> everLinked) {
    this.number = number;
    this.time = time;
    this.net = net;
    this.random = random;
    this.asked = asked;
    this.everLinked = everLinked;
    byte[] seed = new byte[32];
    seed[0] = (byte) number;
    this.key = PrivateKey.ofEd25519Seed(Bytes.owning(seed));
  }

  PeerId id() {
    return key.publicKey().peerId();
  }

  @Nullable Host host() {
    return host;
  }

  /** Where it is found, as long as it listens there. */
  List<Multiaddr> addresses() {
    return random.nextBoolean() ? List.of(tcp(), ws()) : List.of(ws(), tcp());
  }

  private Multiaddr tcp() {
    return multiaddr("/tcp/4001");
  }

  private Multiaddr ws() {
    return multiaddr("/tcp/4002/ws");
  }

  private Multiaddr multiaddr(String behind) {
    try {
      return Multiaddr.parse("/ip4/10.0.0." + number + behind);
    } catch (AddressException e) {
      throw new AssertionError(e);
    }
  }

  /** Comes, or comes back. */
  void come() {
    HostBuilder builder =
        Host.builder(key, time.clock())
            .listener(this)
            .securities(SECURITIES.get(random.nextInt(SECURITIES.size())).toArray(String[]::new))
            .linkLimits(random.nextInt(3) == 0 ? TIGHT : YamuxLimits.DEFAULT)
            .threads(time.executor())
            .random(new Seeded(random.nextLong()));
    builder.links = (settings, told) -> net.links(number, settings, told);
    Host made = builder.build();
    made.handle(ECHO, stream -> talk(stream).echo().exceptionally(failure -> reset(stream)));
    made.handle(TALK, stream -> talk(stream).talk(false));
    made.handle(MUTE, stream -> {});
    made.handle(RUDE, Stream::reset);
    everHosts.add(made);
    host = made;
    listen();
  }

  private static @Nullable Void reset(Stream stream) {
    stream.reset();
    return null;
  }

  private Talk talk(Stream stream) {
    return new Talk(stream, time, random, asked, random.nextInt(10) == 0 ? 60 : 12);
  }

  /** Listens where it did not. */
  void listen() {
    Host at = host;
    if (at != null && listening.isEmpty()) {
      for (Multiaddr address : List.of(tcp(), ws())) {
        CompletionStage<Void> unused =
            asked.ask("listen", at.listen(address)).thenAccept(listening::add);
      }
    }
  }

  void stopListening() {
    listening.forEach(
        each -> {
          CompletionStage<Void> unused = asked.ask("stop listening", each.close());
        });
    listening.clear();
  }

  void go() {
    Host left = host;
    if (left != null) {
      host = null;
      listening.clear();
      left.close();
      CompletionStage<Void> unused = asked.ask("close", left.closed());
    }
  }

  void dial(PeerId who, List<Multiaddr> where) {
    Host from = host;
    if (from != null) {
      CompletionStage<Link> unused = asked.ask("connect", from.connect(who, where));
    }
  }

  /** Opens a stream to one of those to whom it is linked, and talks. */
  void speak() {
    Host from = host;
    Link link = anyLink();
    if (from != null && link != null) {
      String protocol = List.of(ECHO, ECHO, TALK, TALK, MUTE, RUDE).get(random.nextInt(6));
      CompletionStage<Void> unused =
          asked
              .ask("open", from.open(link.peer(), "/unknown/1", protocol))
              .thenAccept(stream -> talk(stream).talk(stream.protocol().equals(ECHO)));
    }
  }

  void ping() {
    Host from = host;
    Link link = anyLink();
    if (from != null && link != null) {
      CompletionStage<Void> unused =
          asked
              .ask("open a ping", from.ping(link.peer()))
              .thenCompose(
                  ping ->
                      asked
                          .ask("ping", ping.ask())
                          .thenCompose(took -> asked.ask("end of pings", ping.finish())));
    }
  }

  @Nullable Link anyLink() {
    List<Link> all = host == null ? List.of() : host.links();
    return all.isEmpty() ? null : all.get(random.nextInt(all.size()));
  }

  /** Links of which it was told that they began and not that they ended. */
  int linked() {
    return linked.size();
  }

  /** Entries in all tables of the hosts it has or had, but for where it listens. */
  int held() {
    int held = everHosts.stream().mapToInt(Host::held).sum();
    return held - (host == null ? 0 : listening.size());
  }

  /** What the host that remembers the most remembers when there is no link. */
  int remembered() {
    return everHosts.stream().mapToInt(Host::remembered).max().orElse(0);
  }

  @Override
  public void connected(Link link) {
    linked.add(link);
    everLinked.add(link);
  }

  @Override
  public void closed(Link link, LinkEnd why) {
    if (!linked.remove(link)) {
      time.failures().add(new AssertionError("ended, and never began: " + link));
    }
  }
}
