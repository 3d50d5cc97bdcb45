package io.vivim.libp2p.link;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.address.AddressException;
import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.noise.NoiseIdentity;
import io.vivim.libp2p.peer.PeerId;
import io.vivim.libp2p.peer.PrivateKey;
import io.vivim.libp2p.tls.TlsSecurity;
import io.vivim.libp2p.yamux.YamuxLimits;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Two ends on the loopback, one of which listens. */
final class Pair implements AutoCloseable {
  private static final long MOST_SECONDS = 20;

  private static final SecureRandom RANDOM = new SecureRandom();

  static final PrivateKey LISTENER = key(1);
  static final PrivateKey DIALLER = key(2);

  private final Wires wires = new SocketWires(2);
  private final WebContexts web =
      new WebContexts(
          WebTls.USUAL.showingSelfMade().believingAnybody(), InstantSource.system(), RANDOM);
  private final Heard heard = new Heard();
  private final List<Link> dialled = new ArrayList<>();
  private final List<TlsSecurity> contexts = new ArrayList<>();
  private final boolean isNoise;
  private final Transport dialler;
  private final Transport listener;
  private final Listening listening;

  /** What the listener is told. */
  static final class Heard implements LinkListener {
    final BlockingQueue<Link> links = new LinkedBlockingQueue<>();
    final BlockingQueue<LinkStream> streams = new LinkedBlockingQueue<>();
    final BlockingQueue<UpgradeException> refusals = new LinkedBlockingQueue<>();
    volatile boolean admits = true;
    volatile Passage passage = Passage.FREE;

    @Override
    public Optional<Passage> arrives(Multiaddr local, Multiaddr remote) {
      return admits ? Optional.of(passage) : Optional.empty();
    }

    @Override
    public Optional<Passage> departs(Multiaddr address, Optional<PeerId> expected) {
      return admits ? Optional.of(passage) : Optional.empty();
    }

    @Override
    public void accepted(Link link) {
      links.add(link);
    }

    @Override
    public void refused(Multiaddr remote, UpgradeException why) {
      refusals.add(why);
    }

    @Override
    public void incoming(Link link, LinkStream stream) {
      streams.add(stream);
    }
  }

  /**
   * @param suffix what stands behind the port of an address of theirs
   * @param isNoise what keeps others out; else it is TLS
   */
  Pair(String suffix, boolean isNoise) {
    this.isNoise = isNoise;
    Wrapping wrapping = suffix.isEmpty() ? Wrapping.NONE : new WebSocketWrapping(web);
    this.dialler = transport(wrapping, DIALLER, new Heard());
    Multiaddr any = multiaddr("/ip4/127.0.0.1/tcp/0" + suffix);
    this.listener = transport(wrapping, LISTENER, heard);
    this.listening = get(listener.listen(any));
  }

  private Transport transport(Wrapping wrapping, PrivateKey key, LinkListener listener) {
    Upgrade upgrade =
        new Upgrade(List.of(security(key)), YamuxLimits.DEFAULT, Duration.ofSeconds(MOST_SECONDS));
    return new SocketTransport(wires, wrapping, upgrade, listener);
  }

  private Security security(PrivateKey key) {
    if (isNoise) {
      NoiseIdentity identity = NoiseIdentity.of(key, RANDOM);
      return new NoiseLayer(identity, List.of(Upgrade.YAMUX), RANDOM);
    }
    TlsSecurity tls = new TlsSecurity(key, List.of(Upgrade.YAMUX), InstantSource.system(), RANDOM);
    contexts.add(tls);
    return new TlsLayer(tls);
  }

  static PrivateKey key(int seed) {
    byte[] bytes = new byte[32];
    bytes[0] = (byte) seed;
    return PrivateKey.ofEd25519Seed(Bytes.owning(bytes));
  }

  static Multiaddr multiaddr(String text) {
    try {
      return Multiaddr.parse(text);
    } catch (AddressException e) {
      throw new AssertionError(e);
    }
  }

  Heard heard() {
    return heard;
  }

  /** What is held for the TLS of secure WebSocket. */
  WebContexts web() {
    return web;
  }

  /** Listens at one more address. */
  CompletionStage<Listening> listen(Multiaddr at) {
    return listener.listen(at);
  }

  /** From now on nobody else gets in. */
  void stopListening() {
    get(listening.close());
  }

  Multiaddr address() {
    return listening.addresses().get(0);
  }

  Link dial() {
    Link link = get(attempt().link());
    dialled.add(link);
    return link;
  }

  Attempt attempt() {
    return dialler.dial(address(), Optional.empty());
  }

  /** A stream that the dialler opens, and the same as the listener has it. */
  Ends stream(Link link) {
    LinkStream ours = get(link.open());
    return new Ends(ours, next(heard.streams));
  }

  record Ends(LinkStream here, LinkStream there) {}

  static <T> T next(BlockingQueue<T> queue) {
    try {
      T next = queue.poll(MOST_SECONDS, TimeUnit.SECONDS);
      if (next == null) {
        throw new AssertionError("nothing came");
      }
      return next;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(MOST_SECONDS, TimeUnit.SECONDS).join();
  }

  @Override
  public void close() {
    get(listening.close());
    // Whoever owns links ends them before what carries them; TLS gives back what it holds by that.
    dialled.addAll(heard.links);
    dialled.forEach(link -> link.cut(LinkEnd.CLOSED));
    dialled.forEach(link -> get(link.ended()));
    get(wires.close());
    contexts.forEach(TlsSecurity::close);
    web.close();
  }
}
