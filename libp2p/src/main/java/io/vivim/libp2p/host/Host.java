package io.vivim.libp2p.host;

import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.book.MemoryPeerStore;
import io.vivim.libp2p.book.PeerStore;
import io.vivim.libp2p.dial.DialException;
import io.vivim.libp2p.dial.Dialler;
import io.vivim.libp2p.dns.Names;
import io.vivim.libp2p.dns.Resolver;
import io.vivim.libp2p.guard.Books;
import io.vivim.libp2p.guard.Claims;
import io.vivim.libp2p.guard.Gate;
import io.vivim.libp2p.guard.PeerTags;
import io.vivim.libp2p.guard.Refusal;
import io.vivim.libp2p.host.HostMetrics.Direction;
import io.vivim.libp2p.link.Attempt;
import io.vivim.libp2p.link.Link;
import io.vivim.libp2p.link.LinkEnd;
import io.vivim.libp2p.link.LinkListener;
import io.vivim.libp2p.link.LinkMaker;
import io.vivim.libp2p.link.LinkSettings;
import io.vivim.libp2p.link.LinkStream;
import io.vivim.libp2p.link.Listening;
import io.vivim.libp2p.link.Passage;
import io.vivim.libp2p.link.Timers;
import io.vivim.libp2p.link.UpgradeException;
import io.vivim.libp2p.peer.PeerId;
import io.vivim.libp2p.peer.PrivateKey;
import io.vivim.libp2p.select.Initiator;
import java.io.IOException;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A peer among peers: one identity, the addresses at which it listens, the links that it has, and
 * the protocols that it speaks on their streams. It answers identify and its push, and ping, by
 * itself. For any thread.
 */
public final class Host implements AutoCloseable {
  private final LinkSettings settings;
  private final Listeners listener;
  private final Executor threads;

  /** The same, where they are its own to shut down. */
  private final Optional<HandlerThreads> ownThreads;

  private final Timers timers;
  private final HostMetrics metrics;
  private final Gate gate;
  private final PeerTags tags = new PeerTags();
  private final Admissions admissions;
  private final LinkTrimmer trimmer;
  private final Identifying identifying;
  private final Turns turns;
  private final Protocols protocols;
  private final LinkMaker maker;
  private final Dialler dialler;
  private final LinkTable links;
  private final Twins twins;
  private final PeerStore peers;
  private final PeerNotes notes;
  private final Presence presence;
  private final Pings pings;
  private final Books books;
  private final AtomicBoolean isClosing = new AtomicBoolean();
  private final CompletableFuture<Void> closed = new CompletableFuture<>();

  Host(HostBuilder of) {
    this.settings = of.linkSettings();
    this.listener = new Listeners(of.listener);
    this.metrics = new GuardedMetrics(of.metrics);
    this.gate = of.gate;
    this.ownThreads =
        of.threads == null
            ? Optional.of(
                HandlerThreads.of(of.limits.handlers().threads(), of.limits.handlers().waiting()))
            : Optional.empty();
    this.threads = of.threads == null ? ownThreads.orElseThrow() : of.threads;
    this.maker = of.links.apply(settings, new Incoming());
    this.timers = of.timers == null ? maker.timers() : of.timers;
    this.books = of.books;
    Claims claims = new Claims(of.limits);
    this.admissions = new Admissions(claims, books, gate, metrics, timers::nanos);
    this.trimmer = new LinkTrimmer(of.limits.marks(), tags, timers);
    this.turns = new Turns(threads, of.limits.handlers());
    this.protocols = new Protocols(claims, books, timers, turns, listener, metrics);
    Resolver resolver = of.resolver == null ? maker.resolver() : of.resolver;
    this.dialler =
        new Dialler(
            id(),
            of.dialLimits,
            new Outgoing(),
            new Names(resolver),
            timers,
            settings.random()::nextDouble);
    this.links = new LinkTable(id());
    this.twins = new Twins(id(), timers, links::of);
    this.peers = of.peers == null ? new MemoryPeerStore(settings.clock()) : of.peers;
    this.notes = new PeerNotes(peers, maker::takes);
    this.presence = new Presence(settings.identity(), settings.clock(), of.announced);
    IdentifyReader reader = new IdentifyReader(claims, books, timers, metrics);
    this.identifying = new Identifying(presence, protocols, links, notes, reader, timers, listener);
    protocols.putStaged(Ping.PROTOCOL, Ping.MAX_STREAMS_OF_PEER, Ping::answer);
    this.pings = new Pings(peer -> open(peer, Ping.PROTOCOL), settings.random(), timers);
  }

