package io.vivim.libp2p.link;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.link.UpgradeException.Reason;
import io.vivim.libp2p.peer.PeerId;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** Links over TCP connections, plain or wrapped. */
final class SocketTransport implements Transport {
  /** Data stops being written at the higher one, and goes on at the lower one. */
  private static final WriteBufferWaterMark WATER_MARKS =
      new WriteBufferWaterMark(128 * 1024, 512 * 1024);

  private final EventLoopGroup loops;
  private final Wrapping wrapping;
  private final Upgrade upgrade;
  private final LinkListener listener;

  /**
   * @param loops where connections live; whoever made them shuts them down
   */
  SocketTransport(EventLoopGroup loops, Wrapping wrapping, Upgrade upgrade, LinkListener listener) {
    this.loops = loops;
    this.wrapping = wrapping;
    this.upgrade = upgrade;
    this.listener = listener;
  }

  @Override
  public boolean takes(Multiaddr address) {
    return SocketNames.socket(address).isPresent() && wrapping.isOf(address);
  }

  @Override
  public CompletionStage<Link> dial(Multiaddr address, Optional<PeerId> expected) {
    CompletableFuture<Link> done = new CompletableFuture<>();
    new Bootstrap()
        .group(loops)
        .channel(NioSocketChannel.class)
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARKS)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(upgrade.timeout().toMillis()))
        .handler(new Dialled(address, expected, done))
        .connect(SocketNames.socket(address).orElseThrow())
        .addListener(
            connected -> {
              if (!connected.isSuccess()) {
                done.completeExceptionally(
                    new UpgradeException(
                        Reason.NOT_CONNECTED, String.valueOf(connected.cause().getMessage())));
              }
            });
    return done;
  }

  @Override
  public CompletionStage<Listening> listen(Multiaddr address) {
    CompletableFuture<Listening> done = new CompletableFuture<>();
    InetSocketAddress at = SocketNames.socket(address).orElseThrow();
    ServerBootstrap server =
        new ServerBootstrap()
            .group(loops)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARKS)
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel channel) {
                    channel.pipeline().addLast(new Accepted(address));
                  }
                });
    ChannelFuture bound = server.bind(at);
    bound.addListener(
        outcome -> {
          if (outcome.isSuccess()) {
            done.complete(new SocketListening(bound.channel(), wrapping.suffix(address)));
          } else {
            done.completeExceptionally(outcome.cause());
          }
        });
    return done;
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
