package io.vivim.libp2p.link;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ServerChannel;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

/**
 * The channels on some event loops, from when they are made until they are closed. Whoever stops
 * the loops waits for it: what a loop is given while it stops is neither closed nor released. For
 * any thread.
 */
final class OpenChannels {
  private final CompletableFuture<Void> gone = new CompletableFuture<>();

  /** Guarded by this. */
  private final Set<Channel> open = new HashSet<>();

  private volatile boolean isClosing;

  /** Counts a channel that was made just now, and has no event loop yet. */
  <C extends Channel> C made(C channel) {
    synchronized (this) {
      open.add(channel);
    }
    channel.closeFuture().addListener(closed -> closed(channel));
    return channel;
  }

  /** What stands first in the pipeline of one that was counted. */
  ChannelHandler entrance(Supplier<? extends ChannelHandler> next) {
    return new ChannelInitializer<>() {
      @Override
      protected void initChannel(Channel channel) {
        channel.pipeline().addLast(next.get());
        if (isClosing) {
          Frames.close(channel);
        }
      }
    };
  }

  /** What stands in the pipeline of a server, and counts what it takes. */
  ChannelHandler gatekeeper() {
    return new ChannelInboundHandlerAdapter() {
      @Override
      public void channelRead(ChannelHandlerContext ctx, Object taken) {
        ctx.fireChannelRead(made((Channel) taken));
      }
    };
  }

  private void closed(Channel channel) {
    boolean isLast;
    synchronized (this) {
      open.remove(channel);
      isLast = isClosing && open.isEmpty();
    }
    if (isLast) {
      gone.complete(null);
    }
  }

  /**
   * Ends all of them, each when its last words are said; and from now on every new one. Completes
   * once there are none.
   */
  CompletionStage<Void> close() {
    List<Channel> left;
    synchronized (this) {
      isClosing = true;
      left = List.copyOf(open);
    }
    // One that has no event loop yet is closed when it comes to its entrance.
    left.stream().filter(Channel::isRegistered).forEach(OpenChannels::end);
    if (left.isEmpty()) {
      gone.complete(null);
    }
    return gone.minimalCompletionStage();
  }

  private static void end(Channel channel) {
    if (channel instanceof ServerChannel) {
      Frames.close(channel);
    } else {
      Farewell.say(channel);
    }
  }
}