  /**
   * Makes a host of an identity.
   *
   * @param clock the time of day: {@link InstantSource#system}, unless in tests
   */
  public static HostBuilder builder(PrivateKey identity, InstantSource clock) {
    return new HostBuilder(identity, clock);
  }

  /** Who this host is. */
  public PeerId id() {
    return settings.identity().publicKey().peerId();
  }

  /**
   * Takes links at all of these addresses, or at none where one of them fails; port 0 is any that
   * is free. Closing what comes of it closes all of them. Fails at once where the host is closed.
   */
  public CompletionStage<Listening> listen(Multiaddr... at) {
    return presence.listen(maker, List.of(at), identifying::changed);
  }

  /**
   * Where this host can be reached, as far as it knows: where it listens, what it was told to
   * announce, and where enough others see it.
   */
  public List<Multiaddr> addresses() {
    return presence.addresses();
  }

  /** What is known of other peers, and was before. */
  public PeerStore peers() {
    return peers;
  }

  /** From now on a protocol is spoken on streams that peers open for it. */
  public void handle(String protocol, StreamHandler handler) {
    protocols.put(protocol, handler);
    identifying.changed();
  }

  /**
   * The same by somebody who never waits, and so needs no thread.
   *
   * @param mostOfPeer streams that one peer may have for this
   */
  public void handleStaged(String protocol, int mostOfPeer, StagedHandler handler) {
    protocols.putStaged(protocol, mostOfPeer, handler);
    identifying.changed();
  }

  /** Tells one more of what happens to links, from now on. */
  public void watch(HostListener also) {
    listener.add(also);
  }

  /** The time by which the host waits. */
  public Timers timers() {
    return timers;
  }

  /** From now on a protocol is not spoken any more; its streams go on. */
  public void unhandle(String protocol) {
    protocols.remove(protocol);
    identifying.changed();
  }

  /**
   * A link to a peer: one that is there, or else a new one by whichever address is the first to
   * lead to it. Fails with a {@link DialException}.
   */
  public CompletionStage<Link> connect(PeerId peer, List<Multiaddr> addresses) {
    return links.find(peer).map(Host::there).orElseGet(() -> dialler.dial(peer, addresses));
  }

  /**
   * The same for a peer of which something is known, by the addresses in {@link #peers()}. Fails at
   * once where there is none.
   */
  public CompletionStage<Link> connect(PeerId peer) {
    return connectAsSaid(peer, List.of());
  }

  /** The same, also by what strangers say: their names are not to lead to a network of ours. */
  public CompletionStage<Link> connectAsSaid(PeerId peer, List<Multiaddr> said) {
    Set<Multiaddr> all = new LinkedHashSet<>(peers.addresses(peer));
    all.addAll(said);
    Set<Multiaddr> foreign = new HashSet<>(all);
    peers.find(peer).ifPresent(known -> foreign.removeIf(known::isGiven));
    return links
        .find(peer)
        .map(Host::there)
        .orElseGet(() -> dialler.dial(peer, List.copyOf(all), foreign));
  }

  /** The same for the peer that an address ends in, by that address. */
  public CompletionStage<Link> connect(Multiaddr address) {
    return address
        .peerId()
        .map(peer -> connect(peer, List.of(address)))
        .orElseGet(
            () -> CompletableFuture.failedFuture(new IOException("no peer's name in " + address)));
  }

  private static CompletionStage<Link> there(Link link) {
    return CompletableFuture.completedFuture(link);
  }

  /**
   * A stream to a peer, by a link that there is or else is made.
   *
   * @param spoken what to speak, the dearest first; names that multistream-select can carry
   */
  public CompletionStage<Stream> open(PeerId peer, String... spoken) {
    List<String> proposals = Initiator.checked(List.of(spoken));
    return connect(peer).thenCompose(link -> protocols.open(link, proposals));
  }

  /** A session of pings with a peer. */
  public CompletionStage<Ping> ping(PeerId peer) {
    return pings.with(peer);
  }

  /** What peers are worth to this host, and whose links must stay. */
  public PeerTags tags() {
    return tags;
  }

