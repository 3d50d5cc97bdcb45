package io.vivim.libp2p.link;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandler;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.vivim.libp2p.link.UpgradeException.Reason;
import io.vivim.libp2p.noise.NoiseCipher;
import io.vivim.libp2p.noise.NoiseError;
import io.vivim.libp2p.noise.NoiseException;
import io.vivim.libp2p.noise.NoiseHandshake;
import io.vivim.libp2p.noise.NoiseOutput;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs a Noise handshake on a connection, and then opens and seals what passes. What is written is
 * gathered into as few frames as it takes. Owned by the event loop.
 */
final class NoiseHandler extends ByteToMessageDecoder implements ChannelOutboundHandler {
  private final NoiseHandshake handshake;
  private @Nullable NoiseCipher inbound;
  private @Nullable NoiseCipher outbound;
  private boolean isOver;

  /** What was written and is in no frame yet; less than a frame holds, but while it is added to. */
  private final Deque<ByteBuf> gathered = new ArrayDeque<>();

  private int gatheredBytes;

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
  protected void decode(ChannelHandlerContext ctx, ByteBuf in, List<Object> out) {
    if (isOver) {
      in.skipBytes(in.readableBytes());
    } else if (inbound == null) {
      ByteBuffer view = in.nioBuffer();
      int before = view.remaining();
      List<NoiseOutput> outputs = handshake.receive(view);
      in.skipBytes(before - view.remaining());
      take(ctx, outputs);
    } else {
      open(ctx, inbound, in, out);
    }
  }

  private void open(ChannelHandlerContext ctx, NoiseCipher cipher, ByteBuf in, List<Object> out) {
    ByteBuffer view = in.nioBuffer();
    int start = in.readerIndex();
    try {
      Optional<ByteBuffer> plain = cipher.open(view);
      if (plain.isPresent()) {
        in.readerIndex(start + view.position());
        if (plain.get().hasRemaining()) {
          out.add(in.retainedSlice(start + plain.get().position(), plain.get().remaining()));
        }
      }
    } catch (NoiseException e) {
      in.skipBytes(in.readableBytes());
      fail(ctx, Reason.NOT_PROVEN, e.error().name());
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext ctx) throws Exception {
    if (actualReadableBytes() > 0) {
      fail(ctx, Reason.NOT_CONNECTED, "cut off within a frame");
    }
    super.channelInactive(ctx);
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
    gatheredBytes += bytes.readableBytes();
    gathered.add(bytes);
    while (gatheredBytes >= NoiseCipher.MAX_PLAINTEXT_BYTES) {
      seal(ctx, cipher);
    }
    if (!promise.isVoid()) {
      sealRest(ctx);
      Frames.write(ctx, Unpooled.EMPTY_BUFFER, promise);
    }
  }

  /** Puts as much as one takes into a frame, and seals it there. */
  private void seal(ChannelHandlerContext ctx, NoiseCipher cipher) {
    int size = Math.min(gatheredBytes, NoiseCipher.MAX_PLAINTEXT_BYTES);
    int head = Short.BYTES;
    ByteBuf frame = ctx.alloc().directBuffer(size + NoiseCipher.OVERHEAD_BYTES);
    frame.writerIndex(head);
    while (frame.writerIndex() < head + size) {
      ByteBuf next = gathered.element();
      frame.writeBytes(next, Math.min(next.readableBytes(), head + size - frame.writerIndex()));
      if (!next.isReadable()) {
        gathered.remove().release();
      }
    }
    gatheredBytes -= size;
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
    if (cipher != null && gatheredBytes > 0) {
      seal(ctx, cipher);
    }
  }

  @Override
  public void flush(ChannelHandlerContext ctx) {
    sealRest(ctx);
    ctx.flush();
  }

  @Override
  protected void handlerRemoved0(ChannelHandlerContext ctx) {
    gathered.forEach(ByteBuf::release);
    gathered.clear();
    gatheredBytes = 0;
  }

  @Override
  public void bind(ChannelHandlerContext ctx, SocketAddress local, ChannelPromise promise) {
    Frames.unused(ctx.bind(local, promise));
  }

  @Override
  public void connect(
      ChannelHandlerContext ctx, SocketAddress to, SocketAddress from, ChannelPromise promise) {
    Frames.unused(ctx.connect(to, from, promise));
  }

  @Override
  public void disconnect(ChannelHandlerContext ctx, ChannelPromise promise) {
    Frames.unused(ctx.disconnect(promise));
  }

  @Override
  public void close(ChannelHandlerContext ctx, ChannelPromise promise) {
    Frames.unused(ctx.close(promise));
  }

  @Override
  public void deregister(ChannelHandlerContext ctx, ChannelPromise promise) {
    Frames.unused(ctx.deregister(promise));
  }

  @Override
  public void read(ChannelHandlerContext ctx) {
    ctx.read();
  }
}
