package io.vivim.libp2p.tls;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.MockTicker;
import io.netty.util.concurrent.Ticker;
import io.vivim.codec.Bytes;
import java.util.ArrayList;
import java.util.List;

/** One end of a connection that has no network, and all that was told and sent there. */
final class TlsSide {
  private final List<TlsEvent> events = new ArrayList<>();
  private final List<Bytes> sent = new ArrayList<>();
  private Bytes received = Bytes.EMPTY;
  private final MockTicker clock = Ticker.newMockTicker();
  private final EmbeddedChannel channel;

  TlsSide(ChannelHandler security) {
    this.channel =
        EmbeddedChannel.builder().ticker(clock).handlers(security, new Witness()).build();
  }

  /** Lets time go by, which otherwise stands still. */
  void pass(long millis) {
    clock.advanceMillis(millis);
    channel.runPendingTasks();
  }

  private final class Witness extends ChannelInboundHandlerAdapter {
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
      if (event instanceof TlsEvent told) {
        events.add(told);
      }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      received = Bytes.concat(received, Bytes.owning(ByteBufUtil.getBytes((ByteBuf) message)));
      ReferenceCountUtil.release(message);
    }

    /** What reaches the end of a peer's pipeline that is not ours is of no interest. */
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {}
  }

  /** Lets both talk until neither has anything to say. */
  static void talk(TlsSide one, TlsSide other) {
    boolean talking = true;
    while (talking) {
      talking = one.handOver(other);
      talking |= other.handOver(one);
    }
    if (!one.channel.isOpen()) {
      other.cut();
    }
    if (!other.channel.isOpen()) {
      one.cut();
    }
  }

  private boolean handOver(TlsSide to) {
    List<Bytes> flight = outgoing();
    flight.forEach(to::deliver);
    return !flight.isEmpty();
  }

  /** What waits to be sent. */
  List<Bytes> outgoing() {
    List<Bytes> flight = new ArrayList<>();
    for (ByteBuf out = channel.readOutbound(); out != null; out = channel.readOutbound()) {
      flight.add(Bytes.owning(ByteBufUtil.getBytes(out)));
      out.release();
    }
    sent.addAll(flight);
    return flight;
  }

  void deliver(Bytes bytes) {
    if (channel.isOpen()) {
      channel.writeInbound(Unpooled.wrappedBuffer(bytes.toArray()));
    }
  }

  void write(Bytes bytes) {
    channel.writeOutbound(Unpooled.wrappedBuffer(bytes.toArray()));
  }

  /** Sends as soon as that is possible, whatever becomes of it. */
  void writeEagerly(Bytes bytes) {
    var unused =
        channel.writeAndFlush(Unpooled.wrappedBuffer(bytes.toArray()), channel.voidPromise());
  }

  EmbeddedChannel channel() {
    return channel;
  }

  /** The connection is gone, without a word of either side. */
  void cut() {
    if (channel.isOpen()) {
      channel.unsafe().close(channel.voidPromise());
      channel.runPendingTasks();
    }
  }

  List<TlsEvent> events() {
    return events;
  }

  /** Each piece that was sent, in order. */
  List<Bytes> sent() {
    return sent;
  }

  Bytes received() {
    return received;
  }
}