  /** The links that there are. */
  public List<Link> links() {
    return links.all();
  }

  /** What a peer has said of itself, as long as there is a link to it. */
  public Optional<Identity> identity(PeerId peer) {
    return identifying.find(peer);
  }

  private void opened(Link link) {
    links.add(link);
    try {
      welcome(link);
    } catch (RuntimeException e) {
      link.cut(LinkEnd.cut("its host failed"));
      throw e;
    } finally {
      // Last: one that has ended by now is taken out of all that it was put into.
      CompletionStage<Void> unused = link.ended().thenAccept(why -> closed(link, why));
    }
  }

  private void welcome(Link link) {
    notes.opened(link);
    listener.connected(link);
    if (!gate.mayStay(link)) {
      metrics.refused(Refusal.GATE);
      link.cut(LinkEnd.cut("not let in by the gate"));
      return;
    }
    trimmer.opened(link);
    identifying.ask(link);
    twins.opened(link.peer());
  }

  private void closed(Link link, LinkEnd why) {
    links.remove(link);
    trimmer.ended(link);
    Direction direction = link.isDialled() ? Direction.OUT : Direction.IN;
    metrics.ended(direction, why.cause());
    Violation.of(why).ifPresent(metrics::violated);
    if (links.of(link.peer()).isEmpty()) {
      identifying.forget(link.peer());
      twins.forget(link.peer());
      peers.unlinked(link.peer());
      if (!links.of(link.peer()).isEmpty()) {
        // Another came just now.
        peers.linked(link.peer());
      }
    }
    listener.closed(link, why);
  }

  /** Entries in all tables; none once all links have ended and nobody listens. */
  int held() {
    return links.all().size()
        + identifying.held()
        + presence.held()
        + trimmer.size()
        + twins.held()
        + dialler.held()
        + turns.held()
        + pings.held()
        + books.size();
  }

  /** Entries in the tables that outlive links: what peers did lately, each within a limit. */
  int remembered() {
    return identifying.remembered() + presence.remembered() + dialler.remembered();
  }

  /** Ends all links and stops; {@link #closed} says when that is done. */
  @Override
  public void close() {
    if (!isClosing.compareAndSet(false, true)) {
      return;
    }
    identifying.close();
    presence.close();
    dialler.close();
    links.all().forEach(link -> link.cut(LinkEnd.CLOSED));
    CompletionStage<Void> stopped = maker.close();
    ownThreads.ifPresent(HandlerThreads::shutdown);
    CompletionStage<Void> unused =
        stopped
            .thenCompose(done -> handlersGone())
            .whenComplete((done, failure) -> closed.complete(null));
  }

  private CompletionStage<Void> handlersGone() {
    return ownThreads
        .map(HandlerThreads::gone)
        .orElseGet(() -> CompletableFuture.completedFuture(null));
  }

  /** Completes once the host is closed, and holds no socket and runs no thread of its own. */
  public CompletionStage<Void> closed() {
    return closed.minimalCompletionStage();
  }

  /** What comes to the host, of itself. */
  private final class Incoming implements LinkListener {
    @Override
    public Optional<Passage> arrives(Multiaddr local, Multiaddr remote) {
      return admissions.arrives(local, remote);
    }

    @Override
    public Optional<Passage> departs(Multiaddr address, Optional<PeerId> expected) {
      return admissions.departs(address, expected);
    }

    @Override
    public void accepted(Link link) {
      opened(link);
      dialler.reached(link);
    }

    @Override
    public void refused(Multiaddr remote, UpgradeException why) {
      listener.refused(remote, why);
    }

    @Override
    public void incoming(Link link, LinkStream stream) {
      protocols.answer(link, stream);
    }
  }

  /** What the host sets out to reach. */
  private final class Outgoing implements Dialler.Port {
    @Override
    public boolean canBeDialled(Multiaddr address) {
      return maker.takes(address) && !presence.listening().contains(address);
    }

    @Override
    public Optional<Link> link(PeerId peer) {
      return links.find(peer);
    }

    @Override
    public Attempt dial(PeerId peer, Multiaddr address) {
      return maker.dial(address, Optional.of(peer));
    }

    @Override
    public void made(Link link) {
      opened(link);
    }

    @Override
    public void failed(PeerId peer, Multiaddr address) {
      peers.failed(peer, address);
    }
  }
}
