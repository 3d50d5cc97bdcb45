package io.vivim.libp2p.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.Future;
import io.vivim.libp2p.yamux.FrameHeader;
import io.vivim.libp2p.yamux.YamuxLimits;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What came on a stream before that broke off, and was not read by then. */
final class LeftoversTest {
  private static final int ACK = 2;
  private static final int FIN = 4;
  private static final int RST = 8;
  private static final int SIZE = 100_000;

  private final Held held = new Held();
  private final MuxLink link =
      new MuxLink(Links.facts(), YamuxLimits.DEFAULT, held, (on, stream) -> {});
  private final Socket socket = new Socket(link.handler());
  private final LinkStream stream =
      Objects.requireNonNull(link.open().toCompletableFuture().getNow(null));

  /** What outlasts the connection, and whether it may. */
  private static final class Held implements Passage {
    boolean hasRoom = true;
    long bytes;

    @Override
    public boolean outlasts(long more) {
      if (hasRoom) {
        bytes += more;
      }
      return hasRoom;
    }

    @Override
    public void outlasted(long fewer) {
      bytes -= fewer;
    }
  }

  /** A connection that takes no last words, so that it ends late; its tasks would end with it. */
  private static final class Socket extends EmbeddedChannel {
    Socket(MuxHandler handler) {
      super(handler);
    }

    @Override
    protected void doWrite(ChannelOutboundBuffer out) {}
  }

  @AfterEach
  void close() {
    socket.finishAndReleaseAll();
  }

  /** Two frames come, of which one was read by then. */
  private void receive(int flagsOfTheLast) {
    socket.writeInbound(data(ACK), data(flagsOfTheLast));
    assertThat(read()).isCompletedWithValueMatching(came -> came.orElseThrow().hasRemaining());
  }

  private static ByteBuf data(int flags) {
    ByteBuffer header = ByteBuffer.allocate(FrameHeader.HEADER_BYTES);
    new FrameHeader(FrameHeader.Type.DATA, flags, 1, SIZE).writeTo(header);
    return Unpooled.buffer().writeBytes(header.flip()).writeZero(SIZE);
  }

  private CompletableFuture<Optional<ByteBuffer>> read() {
    CompletionStage<Optional<ByteBuffer>> next = stream.read();
    return next.toCompletableFuture();
  }

  private void assertRestIsRead() {
    assertThat(held.bytes).isEqualTo(SIZE + Leftovers.STREAM_BYTES);
    assertThat(read()).isCompletedWithValueMatching(came -> came.orElseThrow().remaining() == SIZE);
    socket.runPendingTasks();
    assertThat(held.bytes).as("on account only until it is read").isZero();
    assertThat(read()).isCompletedWithValue(Optional.empty());
  }

  private void assertNothingIsRead(StreamException.Cause cause) {
    assertThat(held.bytes).isZero();
    assertThat(read())
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .havingCause()
        .asInstanceOf(InstanceOfAssertFactories.type(StreamException.class))
        .extracting(StreamException::brokenBy)
        .isEqualTo(cause);
  }

  @Test
  void whatCameWholeIsReadAfterTheLinkHasEnded() {
    receive(FIN);
    link.cut(LinkEnd.CLOSED);
    assertRestIsRead();
  }

  @Test
  void whatCameWholeIsReadAfterThePeerHasResetTheStream() {
    receive(FIN);
    socket.writeInbound(Links.frame(FrameHeader.Type.WINDOW_UPDATE, RST, 1));
    assertRestIsRead();
  }

  @Test
  void anEndThatCameIsOneThoughNothingIsLeftBeforeIt() {
    socket.writeInbound(Links.frame(FrameHeader.Type.WINDOW_UPDATE, ACK | FIN, 1));
    link.cut(LinkEnd.CLOSED);
    assertThat(held.bytes).isZero();
    assertThat(read()).isCompletedWithValue(Optional.empty());
  }

  @Test
  void whatCameInPartFailsAtOnce() {
    receive(0);
    link.cut(LinkEnd.CLOSED);
    assertNothingIsRead(StreamException.Cause.LINK_ENDED);
  }

  @Test
  void whatNobodyReadsInTimeIsGoneAndDoesNotLookWhole() {
    receive(FIN);
    socket.writeInbound(Links.frame(FrameHeader.Type.WINDOW_UPDATE, RST, 1));
    socket.advanceTimeBy(Leftovers.MOST_SECONDS - 1, TimeUnit.SECONDS);
    socket.runScheduledPendingTasks();
    assertThat(held.bytes).isPositive();
    socket.advanceTimeBy(1, TimeUnit.SECONDS);
    socket.runScheduledPendingTasks();
    assertNothingIsRead(StreamException.Cause.PEER);
  }

  @Test
  void withoutRoomNothingIsKept() {
    receive(FIN);
    held.hasRoom = false;
    link.cut(LinkEnd.CLOSED);
    assertNothingIsRead(StreamException.Cause.LINK_ENDED);
  }

  @Test
  void whoBreaksAStreamOffWantsNothingOfIt() {
    receive(FIN);
    stream.reset();
    assertNothingIsRead(StreamException.Cause.HERE);
  }

  @Test
  void whoBreaksAStreamOffThatIsBrokenOffWantsNothingOfItEither() {
    receive(FIN);
    link.cut(LinkEnd.CLOSED);
    stream.reset();
    socket.runPendingTasks();
    assertNothingIsRead(StreamException.Cause.LINK_ENDED);
  }

  @Test
  void allStreamsOfALinkHaveOneRoom() {
    Leftovers leftovers = new Leftovers(held, 2 * (1000 + Leftovers.STREAM_BYTES) - 1);
    Future<?> first =
        Objects.requireNonNull(leftovers.hold(socket.eventLoop(), 1000, () -> {}), "room for one");
    assertThat(leftovers.hold(socket.eventLoop(), 1000, () -> {})).isNull();
    first.cancel(false);
    socket.runPendingTasks();
    assertThat(leftovers.hold(socket.eventLoop(), 1000, () -> {})).isNotNull();
  }
}
