package io.vivim.libp2p.host;

import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.book.PeerStore;
import io.vivim.libp2p.dial.DialLimits;
import io.vivim.libp2p.dns.Resolver;
import io.vivim.libp2p.guard.Books;
import io.vivim.libp2p.guard.Gate;
import io.vivim.libp2p.guard.HostLimits;
import io.vivim.libp2p.link.LinkListener;
import io.vivim.libp2p.link.LinkMaker;
import io.vivim.libp2p.link.LinkSettings;
import io.vivim.libp2p.link.Timers;
import io.vivim.libp2p.link.WebTls;
import io.vivim.libp2p.peer.PrivateKey;
import io.vivim.libp2p.yamux.YamuxLimits;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** What a host is made of. What nobody says is as most want it. */
public final class HostBuilder {
  final PrivateKey identity;
  HostListener listener = HostListener.NONE;
  @Nullable Executor threads;
  @Nullable Timers timers;
  @Nullable Resolver resolver;
  @Nullable PeerStore peers;
  List<Multiaddr> announced = List.of();
  DialLimits dialLimits = DialLimits.DEFAULT;

  /** Who makes the links; somebody else in tests. */
  BiFunction<LinkSettings, LinkListener, LinkMaker> links = LinkMaker::new;

  HostLimits limits = HostLimits.DEFAULT;
  Gate gate = Gate.OPEN;
  HostMetrics metrics = HostMetrics.NONE;

  /** The books that the host keeps; a test looks into them. */
  final Books books = new Books();

  private List<String> securities = List.of(LinkSettings.NOISE, LinkSettings.TLS);
  private YamuxLimits linkLimits = YamuxLimits.DEFAULT;
  private Duration upgradeTimeout = LinkSettings.USUAL_TIMEOUT;
  private WebTls web = WebTls.USUAL;
  private int loops = Math.max(1, Runtime.getRuntime().availableProcessors());
  private final InstantSource clock;
  private SecureRandom random = new SecureRandom();

  HostBuilder(PrivateKey identity, InstantSource clock) {
    this.identity = identity;
    this.clock = clock;
  }

  /** Who is told what happens to links. */
  public HostBuilder listener(HostListener told) {
    listener = told;
    return this;
  }

  /**
   * What keeps others out, the dearest first: {@link LinkSettings#NOISE}, {@link LinkSettings#TLS}.
   */
  public HostBuilder securities(String... spoken) {
    securities = List.of(spoken);
    return this;
  }

  /** How much it spends on strangers. */
  public HostBuilder limits(HostLimits most) {
    limits = most;
    return this;
  }

  /** Who may be a peer. */
  public HostBuilder gate(Gate keeper) {
    gate = keeper;
    return this;
  }

  /** Who counts what it does. */
  public HostBuilder metrics(HostMetrics counter) {
    metrics = counter;
    return this;
  }

  /** What each link may hold. */
  public HostBuilder linkLimits(YamuxLimits limits) {
    linkLimits = limits;
    return this;
  }

  /** How long it may take from the first byte until a link is one. */
  public HostBuilder upgradeTimeout(Duration timeout) {
    upgradeTimeout = timeout;
    return this;
  }

  /** What certificates it shows and believes where it listens and dials by secure WebSocket. */
  public HostBuilder webTls(WebTls tls) {
    web = tls;
    return this;
  }

  /** How many threads carry all links; as many as there are cores where nobody says. */
  public HostBuilder loops(int count) {
    loops = count;
    return this;
  }

  /** Where handlers of protocols run, and may wait. Whoever gives it shuts it down. */
  public HostBuilder threads(Executor executor) {
    threads = executor;
    return this;
  }

  /** Where randomness comes from. */
  public HostBuilder random(SecureRandom source) {
    random = source;
    return this;
  }

  /** The time by which the host waits; that of its links where nobody says. */
  public HostBuilder timers(Timers by) {
    timers = by;
    return this;
  }

  /** How much is dialled at once, and how patiently. */
  public HostBuilder dialLimits(DialLimits limits) {
    dialLimits = limits;
    return this;
  }

  /** Who knows the names of hosts; the servers of this machine's system where nobody says. */
  public HostBuilder resolver(Resolver by) {
    resolver = by;
    return this;
  }

  /**
   * Where what is known of peers is kept; in memory where nobody says. Whoever gives it closes it,
   * behind the host.
   */
  public HostBuilder peers(PeerStore store) {
    peers = store;
    return this;
  }

  /**
   * Where the host can be reached besides where it listens, such as behind a router that is set.
   */
  public HostBuilder announce(Multiaddr... addresses) {
    announced = List.of(addresses);
    return this;
  }

  LinkSettings linkSettings() {
    return new LinkSettings(
        identity, securities, linkLimits, upgradeTimeout, loops, web, clock, random);
  }

  /** A host that listens nowhere yet. */
  public Host build() {
    return new Host(this);
  }
}
