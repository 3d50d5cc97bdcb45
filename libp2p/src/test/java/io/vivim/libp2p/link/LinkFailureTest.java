package io.vivim.libp2p.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.ReferenceCountUtil;
import io.vivim.libp2p.yamux.FrameHeader;
import io.vivim.libp2p.yamux.YamuxLimits;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A link whose connection fails in the middle of what is done on it. */
final class LinkFailureTest {
  private static final int SYN = 1;

  private final Broken broken = new Broken();
  private final List<LinkStream> told = new ArrayList<>();
  private final MuxLink link =
      new MuxLink(
          Links.facts(), YamuxLimits.DEFAULT, Passage.FREE, (on, stream) -> told.add(stream));
  private final EmbeddedChannel socket = new EmbeddedChannel(broken, link.handler());

  /** Fails at each write, or does nothing about it, from when the test says so. */
  private static final class Broken extends ChannelOutboundHandlerAdapter {
    private boolean isBroken;
    private boolean isStuck;
    private int writes;

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
      writes++;
      ReferenceCountUtil.release(message);
      if (isBroken) {
        promise.setFailure(new IOException("broken"));
      } else if (!isStuck) {
        promise.trySuccess();
      }
    }
  }

  @AfterEach
  void close() {
    socket.finishAndReleaseAll();
  }

  private void assertIsOver() {
    assertThat(link.ended()).isCompleted();
    assertThat(link.streams()).isZero();
    assertThat(link.held()).isZero();
  }

  @Test
  void ofWhatCameBehindWhatEndsItNothingIsDone() {
    broken.isBroken = true;
    // The answer to the ping fails.
    socket.writeInbound(
        Unpooled.wrappedBuffer(
            Links.frame(FrameHeader.Type.PING, SYN, 0),
            Links.frame(FrameHeader.Type.WINDOW_UPDATE, SYN, 2)));
    assertThat(told).isEmpty();
    assertIsOver();
  }

  @Test
  void aWriteByWhichItFailsIsToldSo() {
    LinkStream stream = Objects.requireNonNull(link.open().toCompletableFuture().getNow(null));
    broken.isBroken = true;
    assertThat(stream.write(ByteBuffer.allocate(1_000))).isCompletedExceptionally();
    assertIsOver();
  }

  @Test
  void whatIsAskedForBehindTheEndIsNotDone() {
    LinkStream stream = Objects.requireNonNull(link.open().toCompletableFuture().getNow(null));
    broken.isStuck = true;
    link.cut(LinkEnd.cut("enough"));
    int before = broken.writes;
    link.leave();
    stream.reset();
    assertThat(stream.write(ByteBuffer.allocate(1))).isCompletedExceptionally();
    assertThat(link.open()).isCompletedExceptionally();
    assertThat(socket.isOpen()).isTrue();
    assertThat(broken.writes).isEqualTo(before);
    assertIsOver();
  }
}
