package io.vivim.libp2p.link;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.vivim.libp2p.yamux.FrameHeader;
import java.nio.ByteBuffer;

/** Bytes between the protocols, which know none of Netty's buffers, and sockets. */
final class Frames {
  private Frames() {}

  static ByteBuf header(FrameHeader header) {
    ByteBuffer bytes = ByteBuffer.allocate(FrameHeader.HEADER_BYTES);
    header.writeTo(bytes);
    return Unpooled.wrappedBuffer(bytes.flip());
  }

  /** Writes bytes; where that fails the connection does, and its handlers are told of it. */
  static void write(ChannelHandlerContext to, ByteBuf bytes) {
    ChannelFuture unused = to.write(bytes, to.voidPromise());
  }

  static void close(Channel channel) {
    ChannelFuture unused = channel.close();
  }

  /** What came, as bytes that nobody has to give back. */
  static ByteBuffer own(ByteBuf received) {
    byte[] bytes = new byte[received.readableBytes()];
    received.readBytes(bytes);
    received.release();
    return ByteBuffer.wrap(bytes);
  }
}
