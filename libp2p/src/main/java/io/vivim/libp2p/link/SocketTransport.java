package io.vivim.libp2p.link;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.peer.PeerId;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Links over TCP connections, plain or wrapped. */
final class SocketTransport implements Transport {
  private final Wires wires;
  private final Wrapping wrapping;
  private final Upgrade upgrade;
  private final LinkListener listener;

  /**
   * @param wires where connections are made; whoever made it closes it
   */
  SocketTransport(Wires wires, Wrapping wrapping, Upgrade upgrade, LinkListener listener) {
    this.wires = wires;
    this.wrapping = wrapping;
    this.upgrade = upgrade;
    this.listener = listener;
  }

  @Override
  public boolean takes(Multiaddr address) {
    return SocketNames.socket(address).isPresent() && wrapping.isOf(address);
  }

  @Override
  public Attempt dial(Multiaddr address, Optional<PeerId> expected) {
    CompletableFuture<Link> done = new CompletableFuture<>();
    ChannelFuture connected =
        wires.connect(
            SocketNames.socket(address).orElseThrow(),
            upgrade.timeout(),
            new Dialled(address, expected, done));
    return new SocketAttempt(connected, done);
  }

  @Override
  public CompletionStage<Listening> listen(Multiaddr address) {
    return wires
        .bind(SocketNames.socket(address).orElseThrow(), () -> new Accepted(address))
        .thenApply(door -> new SocketListening(door, wrapping.suffix(address)));
  }

  /** Begins the upgrade of a connection once it is there, wrapped where it has to be. */
  private abstract class Start extends ChannelInboundHandlerAdapter {
    @Override
    public final void channelActive(ChannelHandlerContext ctx) {
      begin(ctx.channel());
      ctx.fireChannelActive();
      ctx.pipeline().remove(this);
    }

    abstract void begin(Channel channel);

    final void upgrade(
        Channel channel, Multiaddr address, Crossing crossing, CompletableFuture<Link> done) {
      wrapping.wrap(channel.pipeline(), address, crossing.isDialled());
      channel.pipeline().addLast(new UpgradeHandler(upgrade, crossing, done));
    }
  }

  /** A connection that we made. */
  private final class Dialled extends Start {
    private final Multiaddr address;
    private final Optional<PeerId> expected;
    private final CompletableFuture<Link> done;

    Dialled(Multiaddr address, Optional<PeerId> expected, CompletableFuture<Link> done) {
      this.address = address;
      this.expected = expected;
      this.done = done;
    }

    @Override
    void begin(Channel channel) {
      Multiaddr local = multiaddr(channel.localAddress(), address);
      Crossing crossing = new Crossing(local, address, true, expected, listener::incoming);
      upgrade(channel, address, crossing, done);
    }
  }

  /** A connection that was made to us. */
  private final class Accepted extends Start {
    private final Multiaddr address;

    Accepted(Multiaddr address) {
      this.address = address;
    }

    @Override
    void begin(Channel channel) {
      Multiaddr remote = multiaddr(channel.remoteAddress(), address);
      if (!listener.admits(remote)) {
        Frames.close(channel);
        return;
      }
      CompletableFuture<Link> done = new CompletableFuture<>();
      CompletableFuture<Link> unused =
          done.whenComplete(
              (link, failure) -> {
                if (failure == null) {
                  listener.accepted(link);
                } else {
                  listener.refused(remote, Failures.upgrading(failure));
                }
              });
      Multiaddr local = multiaddr(channel.localAddress(), address);
      Crossing crossing = new Crossing(local, remote, false, Optional.empty(), listener::incoming);
      upgrade(channel, address, crossing, done);
    }
  }

  private Multiaddr multiaddr(java.net.SocketAddress socket, Multiaddr like) {
    return SocketNames.multiaddr((InetSocketAddress) socket, wrapping.suffix(like));
  }
}
