package io.vivim.libp2p.host;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.address.PeerRecord;
import io.vivim.libp2p.guard.Claims;
import io.vivim.libp2p.guard.Gate;
import io.vivim.libp2p.guard.PeerTags;
import io.vivim.libp2p.guard.Refusal;
import io.vivim.libp2p.host.HostMetrics.Direction;
import io.vivim.libp2p.dial.DialException;
import io.vivim.libp2p.dial.Dialler;
import io.vivim.libp2p.dns.Names;
import io.vivim.libp2p.dns.Resolver;
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
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A peer among peers: one identity, the addresses at which it listens, the links that it has, and
 * the protocols that it speaks on their streams. It answers identify and its push, ping and perf by
 * itself. For any thread.
 */
public final class Host implements AutoCloseable {
  private static final String PROTOCOL_VERSION = "ipfs/0.1.0";
  private static final String AGENT = "vivim-libp2p";

  /** Streams that a peer may have for each of the protocols by which hosts keep in touch. */
  private static final int OWN_STREAMS_OF_PEER = 16;

  private final LinkSettings settings;
  private final HostListener listener;
  private final Executor threads;

  /** The same, where they are its own to shut down. */
  private final Optional<ExecutorService> ownThreads;

  private final Timers timers;
  private final HostMetrics metrics;
  private final Gate gate;
  private final PeerTags tags = new PeerTags();
  private final Admissions admissions;
  private final LinkTrimmer trimmer;
  private final IdentifyReader identifying;
  private final Protocols protocols;
  private final LinkMaker maker;
  private final Dialler dialler;
  private final LinkTable links = new LinkTable();
  private final List<Listening> listening = new CopyOnWriteArrayList<>();
  private final Map<PeerId, Identity> identities = new ConcurrentHashMap<>();
  private final AtomicLong recordSeq;

  Host(HostBuilder of) {
    this.settings = of.linkSettings();
    this.listener = of.listener;
    this.recordSeq = new AtomicLong(settings.clock().millis());
    this.metrics = of.metrics;
    this.gate = of.gate;
    this.ownThreads =
        of.threads == null
            ? Optional.of(
                HandlerThreads.of(of.limits.handlerThreads(), of.limits.waitingHandlers()))
            : Optional.empty();
    this.threads = of.threads == null ? ownThreads.orElseThrow() : of.threads;
    this.maker = of.links.apply(settings, new Incoming());
    this.timers = of.timers == null ? maker.timers() : of.timers;
    Claims claims = new Claims(of.limits);
    this.admissions = new Admissions(claims, of.books, gate, metrics, timers::nanos);
    this.trimmer = new LinkTrimmer(of.limits.marks(), tags, timers);
    this.identifying = new IdentifyReader(of.limits, timers, metrics);
    this.protocols = new Protocols(claims, of.books, timers, threads, listener, metrics);
    Resolver resolver = of.resolver == null ? maker.resolver() : of.resolver;
    this.dialler =
        new Dialler(
            id(),
            of.dialLimits,
            new Outgoing(),
            new Names(resolver),
            timers,
            settings.random()::nextDouble);
    protocols.putStaged(Ping.PROTOCOL, OWN_STREAMS_OF_PEER, Ping::answer);
    protocols.put(Perf.PROTOCOL, Perf::answer);
    protocols.putStaged(
        IdentifyProtocol.ASK,
        OWN_STREAMS_OF_PEER,
        stream -> IdentifyProtocol.send(stream, self(stream.link())));
    protocols.putStaged(
        IdentifyProtocol.PUSH,
        OWN_STREAMS_OF_PEER,
        stream -> readIdentity(stream, identifying.push(stream)));
  }

  /** Makes a host of an identity. */
  public static HostBuilder builder(PrivateKey identity) {
    return new HostBuilder(identity);
  }

  /** Who this host is. */
  public PeerId id() {
    return settings.identity().publicKey().peerId();
  }

  /** Takes links at an address; port 0 is any that is free. */
  public CompletionStage<Listening> listen(Multiaddr address) {
    return maker
        .listen(address)
        .thenApply(
            opened -> {
              listening.add(opened);
              return opened;
            });
  }

  /** Where this host listens. */
  public List<Multiaddr> addresses() {
    return listening.stream().flatMap(each -> each.addresses().stream()).toList();
  }

