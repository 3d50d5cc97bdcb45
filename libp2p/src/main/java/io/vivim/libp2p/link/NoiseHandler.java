package io.vivim.libp2p.link;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.vivim.libp2p.link.UpgradeException.Reason;
import io.vivim.libp2p.noise.NoiseCipher;
import io.vivim.libp2p.noise.NoiseError;
import io.vivim.libp2p.noise.NoiseException;
import io.vivim.libp2p.noise.NoiseHandshake;
import io.vivim.libp2p.noise.NoiseOutput;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs a Noise handshake on a connection, and then opens and seals what passes. What is written is
 * gathered into as few frames as it takes. Owned by the event loop.
 */
final class NoiseHandler extends ChannelDuplexHandler {
  /**
   * What a frame of ours carries at most. With its length and its tag it then takes 64 KiB, which
   * is what many peers read at once: one that keeps up finds whole frames, and need not join
   * halves.
   */
  static final int CARRIED_BYTES = 64 * 1024 - NoiseCipher.OVERHEAD_BYTES;

  private final NoiseHandshake handshake;
  private @Nullable NoiseCipher inbound;
  private @Nullable NoiseCipher outbound;
  private boolean isOver;

  private final SealedFrames frames = new SealedFrames();
  private final IdleFrames idle = new IdleFrames();

  /** What was written and is in no frame yet; less than a frame holds, but while it is added to. */
  private final GatheredBytes gathered = new GatheredBytes();

  NoiseHandler(NoiseHandshake handshake) {
    this.handshake = handshake;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    take(ctx, handshake.start());
  }

  private void take(ChannelHandlerContext ctx, List<NoiseOutput> outputs) {
    for (NoiseOutput output : outputs) {
      if (output instanceof NoiseOutput.Send send) {
        Frames.write(ctx, Unpooled.wrappedBuffer(send.bytes().toArray()));
        ctx.flush();
      } else if (output instanceof NoiseOutput.Done done) {
        inbound = done.inbound();
        outbound = done.outbound();
        ctx.fireUserEventTriggered(
            new SecurityEvent.Proven(done.peer(), Optional.ofNullable(done.muxer())));
      } else if (output instanceof NoiseOutput.Failed failed) {
        fail(
            ctx,
            failed.error() == NoiseError.OTHER_PEER ? Reason.WRONG_PEER : Reason.NOT_PROVEN,
            failed.error().name());
      }
    }
  }

  private void fail(ChannelHandlerContext ctx, Reason reason, String detail) {
    if (!isOver) {
      isOver = true;
      ctx.fireUserEventTriggered(new SecurityEvent.Failed(reason, detail));
      Frames.close(ctx.channel());
    }
  }

  // What comes.

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    ByteBuf in = (ByteBuf) message;
    try {
      while (in.isReadable() && !isOver) {
        if (inbound == null) {
          shakeHands(ctx, in);
        } else {
          openNext(ctx, inbound, in);
        }
      }
    } finally {
      in.release();
    }
  }

  private void shakeHands(ChannelHandlerContext ctx, ByteBuf in) {
    ByteBuffer view = in.nioBuffer();
    int before = view.remaining();
    List<NoiseOutput> outputs = handshake.receive(view);
    in.skipBytes(before - view.remaining());
    take(ctx, outputs);
  }

  /** Opens the next frame where it stands, if all of it is here, and hands on what was in it. */
  private void openNext(ChannelHandlerContext ctx, NoiseCipher cipher, ByteBuf in) {
    ByteBuf frame = frames.next(ctx.alloc(), in);
    if (frame == null) {
      return;
    }
    try {
      ByteBuffer plain = cipher.open(frame.nioBuffer()).orElseThrow();
      frame.skipBytes(plain.position()).writerIndex(frame.readerIndex() + plain.remaining());
    } catch (NoiseException e) {
      frame.release();
      fail(ctx, Reason.NOT_PROVEN, e.error().name());
      return;
    }
    if (frame.isReadable()) {
      ctx.fireChannelRead(frame);
      return;
    }
    frame.release();
    if (!idle.take(ctx.executor().ticker().nanoTime())) {
      fail(ctx, Reason.NOT_PROVEN, IdleFrames.TOO_MANY);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) {
    if (frames.isWithin()) {
      fail(ctx, Reason.NOT_CONNECTED, "cut off within a frame");
    }
    ctx.fireChannelInactive();
  }

  // What goes.

  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
    ByteBuf bytes = (ByteBuf) message;
    NoiseCipher cipher = outbound;
    if (cipher == null || isOver) {
      bytes.release();
      promise.tryFailure(new IllegalStateException("nothing passes"));
      return;
    }
    gathered.add(bytes);
    while (gathered.size() >= CARRIED_BYTES) {
      seal(ctx, cipher);
    }
    if (!promise.isVoid()) {
      sealRest(ctx);
      Frames.write(ctx, Unpooled.EMPTY_BUFFER, promise);
    }
  }

  /** Puts as much as one takes into a frame, and seals it there. */
  private void seal(ChannelHandlerContext ctx, NoiseCipher cipher) {
    int size = Math.min(gathered.size(), CARRIED_BYTES);
    int head = Short.BYTES;
    ByteBuf frame = ctx.alloc().directBuffer(size + NoiseCipher.OVERHEAD_BYTES);
    frame.writerIndex(head);
    gathered.moveTo(frame, size);
    frame.writerIndex(size + NoiseCipher.OVERHEAD_BYTES);
    try {
      cipher.seal(frame.nioBuffer(head, size), frame.nioBuffer());
      Frames.write(ctx, frame);
    } catch (NoiseException e) {
      frame.release();
      fail(ctx, Reason.NOT_PROVEN, e.error().name());
    }
  }

  private void sealRest(ChannelHandlerContext ctx) {
    NoiseCipher cipher = outbound;
    if (cipher != null && gathered.size() > 0) {
      seal(ctx, cipher);
    }
  }

  @Override
  public void flush(ChannelHandlerContext ctx) {
    sealRest(ctx);
    ctx.flush();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext ctx) {
    frames.release();
    gathered.release();
  }
}
