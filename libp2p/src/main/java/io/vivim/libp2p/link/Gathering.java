package io.vivim.libp2p.link;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;

/**
 * Puts what is written together until it is as large as wanted, or flushed, in the memory that
 * native code takes without a copy. Owned by the event loop.
 */
final class Gathering extends ChannelOutboundHandlerAdapter {
  private final int wanted;
  private final GatheredBytes gathered = new GatheredBytes();

  /**
   * @param wanted in bytes
   */
  Gathering(int wanted) {
    this.wanted = wanted;
  }

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    gathered.add((ByteBuf) message);
    while (gathered.size() >= wanted) {
      pass(ctx, wanted);
    }
    if (!promise.isVoid()) {
      pass(ctx, gathered.size());
      Frames.write(ctx, Unpooled.EMPTY_BUFFER, promise);
    }
  }

  private void pass(ChannelHandlerContext ctx, int size) {
    if (size > 0) {
      ByteBuf piece = ctx.alloc().directBuffer(size);
      gathered.moveTo(piece, size);
      Frames.write(ctx, piece);
    }
  }

  @Override
  public void flush(ChannelHandlerContext ctx) {
    pass(ctx, gathered.size());
    ctx.flush();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    gathered.release();
  }
}