  /** From now on a protocol is spoken on streams that peers open for it. */
  public void handle(String protocol, StreamHandler handler) {
    protocols.put(protocol, handler);
  }

  /** From now on a protocol is not spoken any more; its streams go on. */
  public void unhandle(String protocol) {
    protocols.remove(protocol);
  }

  /**
   * A link to a peer: one that is there, or else a new one by whichever address is the first to
   * lead to it. Fails with a {@link DialException}.
   */
  public CompletionStage<Link> connect(PeerId peer, List<Multiaddr> addresses) {
    return links
        .find(peer)
        .<CompletionStage<Link>>map(CompletableFuture::completedFuture)
        .orElseGet(() -> dialler.dial(peer, addresses));
  }

  /** The same for the peer that an address ends in, by that address. */
  public CompletionStage<Link> connect(Multiaddr address) {
    return address
        .peerId()
        .map(peer -> connect(peer, List.of(address)))
        .orElseGet(
            () -> CompletableFuture.failedFuture(new IOException("no peer's name in " + address)));
  }

  /**
   * A stream to a peer to which there is a link.
   *
   * @param spoken what to speak, the dearest first
   */
  public CompletionStage<Stream> open(PeerId peer, String... spoken) {
    return links
        .find(peer)
        .map(link -> open(link, List.of(spoken)))
        .orElseGet(() -> CompletableFuture.failedFuture(new IOException("no link to " + peer)));
  }

  private CompletionStage<Stream> open(Link link, List<String> spoken) {
    return protocols.open(link, spoken);
  }

  /** A session of pings with a peer. */
  public CompletionStage<Ping> ping(PeerId peer) {
    return open(peer, Ping.PROTOCOL)
        .thenApply(stream -> new Ping(stream, settings.random(), timers::nanos));
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
    return Optional.ofNullable(identities.get(peer));
  }

  /** What this host says of itself to the peer of a link. */
  private Bytes self(Link link) {
    PeerRecord record = new PeerRecord(id(), recordSeq.incrementAndGet(), addresses());
    return new Identity(
            addresses(),
            protocols.names(),
            Optional.of(link.remote()),
            PROTOCOL_VERSION,
            AGENT,
            Optional.of(record.seal(settings.identity()).encode()))
        .encode(settings.identity().publicKey());
  }

  private void opened(Link link) {
    links.add(link);
    CompletionStage<Void> unused = link.ended().thenAccept(why -> closed(link, why));
    listener.connected(link);
    if (!gate.mayStay(link)) {
      metrics.refused(Refusal.GATE);
      link.cut(LinkEnd.cut("not let in by the gate"));
      return;
    }
    trimmer.opened(link);
    identify(link);
  }

  private void closed(Link link, LinkEnd why) {
    links.remove(link);
    trimmer.ended(link);
    Direction direction = link.isDialled() ? Direction.OUT : Direction.IN;
    metrics.ended(direction, why.cause());
    Violation.of(why).ifPresent(metrics::violated);
    if (links.find(link.peer()).isEmpty()) {
      identities.remove(link.peer());
    }
    listener.closed(link, why);
  }

  /** Asks a peer what it is; one that does not say it is a peer all the same. */
  private void identify(Link link) {
    CompletionStage<Void> unused =
        open(link, List.of(IdentifyProtocol.ASK))
            .thenCompose(
                stream ->
                    readIdentity(stream, identifying.answer(stream))
                        .whenComplete(
                            (done, failure) -> {
                              if (failure != null) {
                                stream.reset();
                              }
                            }));
  }

  private CompletionStage<Void> readIdentity(Stream stream, CompletionStage<Identity> read) {
    return read.thenCompose(
        identity -> {
          identified(stream.link(), identity);
          return stream.finish();
        });
  }

  private void identified(Link link, Identity identity) {
    if (links.find(link.peer()).isPresent()) {
      identities.put(link.peer(), identity);
      listener.identified(link, identity);
    }
  }

  /** Ends all links and stops. */
  @Override
  public void close() {
    listening.forEach(
        each -> {
          CompletionStage<Void> unused = each.close();
        });
    dialler.close();
    links.all().forEach(link -> link.cut(LinkEnd.CLOSED));
    CompletionStage<Void> unused = maker.close();
    ownThreads.ifPresent(ExecutorService::shutdown);
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
      return maker.takes(address) && !addresses().contains(address);
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
    public void failed(PeerId peer, Multiaddr address) {}
  }
}
