package io.vivim.libp2p.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.DuplexChannel;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections that end while the peer still sends. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class FarewellTest {
  private static final int HASTY_CLOSES = 50;
  private static final int UNREAD_BYTES = 100_000;
  private static final String WORDS = "the last words";

  private final HalfCloser channel = new HalfCloser();

  /** Where a connection is reset, what has arrived of it and is not read is gone. */
  @Test
  void theLastWordsArriveThoughWhatThePeerSentWaitsUnread() throws Exception {
    SocketWires wires = new SocketWires(1);
    BlockingQueue<Channel> taken = new LinkedBlockingQueue<>();
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    Wires.Door door = Pair.get(wires.bind(any, () -> new ReadsNothing(taken)));
    for (int i = 0; i < HASTY_CLOSES; i++) {
      try (Socket peer = new Socket(any.getAddress(), door.address().getPort())) {
        peer.getOutputStream().write(new byte[UNREAD_BYTES]);
        Channel here = Pair.next(taken);
        ChannelFuture said = here.writeAndFlush(Unpooled.copiedBuffer(WORDS, UTF_8)).sync();
        assertThat(said.isSuccess()).isTrue();
        Farewell.say(here);
        // What it does at once is done, so that a reset would be here before the words are read.
        here.eventLoop().submit(() -> {}).sync();
        assertThat(new String(peer.getInputStream().readAllBytes(), UTF_8)).isEqualTo(WORDS);
      }
    }
    Pair.get(wires.close());
  }

  /** Leaves what comes in the socket. */
  private static final class ReadsNothing extends ChannelInboundHandlerAdapter {
    private final BlockingQueue<Channel> taken;

    ReadsNothing(BlockingQueue<Channel> taken) {
      this.taken = taken;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
      ctx.channel().config().setAutoRead(false);
      taken.add(ctx.channel());
    }
  }

  @Test
  void nothingIsSentBehindTheWordsAndThePeersEndIsAwaited() {
    channel.say();
    assertThat(channel.isOutputShutdown()).isTrue();
    channel.advanceTimeBy(Farewell.MOST_LINGER_MILLIS - 1, TimeUnit.MILLISECONDS);
    channel.runScheduledPendingTasks();
    assertThat(channel.isOpen()).isTrue();
    channel.unsafe().close(channel.voidPromise());
    channel.runPendingTasks();
    assertThat(channel.runScheduledPendingTasks()).as("a clock that runs on").isEqualTo(-1);
  }

  /** Else its end would not be seen, and what it sends would fill the system's buffers. */
  @Test
  void thePeerIsReadAgainWhereNothingMoreWasRead() {
    channel.config().setAutoRead(false);
    channel.say();
    assertThat(channel.config().isAutoRead()).isTrue();
  }

  @Test
  void whoNeverEndsIsWaitedForOnlySoLong() {
    channel.say();
    // Neither a second farewell nor a drip of bytes gives more time.
    channel.advanceTimeBy(Farewell.MOST_LINGER_MILLIS / 2, TimeUnit.MILLISECONDS);
    channel.say();
    channel.writeInbound(Unpooled.copiedBuffer("x", UTF_8));
    assertThat(channel.isOpen()).isTrue();
    channel.advanceTimeBy(Farewell.MOST_LINGER_MILLIS / 2, TimeUnit.MILLISECONDS);
    channel.runScheduledPendingTasks();
    assertThat(channel.isOpen()).isFalse();
  }

  @Test
  void whoSendsWithoutEndIsReadOnlySoFarAndNothingOfItIsKept() {
    channel.say();
    ByteBuf piece = Unpooled.wrappedBuffer(new byte[1 << 20]);
    for (long sent = 0; sent < Farewell.MOST_LATE_BYTES; sent += 1 << 20) {
      assertThat(channel.isOpen()).isTrue();
      assertThat(channel.writeInbound(piece.retainedDuplicate())).as("handed on").isFalse();
    }
    assertThat(channel.isOpen()).isTrue();
    assertThat(channel.writeInbound(Unpooled.copiedBuffer("x", UTF_8))).isFalse();
    assertThat(channel.isOpen()).isFalse();
    assertThat(piece.refCnt()).isEqualTo(1);
    piece.release();
  }

  @Test
  void whoTakesNoWordsIsClosedWithoutThem() {
    channel.takesNothing = true;
    channel.say();
    assertThat(channel.isOutputShutdown()).isFalse();
    channel.advanceTimeBy(Farewell.MOST_WORDS_MILLIS, TimeUnit.MILLISECONDS);
    channel.runScheduledPendingTasks();
    assertThat(channel.isOpen()).isFalse();
  }

  /** A channel in memory whose halves end by themselves, with time that stands still. */
  private static final class HalfCloser extends EmbeddedChannel implements DuplexChannel {
    boolean takesNothing;
    private boolean isOutputShut;

    HalfCloser() {
      freezeTime();
    }

    void say() {
      Farewell.say(this);
      runPendingTasks();
    }

    @Override
    protected void doWrite(ChannelOutboundBuffer buffer) throws Exception {
      if (!takesNothing) {
        super.doWrite(buffer);
      }
    }

    @Override
    public boolean isInputShutdown() {
      return false;
    }

    @Override
    public ChannelFuture shutdownInput() {
      return shutdownInput(newPromise());
    }

    @Override
    public ChannelFuture shutdownInput(ChannelPromise promise) {
      throw new UnsupportedOperationException();
    }

    @Override
    public boolean isOutputShutdown() {
      return isOutputShut;
    }

    @Override
    public ChannelFuture shutdownOutput() {
      return shutdownOutput(newPromise());
    }

    @Override
    public ChannelFuture shutdownOutput(ChannelPromise promise) {
      isOutputShut = true;
      return promise.setSuccess();
    }

    @Override
    public boolean isShutdown() {
      return false;
    }

    @Override
    public ChannelFuture shutdown() {
      return shutdown(newPromise());
    }

    @Override
    public ChannelFuture shutdown(ChannelPromise promise) {
      throw new UnsupportedOperationException();
    }
  }
}
