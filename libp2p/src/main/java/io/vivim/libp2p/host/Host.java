package io.vivim.libp2p.host;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.address.PeerRecord;
import io.vivim.libp2p.link.Link;
import io.vivim.libp2p.link.LinkEnd;
import io.vivim.libp2p.link.LinkListener;
import io.vivim.libp2p.link.LinkMaker;
import io.vivim.libp2p.link.LinkSettings;
import io.vivim.libp2p.link.LinkStream;
import io.vivim.libp2p.link.Listening;
import io.vivim.libp2p.link.Timers;
import io.vivim.libp2p.link.UpgradeException;
import io.vivim.libp2p.peer.PeerId;
import io.vivim.libp2p.peer.PrivateKey;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A peer among peers: one identity, the addresses at which it listens, the links that it has, and
 * the protocols that it speaks on their streams. It answers identify and its push, ping and perf by
 * itself. For any thread.
 */
public final class Host implements AutoCloseable {
  private static final String PROTOCOL_VERSION = "ipfs/0.1.0";
  private static final String AGENT = "vivim-libp2p";

  private final LinkSettings settings;
  private final HostListener listener;
  private final Executor threads;

  /** The same, where they are its own to shut down. */
  private final Optional<ExecutorService> ownThreads;

  private final Timers timers;
  private final Protocols protocols;
  private final LinkMaker maker;
  private final LinkTable links = new LinkTable();
  private final List<Listening> listening = new CopyOnWriteArrayList<>();
  private final Map<PeerId, Identity> identities = new ConcurrentHashMap<>();
  private final AtomicLong recordSeq;

  Host(HostBuilder of) {
    this.settings = of.linkSettings();
    this.listener = of.listener;
    this.recordSeq = new AtomicLong(settings.clock().millis());
    this.ownThreads = of.threads == null ? Optional.of(newThreads()) : Optional.empty();
    this.threads = of.threads == null ? ownThreads.orElseThrow() : of.threads;
    this.protocols = new Protocols(threads, listener);
    this.maker = of.links.apply(settings, new Incoming());
    this.timers = of.timers == null ? maker.timers() : of.timers;
    protocols.putStaged(Ping.PROTOCOL, Ping::answer);
    protocols.put(Perf.PROTOCOL, Perf::answer);
    protocols.putStaged(
        IdentifyProtocol.ASK, stream -> IdentifyProtocol.send(stream, self(stream.link())));
    protocols.putStaged(IdentifyProtocol.PUSH, this::readIdentity);
  }

  /** Makes a host of an identity. */
  public static HostBuilder builder(PrivateKey identity) {
    return new HostBuilder(identity);
  }

  private static ExecutorService newThreads() {
    AtomicInteger made = new AtomicInteger();
    return Executors.newCachedThreadPool(
        task -> {
          Thread thread = new Thread(task, "vivim-libp2p-stream-" + made.incrementAndGet());
          thread.setDaemon(true);
          return thread;
        });
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
   * A link to a peer: one that is there, or else a new one by the first address that leads to it.
   */
  public CompletionStage<Link> connect(PeerId peer, List<Multiaddr> addresses) {
    return links
        .find(peer)
        .<CompletionStage<Link>>map(CompletableFuture::completedFuture)
        .orElseGet(() -> dial(peer, new ArrayList<>(addresses)));
  }

  private CompletionStage<Link> dial(PeerId peer, List<Multiaddr> addresses) {
    if (addresses.isEmpty()) {
      return CompletableFuture.failedFuture(new IOException("no address leads to " + peer));
    }
    return maker
        .dial(addresses.get(0), Optional.of(peer))
        .link()
        .thenApply(
            link -> {
              opened(link);
              return link;
            })
        .exceptionallyCompose(
            failure ->
                addresses.size() == 1
                    ? CompletableFuture.failedFuture(failure)
                    : dial(peer, addresses.subList(1, addresses.size())));
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
    return link.open().thenCompose(bytes -> agree(link, bytes, spoken));
  }

  private static CompletionStage<Stream> agree(Link link, LinkStream bytes, List<String> spoken) {
    return Negotiation.propose(bytes, spoken)
        .thenApply(agreed -> new Stream(link, bytes, agreed))
        .whenComplete(
            (stream, failure) -> {
              if (failure != null) {
                bytes.reset();
              }
            });
  }

  /** A session of pings with a peer. */
  public CompletionStage<Ping> ping(PeerId peer) {
    return open(peer, Ping.PROTOCOL)
        .thenApply(stream -> new Ping(stream, settings.random(), timers::nanos));
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
    identify(link);
  }

  private void closed(Link link, LinkEnd why) {
    links.remove(link);
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
                    readIdentity(stream)
                        .whenComplete(
                            (done, failure) -> {
                              if (failure != null) {
                                stream.reset();
                              }
                            }));
  }

  private CompletionStage<Void> readIdentity(Stream stream) {
    return IdentifyProtocol.receive(stream)
        .thenCompose(
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
    links.all().forEach(link -> link.cut(LinkEnd.CLOSED));
    CompletionStage<Void> unused = maker.close();
    ownThreads.ifPresent(ExecutorService::shutdown);
  }

  /** What comes to the host, of itself. */
  private final class Incoming implements LinkListener {
    @Override
    public boolean admits(Multiaddr remote) {
      return true;
    }

    @Override
    public void accepted(Link link) {
      opened(link);
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
}
