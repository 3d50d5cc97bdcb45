package io.vivim.libp2p.link;

import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.RecvByteBufAllocator;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.netty.util.concurrent.Future;
import io.vivim.libp2p.dns.DnsResolver;
import io.vivim.libp2p.dns.Resolver;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** TCP sockets, on event loops of their own. */
final class SocketWires implements Wires {
  private static final long MOST_SECONDS_TO_STOP = 5;

  /** Data stops being written at the higher one, and goes on at the lower one. */
  private static final WriteBufferWaterMark WATER_MARKS =
      new WriteBufferWaterMark(128 * 1024, 512 * 1024);

  private static final int LEAST_READ_BYTES = 64;
  private static final int FIRST_READ_BYTES = 2048;

  /** Several frames of Noise, so that few are cut by the end of a read. */
  private static final int MOST_READ_BYTES = 256 * 1024;

  private final EventLoopGroup loops;
  private final OpenChannels channels = new OpenChannels();

  /**
   * @param threads that carry all connections
   */
  SocketWires(int threads) {
    this.loops =
        new MultiThreadIoEventLoopGroup(
            threads, new DefaultThreadFactory("vivim-libp2p", true), NioIoHandler.newFactory());
  }

  @Override
  public ChannelFuture connect(InetSocketAddress to, Duration timeout, ChannelHandler first) {
    return new Bootstrap()
        .group(loops)
        .channelFactory(() -> channels.made(new NioSocketChannel()))
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARKS)
        .option(ChannelOption.RECVBUF_ALLOCATOR, reads())
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, Math.toIntExact(timeout.toMillis()))
        .handler(channels.entrance(() -> first))
        .connect(to);
  }

  @Override
  public CompletionStage<Door> bind(InetSocketAddress at, Supplier<ChannelHandler> first) {
    ServerBootstrap server =
        new ServerBootstrap()
            .group(loops)
            .channelFactory(() -> channels.made(new NioServerSocketChannel()))
            .handler(channels.entrance(channels::gatekeeper))
            .option(ChannelOption.SO_REUSEADDR, true)
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childOption(ChannelOption.WRITE_BUFFER_WATER_MARK, WATER_MARKS)
            .childOption(ChannelOption.RECVBUF_ALLOCATOR, reads())
            .childHandler(channels.entrance(first));
    ChannelFuture bound = server.bind(at);
    return stage(bound).thenApply(done -> new SocketDoor(bound.channel()));
  }

  /** As much at once as a connection turns out to bring. */
  private static RecvByteBufAllocator reads() {
    return new AdaptiveRecvByteBufAllocator(LEAST_READ_BYTES, FIRST_READ_BYTES, MOST_READ_BYTES);
  }

  private static CompletionStage<Void> stage(Future<?> future) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    future.addListener(
        outcome -> {
          if (outcome.isSuccess()) {
            done.complete(null);
          } else {
            done.completeExceptionally(outcome.cause());
          }
        });
    return done;
  }

  @Override
  public Timers timers() {
    return new LoopTimers(loops.next());
  }

  @Override
  public Resolver resolver() {
    return DnsResolver.ofSystem(loops.next());
  }

  @Override
  public CompletionStage<Void> close() {
    return channels
        .close()
        .thenCompose(
            gone -> stage(loops.shutdownGracefully(0, MOST_SECONDS_TO_STOP, TimeUnit.SECONDS)));
  }

  /** A server socket. */
  private record SocketDoor(Channel channel) implements Door {
    @Override
    public InetSocketAddress address() {
      return (InetSocketAddress) channel.localAddress();
    }

    @Override
    public CompletionStage<Void> close() {
      return stage(channel.close());
    }
  }
}
