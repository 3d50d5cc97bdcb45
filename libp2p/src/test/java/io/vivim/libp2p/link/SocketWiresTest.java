package io.vivim.libp2p.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** When sockets and their loops are done for, so is all that they carried. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class SocketWiresTest {
  private static final InetSocketAddress ANY =
      new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
  private static final Duration LONG = Duration.ofSeconds(20);

  private final SocketWires wires = new SocketWires(2);
  private final BlockingQueue<Channel> taken = new LinkedBlockingQueue<>();
  private final BlockingQueue<Channel> left = new LinkedBlockingQueue<>();

  /** Notes channels that come, and those whose handlers are let go. */
  private final class Noting extends ChannelInboundHandlerAdapter {
    @Override
    public void channelActive(ChannelHandlerContext ctx) {
      taken.add(ctx.channel());
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
      left.add(ctx.channel());
    }
  }

  private Wires.Door open() {
    return Pair.get(wires.bind(ANY, Noting::new));
  }

  private static ByteBuf zeros(Channel channel, int size) {
    return channel.alloc().directBuffer(size).writeZero(size);
  }

  @Test
  void allChannelsAreClosedAndTheirHandlersLetGoWhenItIsClosed() throws Exception {
    List<Socket> strangers = new ArrayList<>();
    Wires.Door door = open();
    Frames.unused(wires.connect(door.address(), LONG, new Noting()));
    for (int i = 0; i < 10; i++) {
      strangers.add(new Socket(door.address().getAddress(), door.address().getPort()));
    }
    for (int i = 0; i < 12; i++) {
      Pair.next(taken);
    }
    Pair.get(wires.close());
    assertThat(left).hasSize(12).noneMatch(Channel::isOpen);
    for (Socket each : strangers) {
      assertThat(each.getInputStream().read()).isEqualTo(-1);
      each.close();
    }
    assertThatThrownBy(() -> new Socket(door.address().getAddress(), door.address().getPort()))
        .isInstanceOf(java.net.ConnectException.class);
  }

  @Test
  void whoTakesNothingIsClosedToo() throws Exception {
    try (Socket stranger = new Socket()) {
      stranger.setReceiveBufferSize(4096);
      stranger.connect(open().address());
      Channel there = Pair.next(taken);
      Frames.unused(there.writeAndFlush(zeros(there, 64 << 20)));
      Pair.get(wires.close());
      assertThat(left).hasSize(1).noneMatch(Channel::isOpen);
    }
  }

  @Test
  void closingWhileOthersComeLeavesNone() throws Exception {
    Wires.Door door = open();
    for (int i = 0; i < 200; i++) {
      Frames.unused(wires.connect(door.address(), LONG, new Noting()));
    }
    Pair.get(wires.close());
    assertThat(taken).noneMatch(Channel::isOpen);
    assertThat(left).containsAll(taken);
  }

  @Test
  void whatWasWrittenBeforeGoesOutFirst() throws Exception {
    try (Socket stranger = new Socket()) {
      stranger.connect(open().address());
      Channel there = Pair.next(taken);
      Frames.unused(there.writeAndFlush(zeros(there, 4 << 20)));
      var closed = wires.close();
      assertThat(stranger.getInputStream().readAllBytes()).hasSize(4 << 20);
      Pair.get(closed);
    }
  }

  @Test
  void whatIsMadeWhileAllIsClosedGoesNoFurtherThanTheEntrance() {
    OpenChannels channels = new OpenChannels();
    Pair.get(channels.close());
    EmbeddedChannel late = new EmbeddedChannel(channels.entrance(Noting::new));
    assertThat(late.isOpen()).isFalse();
    assertThat(left).containsExactly(late);
    Pair.get(wires.close());
  }
}
