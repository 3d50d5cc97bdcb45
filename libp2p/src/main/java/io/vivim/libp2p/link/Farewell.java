package io.vivim.libp2p.link;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.DuplexChannel;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The end of a connection: what was written goes out, and then it is closed. It stands first in the
 * pipeline, where a close comes by when all layers have said theirs: the system would throw that
 * away, and reset the connection, if something came that nobody has read. So nothing more is sent,
 * and what comes until the peer ends too is read and thrown away. Owned by the event loop.
 */
final class Farewell extends ChannelDuplexHandler {
  /** How long the last words may take; a peer that takes nothing keeps no connection by that. */
  static final long MOST_WORDS_MILLIS = 2_000;

  /**
   * How long the peer's end is waited for: some round trips, even to the other end of the world.
   */
  static final long MOST_LINGER_MILLIS = 2_000;

  /** What may come before the peer's end: more than systems keep under way. */
  static final long MOST_LATE_BYTES = 16 << 20;

  private boolean isLingering;
  private long lateBytes;
  private @Nullable ScheduledFuture<?> limit;

  private Farewell() {}

  /** On the event loop. */
  static void say(ChannelHandlerContext ctx) {
    prepare(ctx.channel());
    closeBehind(ctx.writeAndFlush(Unpooled.EMPTY_BUFFER));
  }

  /** The same from behind all handlers; for any thread. */
  static void say(Channel channel) {
    channel
        .eventLoop()
        .execute(
            () -> {
              prepare(channel);
              closeBehind(channel.writeAndFlush(Unpooled.EMPTY_BUFFER));
            });
  }

  private static void closeBehind(ChannelFuture last) {
    last.addListener(said -> Frames.unused(last.channel().pipeline().close()));
  }

  private static void prepare(Channel channel) {
    if (channel.isOpen() && channel.pipeline().get(Farewell.class) == null) {
      channel.pipeline().addFirst(new Farewell());
    }
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    endWithin(ctx, MOST_WORDS_MILLIS);
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    stopClock();
  }

  private void endWithin(ChannelHandlerContext ctx, long millis) {
    stopClock();
    limit = ctx.executor().schedule(() -> end(ctx), millis, TimeUnit.MILLISECONDS);
  }

  private void stopClock() {
    if (limit != null) {
      limit.cancel(false);
    }
  }

  /** At once, whatever its handlers have to say yet. */
  private static void end(ChannelHandlerContext ctx) {
    ctx.channel().unsafe().close(ctx.channel().voidPromise());
  }

  @Override
  public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
    if (!ctx.channel().isActive() || !(ctx.channel() instanceof DuplexChannel socket)) {
      Frames.unused(ctx.close(promise));
      return;
    }
    socket.closeFuture().addListener(closed -> promise.trySuccess());
    if (!isLingering) {
      isLingering = true;
      socket.config().setAutoRead(true);
      ctx.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(said -> linger(ctx, socket));
    }
  }

  private void linger(ChannelHandlerContext ctx, DuplexChannel socket) {
    if (socket.isOpen()) {
      // A peer that ends too has the channel closed by that.
      endWithin(ctx, MOST_LINGER_MILLIS);
      socket
          .shutdownOutput()
          .addListener(
              shut -> {
                if (!shut.isSuccess()) {
                  end(ctx);
                }
              });
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (!isLingering) {
      ctx.fireChannelRead(message);
      return;
    }
    lateBytes += message instanceof ByteBuf bytes ? bytes.readableBytes() : 0;
    ReferenceCountUtil.release(message);
    if (lateBytes > MOST_LATE_BYTES) {
      end(ctx);
    }
  }

  /** Nobody else is to say that no more is to be read. */
  @Override
  public void channelReadComplete(ChannelHandlerContext ctx) {
    if (!isLingering) {
      ctx.fireChannelReadComplete();
    }
  }
}
