package io.vivim.libp2p.host;

import io.vivim.libp2p.address.AddressException;
import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.guard.Books;
import io.vivim.libp2p.guard.HostLimits;
import io.vivim.libp2p.peer.KeyType;
import io.vivim.libp2p.peer.PrivateKey;
import io.vivim.libp2p.yamux.YamuxLimits;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** A host on the loopback that strangers attack, and what it counted. */
final class Besieged implements AutoCloseable {
  static final Duration LONG = Duration.ofMinutes(5);
  static final Duration SHORT = Duration.ofMillis(300);

  final Counts counts = new Counts();
  final Books books;
  final Host host;
  private final Multiaddr tcp;

  Besieged(HostLimits limits, UnaryOperator<HostBuilder> more) {
    HostBuilder builder =
        more.apply(
            Host.builder(
                    PrivateKey.generate(KeyType.ED25519, new SecureRandom()),
                    InstantSource.system())
                .upgradeTimeout(LONG)
                .limits(limits)
                .metrics(counts));
    books = builder.books;
    host = builder.build();
    tcp = listen("");
  }

  Besieged(HostLimits limits) {
    this(limits, builder -> builder);
  }

  Multiaddr address() {
    return tcp;
  }

  Multiaddr listen(String suffix) {
    try {
      Multiaddr any = Multiaddr.parse("/ip4/127.0.0.1/tcp/0" + suffix);
      return host.listen(any)
          .toCompletableFuture()
          .orTimeout(60, TimeUnit.SECONDS)
          .join()
          .addresses()
          .get(0);
    } catch (AddressException e) {
      throw new AssertionError(e);
    }
  }

  /** Limits of a link whose peer may be silent, or take nothing, only for a moment. */
  static YamuxLimits impatient() {
    YamuxLimits usual = YamuxLimits.DEFAULT;
    return new YamuxLimits(
        usual.inboundStreams(),
        usual.outboundStreams(),
        usual.unacknowledgedInbound(),
        usual.unacknowledgedOutbound(),
        usual.frameBytes(),
        usual.windowBytes(),
        usual.unreadBytes(),
        Duration.ofSeconds(1),
        Duration.ofSeconds(1));
  }

  /** Waits until nothing is in use any more: no connection, stream or byte is forgotten. */
  void awaitNothingInUse() throws InterruptedException {
    counts.await(() -> books.size() == 0, "all given back");
  }

  @Override
  public void close() {
    host.close();
  }
}
