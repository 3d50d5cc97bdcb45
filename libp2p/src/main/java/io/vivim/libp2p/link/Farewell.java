package io.vivim.libp2p.link;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** The end of a connection: what was written goes out, and then it is closed. */
final class Farewell {
  /** How long the last words may take; a peer that takes nothing keeps no connection by that. */
  private static final long MOST_MILLIS = 2_000;

  private Farewell() {}

  static void say(ChannelHandlerContext ctx) {
    say(ctx.channel(), ctx.writeAndFlush(Unpooled.EMPTY_BUFFER));
  }

  /** The same from behind all handlers; for any thread. */
  static void say(Channel channel) {
    say(channel, channel.writeAndFlush(Unpooled.EMPTY_BUFFER));
  }

  private static void say(Channel channel, ChannelFuture last) {
    last.addListener(ChannelFutureListener.CLOSE);
    if (channel.isOpen()) {
      ScheduledFuture<?> late =
          channel.eventLoop().schedule(() -> end(channel), MOST_MILLIS, TimeUnit.MILLISECONDS);
      channel.closeFuture().addListener(closed -> late.cancel(false));
    }
  }

  /** At once, whatever its handlers have to say yet. */
  private static void end(Channel channel) {
    channel.unsafe().close(channel.voidPromise());
  }
}
