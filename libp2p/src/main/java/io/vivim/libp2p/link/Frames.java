package io.vivim.libp2p.link;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.vivim.libp2p.yamux.FrameHeader;
import io.vivim.libp2p.yamux.YamuxOutput;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;

/** Bytes between the protocols, which know none of Netty's buffers, and sockets. */
final class Frames {
  private Frames() {}

  private static ByteBuf header(FrameHeader header) {
    ByteBuffer bytes = ByteBuffer.allocate(FrameHeader.HEADER_BYTES);
    header.writeTo(bytes);
    return Unpooled.wrappedBuffer(bytes.flip());
  }

  static void write(ChannelHandlerContext to, YamuxOutput.Send frame) {
    write(to, header(frame.header()));
    if (frame.payload().hasRemaining()) {
      write(to, Unpooled.wrappedBuffer(frame.payload()));
    }
  }

  /** Writes what of all that is asked for goes to the peer. */
  static void write(ChannelHandlerContext to, List<YamuxOutput> asked) {
    for (YamuxOutput output : asked) {
      if (output instanceof YamuxOutput.Send frame) {
        write(to, frame);
      }
    }
  }

  /** Writes bytes; where that fails the connection does, and its handlers are told of it. */
  static void write(ChannelHandlerContext to, ByteBuf bytes) {
    unused(to.write(bytes, to.voidPromise()));
  }

  static void write(ChannelHandlerContext to, ByteBuf bytes, ChannelPromise promise) {
    unused(to.write(bytes, promise));
  }

  static void close(Channel channel) {
    unused(channel.close());
  }

  /** Lets something go its way. */
  static void unused(ChannelFuture going) {
    Objects.requireNonNull(going);
  }

  /** What came, as bytes that nobody has to give back. */
  static ByteBuffer own(ByteBuf received) {
    byte[] bytes = new byte[received.readableBytes()];
    received.readBytes(bytes);
    received.release();
    return ByteBuffer.wrap(bytes);
  }
}
