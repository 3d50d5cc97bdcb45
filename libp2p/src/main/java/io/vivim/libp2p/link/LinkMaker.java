package io.vivim.libp2p.link;

import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.dns.Resolver;
import io.vivim.libp2p.link.UpgradeException.Reason;
import io.vivim.libp2p.noise.NoiseIdentity;
import io.vivim.libp2p.peer.PeerId;
import io.vivim.libp2p.tls.TlsSecurity;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Makes links, by every transport and security there is. For any thread. */
public final class LinkMaker {
  private final Wires wires;
  private final WebContexts web;
  private final TlsSecurity tls;
  private final List<Transport> transports;

  public LinkMaker(LinkSettings settings, LinkListener listener) {
    this(settings, listener, new SocketWires(settings.threads()));
  }

  /**
   * @param wires is closed with this
   */
  LinkMaker(LinkSettings settings, LinkListener listener, Wires wires) {
    this.wires = wires;
    this.web = new WebContexts(settings.web(), settings.clock(), settings.random());
    List<String> muxers = List.of(Upgrade.YAMUX);
    this.tls = new TlsSecurity(settings.identity(), muxers, settings.clock(), settings.random());
    NoiseIdentity noise = NoiseIdentity.of(settings.identity(), settings.random());
    List<Security> securities = new ArrayList<>();
    for (String protocol : settings.securities()) {
      securities.add(
          switch (protocol) {
            case NoiseLayer.PROTOCOL -> new NoiseLayer(noise, muxers, settings.random());
            case TlsSecurity.PROTOCOL -> new TlsLayer(tls);
            default -> throw new IllegalArgumentException("no security: " + protocol);
          });
    }
    Upgrade upgrade = new Upgrade(securities, settings.limits(), settings.timeout());
    this.transports =
        List.of(
            new SocketTransport(wires, Wrapping.NONE, upgrade, listener),
            new SocketTransport(wires, new WebSocketWrapping(web), upgrade, listener));
  }

  /** Whether a link can be made to an address. */
  public boolean takes(Multiaddr address) {
    return transports.stream().anyMatch(transport -> transport.takes(address));
  }

  /**
   * Begins to make a link.
   *
   * @param expected who the peer has to be, where that is known; else whom the address names
   */
  public Attempt dial(Multiaddr address, Optional<PeerId> expected) {
    Optional<PeerId> peer = expected.or(address::peerId);
    return transports.stream()
        .filter(transport -> transport.takes(address))
        .findFirst()
        .map(transport -> transport.dial(address, peer))
        .orElseGet(
            () ->
                Attempt.failed(
                    new UpgradeException(Reason.NOT_CONNECTED, "no transport for " + address)));
  }

  /** Takes links at an address, until that is closed. */
  public CompletionStage<Listening> listen(Multiaddr address) {
    return transports.stream()
        .filter(transport -> transport.takes(address))
        .findFirst()
        .map(transport -> transport.listen(address))
        .orElseGet(
            () ->
                CompletableFuture.failedFuture(
                    new IllegalArgumentException("no transport for " + address)));
  }

  /** The time by which links live. */
  public Timers timers() {
    return wires.timers();
  }

  /** Who knows the names of hosts. */
  public Resolver resolver() {
    return wires.resolver();
  }

  /** Stops, once all links have ended; their owner ends them. */
  public CompletionStage<Void> close() {
    return wires
        .close()
        .whenComplete(
            (done, failure) -> {
              web.close();
              tls.close();
            });
  }
}
