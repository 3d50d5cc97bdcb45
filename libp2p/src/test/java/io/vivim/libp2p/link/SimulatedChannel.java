package io.vivim.libp2p.link;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.AbstractChannel;
import io.netty.channel.ChannelConfig;
import io.netty.channel.ChannelMetadata;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.ConnectTimeoutException;
import io.netty.channel.DefaultChannelConfig;
import io.netty.channel.EventLoop;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.util.concurrent.ScheduledFuture;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import java.time.Duration;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One end of a {@link SimulatedWire}: behaves as a socket does, which reads when it is asked to,
 * takes no more than there is room for, and learns of an end by reading or writing.
 */
final class SimulatedChannel extends AbstractChannel {
  private static final ChannelMetadata METADATA = new ChannelMetadata(false);
  private static final int MOST_PIECES_A_READ = 8;

  private final DefaultChannelConfig config = new DefaultChannelConfig(this);
  private final SimulatedNet net;
  private final InetSocketAddress local;
  private final InetSocketAddress remote;
  private SimulatedWire.@Nullable Direction out;
  private SimulatedWire.@Nullable Direction in;
  private @Nullable ChannelPromise connecting;
  private boolean isOpen = true;
  private boolean wantsRead;

  SimulatedChannel(SimulatedNet net, InetSocketAddress local, InetSocketAddress remote) {
    super(null);
    this.net = net;
    this.local = local;
    this.remote = remote;
    config.setAllocator(net.allocator());
    config.setWriteBufferWaterMark(new WriteBufferWaterMark(128 * 1024, 512 * 1024));
    net.opened(this);
  }

  // What the wire and the net do.

  /** There is a wire now. */
  void connected(SimulatedWire.Direction outward, SimulatedWire.Direction inward) {
    out = outward;
    in = inward;
  }

  /** The wire that was asked for is there, or cannot be. */
  void established(@Nullable IOException failure) {
    ChannelPromise promise = connecting;
    connecting = null;
    if (promise == null || !isOpen) {
      return;
    }
    if (failure != null) {
      promise.tryFailure(failure);
      unsafe().close(voidPromise());
    } else if (promise.trySuccess()) {
      pipeline().fireChannelActive();
    } else {
      unsafe().close(voidPromise());
    }
  }

  boolean isConnecting() {
    return connecting != null && isOpen;
  }

  void stall(Duration how) {
    if (out != null) {
      out.stall(how);
    }
  }

  /** Something can be read, or written. */
  void woken() {
    onLoop(this::receive);
    onLoop(() -> ((End) unsafe()).goOn());
  }

  private void onLoop(Runnable task) {
    try {
      if (isRegistered()) {
        eventLoop().execute(task);
      }
    } catch (RejectedExecutionException e) {
      // The host is gone.
    }
  }

  private void receive() {
    SimulatedWire.Direction from = in;
    if (!wantsRead || !isOpen || from == null) {
      return;
    }
    int pieces = 0;
    for (byte[] piece = from.read(); piece != null; piece = from.read()) {
      wantsRead = false;
      pipeline().fireChannelRead(config.getAllocator().buffer(piece.length).writeBytes(piece));
      if (++pieces == MOST_PIECES_A_READ) {
        break;
      }
    }
    if (pieces > 0) {
      pipeline().fireChannelReadComplete();
      onLoop(this::receive);
    } else if (from.isBroken()) {
      pipeline().fireExceptionCaught(new IOException("Connection reset"));
      unsafe().close(voidPromise());
    } else if (from.isAtEnd()) {
      unsafe().close(voidPromise());
    }
  }

  // What Netty asks for.

  @Override
  protected void doBeginRead() {
    wantsRead = true;
    onLoop(this::receive);
  }

  @Override
  protected void doWrite(ChannelOutboundBuffer buffer) throws Exception {
    SimulatedWire.Direction to = out;
    if (to == null || to.isBroken()) {
      throw new IOException("Broken pipe");
    }
    for (Object next = buffer.current(); next != null; next = buffer.current()) {
      ByteBuf bytes = (ByteBuf) next;
      int size = Math.min(bytes.readableBytes(), to.room());
      if (size == 0 && bytes.isReadable()) {
        return;
      }
      if (size == 0) {
        buffer.remove();
      } else {
        byte[] sent = new byte[size];
        bytes.getBytes(bytes.readerIndex(), sent);
        to.send(sent);
        net.sent();
        buffer.removeBytes(size);
      }
    }
  }

  @Override
  protected void doClose() {
    isOpen = false;
    net.closed(this);
    ChannelPromise promise = connecting;
    connecting = null;
    if (promise != null) {
      promise.tryFailure(new ClosedChannelException());
    }
    if (out != null) {
      out.close();
    }
  }

  @Override
  public boolean isOpen() {
    return isOpen;
  }

  @Override
  public boolean isActive() {
    return isOpen && out != null && connecting == null;
  }

  @Override
  public ChannelConfig config() {
    return config;
  }

  @Override
  public ChannelMetadata metadata() {
    return METADATA;
  }

  @Override
  public ByteBufAllocator alloc() {
    return net.allocator();
  }

  @Override
  protected boolean isCompatible(EventLoop loop) {
    return loop instanceof SimulatedLoop;
  }

  @Override
  protected SocketAddress localAddress0() {
    return local;
  }

  @Override
  protected SocketAddress remoteAddress0() {
    return remote;
  }

  @Override
  protected void doBind(SocketAddress at) {
    throw new UnsupportedOperationException();
  }

  @Override
  protected void doDisconnect() {
    doClose();
  }

  @Override
  protected AbstractUnsafe newUnsafe() {
    return new End();
  }

  /** What is done to the channel from within. */
  private final class End extends AbstractUnsafe {
    @Override
    public void connect(SocketAddress to, @Nullable SocketAddress from, ChannelPromise promise) {
      connecting = promise;
      Duration timeout = Duration.ofMillis(config.getConnectTimeoutMillis());
      ScheduledFuture<?> unused =
          eventLoop()
              .schedule(
                  () -> established(new ConnectTimeoutException("nobody answers")),
                  timeout.toNanos(),
                  TimeUnit.NANOSECONDS);
      net.dial(SimulatedChannel.this, remote);
    }

    /** Writes on where it stopped for want of room. */
    void goOn() {
      if (isActive()) {
        flush0();
      }
    }
  }
}
