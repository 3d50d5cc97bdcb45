package io.vivim.libp2p.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.embedded.EmbeddedChannel;
import io.vivim.libp2p.yamux.FrameHeader;
import io.vivim.libp2p.yamux.YamuxLimits;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What waits on a link whose peer takes nothing, or answers nothing. */
final class LinkBacklogTest {
  private static final int SYN = 1;
  private static final int ACK = 2;
  private static final int FIN = 4;

  /** An answer, and what Netty counts for it. */
  private static final int ANSWER_BYTES = FrameHeader.HEADER_BYTES + 96;

  /** A frame is a little less than the first window, so that it takes two. */
  private static final YamuxLimits LIMITS = withFrames((int) YamuxLimits.INITIAL_WINDOW_BYTES);

  private final Held held = new Held();
  private final MuxLink link = new MuxLink(Links.facts(), LIMITS, held, (on, stream) -> {});
  private final Socket socket = new Socket(link.handler());

  private static YamuxLimits withFrames(int bytes) {
    YamuxLimits usual = YamuxLimits.DEFAULT;
    return new YamuxLimits(
        usual.inboundStreams(),
        usual.outboundStreams(),
        usual.unacknowledgedInbound(),
        usual.unacknowledgedOutbound(),
        bytes,
        usual.windowBytes(),
        usual.unreadBytes(),
        usual.keepAlive(),
        usual.pingTimeout());
  }

  /** What is held on account of the link, and how it is answered for. */
  private static final class Held implements Passage {
    long most = Long.MAX_VALUE;
    long bytes;
    boolean isBroken;

    @Override
    public boolean holds(long more) {
      if (bytes > most - more) {
        return false;
      }
      bytes += more;
      return true;
    }

    @Override
    public void lets(long fewer) {
      if (isBroken) {
        throw new IllegalStateException("broken for a moment");
      }
      bytes -= fewer;
    }
  }

  /** A connection whose other end takes nothing until it is told to. */
  private static final class Socket extends EmbeddedChannel {
    private boolean isTaken;

    Socket(MuxHandler handler) {
      super(handler);
    }

    @Override
    protected void doWrite(ChannelOutboundBuffer out) throws Exception {
      if (isTaken) {
        super.doWrite(out);
      }
    }

    void takeAll() {
      isTaken = true;
      flush();
      runPendingTasks();
    }

    boolean isRead() {
      return config().isAutoRead();
    }

    void pings(int count) {
      for (int i = 0; i < count; i++) {
        writeInbound(Links.frame(FrameHeader.Type.PING, SYN, 0));
      }
    }
  }

  @AfterEach
  void close() {
    socket.finishAndReleaseAll();
  }

  @Test
  void nothingMoreIsReadOfAPeerThatTakesNoAnswersUntilItDoes() {
    int most = (int) (MuxHandler.MAX_ANSWER_BYTES / ANSWER_BYTES);
    socket.pings(7_000);
    // Time for as many again as nobody takes for a flood.
    socket.advanceTimeBy(3, TimeUnit.SECONDS);
    socket.pings(most - 7_000);
    assertThat(socket.isRead()).isTrue();
    // There is a mark below which Netty calls a connection writable again.
    socket.pings(socket.config().getWriteBufferLowWaterMark() / ANSWER_BYTES + 2);
    assertThat(socket.isRead()).isFalse();
    socket.takeAll();
    assertThat(socket.isRead()).isTrue();
  }

  @Test
  void answersThatWaitAreHeldOnAccountOfTheLinkAndGivenBack() {
    socket.pings(3_000);
    assertThat(held.bytes).isGreaterThanOrEqualTo(3_000 * ANSWER_BYTES - Backlog.FREE_BYTES);
    socket.takeAll();
    socket.pings(1);
    assertThat(held.bytes).isZero();
  }

  @Test
  void whereThereIsNoRoomForAnswersNothingMoreIsRead() {
    held.most = 128 * 1024;
    socket.pings(1_000);
    assertThat(socket.isRead()).isTrue();
    socket.pings(1_000);
    assertThat(socket.isRead()).isFalse();
    socket.takeAll();
    assertThat(socket.isRead()).isTrue();
  }

  @Test
  void ofStreamsThatWaitToBeOpenedThereAreNoMoreThanMay() {
    int atOnce = YamuxLimits.DEFAULT.unacknowledgedOutbound();
    List<CompletableFuture<LinkStream>> opening = new ArrayList<>();
    for (int i = 0; i < atOnce + OpenQueue.MAX_WAITING; i++) {
      opening.add(link.open().toCompletableFuture());
    }
    assertThat(opening).noneMatch(CompletableFuture::isCompletedExceptionally);
    assertThat(opening.stream().filter(CompletableFuture::isDone)).hasSize(atOnce);
    assertThat(link.open())
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .havingCause()
        .isInstanceOf(LinkException.class)
        .withMessageContaining("too many");
    // An answer of the peer's makes room for one.
    socket.writeInbound(Links.frame(FrameHeader.Type.WINDOW_UPDATE, ACK, 1));
    assertThat(opening.get(atOnce)).isCompleted();
    assertThat(link.open().toCompletableFuture()).isNotDone();
  }

  @Test
  void whoWaitsNoMoreForAStreamLeavesTheLine() {
    int atOnce = YamuxLimits.DEFAULT.unacknowledgedOutbound();
    List<CompletableFuture<LinkStream>> opening = new ArrayList<>();
    for (int i = 0; i < atOnce + OpenQueue.MAX_WAITING; i++) {
      opening.add(link.open().toCompletableFuture());
    }
    opening.get(atOnce).completeExceptionally(new LinkException("waited for too long"));
    socket.runPendingTasks();
    opening.add(link.open().toCompletableFuture());
    assertThat(opening.get(opening.size() - 1)).as("there is room in the line").isNotDone();
    socket.writeInbound(Links.frame(FrameHeader.Type.WINDOW_UPDATE, ACK, 1));
    assertThat(opening.get(atOnce + 1)).as("the next in line").isCompleted();
    assertThat(link.streams()).isEqualTo(atOnce + 1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whoWaitsForAStreamIsToldAtOnceWhereOneSideTakesLeave(boolean isOurs) {
    int atOnce = YamuxLimits.DEFAULT.unacknowledgedOutbound();
    for (int i = 0; i < atOnce; i++) {
      assertThat(link.open()).isCompleted();
    }
    CompletableFuture<LinkStream> waiting = link.open().toCompletableFuture();
    assertThat(waiting).isNotDone();
    if (isOurs) {
      link.leave();
    } else {
      socket.writeInbound(Links.frame(FrameHeader.Type.GO_AWAY, 0, 0));
    }
    assertThat(link.isLeaving()).isEqualTo(!isOurs);
    assertThat(waiting)
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .havingCause()
        .isInstanceOf(LinkException.class)
        .withMessageContaining("LEAVING");
    assertThat(link.streams()).as("the others go on").isEqualTo(atOnce);
    assertThat(link.ended().toCompletableFuture()).isNotDone();
  }

  @Test
  void aStreamThatNobodyWaitsForAnyMoreIsBrokenOff() {
    OpenQueue queue = new OpenQueue();
    CompletableFuture<LinkStream> gone = new CompletableFuture<>();
    CompletableFuture<LinkStream> next = new CompletableFuture<>();
    queue.add(gone);
    queue.add(next);
    gone.cancel(false);
    LinkStream stream = Objects.requireNonNull(link.open().toCompletableFuture().getNow(null));
    queue.completeFirst(stream);
    assertThat(next).isCompletedWithValue(stream);
    assertThat(link.streams()).isEqualTo(1);
    queue.completeFirst(stream);
    assertThat(link.streams()).isZero();
  }

  /** Of a large frame of which it is a small part, that is. */
  @Test
  void whatIsReadHoldsNoMoreThanItselfEither() {
    LinkStream stream = Objects.requireNonNull(link.open().toCompletableFuture().getNow(null));
    CompletableFuture<Integer> capacity =
        stream.read().toCompletableFuture().thenApply(came -> came.orElseThrow().capacity());
    ByteBuf much = Unpooled.buffer();
    for (int i = 0; i < 1_000; i++) {
      much.writeBytes(Links.frame(FrameHeader.Type.PING, SYN, 0));
    }
    ByteBuffer header = ByteBuffer.allocate(FrameHeader.HEADER_BYTES);
    new FrameHeader(FrameHeader.Type.DATA, ACK, 1, 10).writeTo(header);
    socket.writeInbound(much.writeBytes(header.flip()).writeZero(10));
    assertThat(capacity).isCompletedWithValue(10);
  }

  @Test
  void whatAStreamKeepsIsGivenBackWhenBothSidesAreDoneWithIt() {
    socket.takeAll();
    LinkStream stream = Objects.requireNonNull(link.open().toCompletableFuture().getNow(null));
    stream.keeps(2 * (int) Backlog.FREE_BYTES);
    assertThat(held.bytes).isPositive();
    assertThat(stream.finish()).isCompleted();
    socket.writeInbound(Links.frame(FrameHeader.Type.WINDOW_UPDATE, ACK | FIN, 1));
    assertThat(stream.ended()).isCompletedWithValue(Optional.empty());
    assertThat(held.bytes).isZero();
    // Whoever kept it says so when it is too late.
    stream.keeps(-2 * (int) Backlog.FREE_BYTES);
    LinkStream next = Objects.requireNonNull(link.open().toCompletableFuture().getNow(null));
    next.keeps(2 * (int) Backlog.FREE_BYTES);
    assertThat(held.bytes).as("not given back twice").isPositive();
  }

  @Test
  void aFaultWhileStreamsWriteDoesNotSilenceTheLinkForEver() {
    socket.takeAll();
    LinkStream stream = Objects.requireNonNull(link.open().toCompletableFuture().getNow(null));
    LinkStream other = Objects.requireNonNull(link.open().toCompletableFuture().getNow(null));
    held.isBroken = true;
    // A window's worth goes out, and of the rest no more is held than every link may.
    int size = (int) YamuxLimits.INITIAL_WINDOW_BYTES + 1_000;
    assertThatThrownBy(() -> stream.write(ByteBuffer.allocate(size)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("broken for a moment");
    held.isBroken = false;
    assertThat(other.write(ByteBuffer.allocate(1)).toCompletableFuture()).isCompleted();
    assertThat(link.ended().toCompletableFuture()).isNotDone();
  }
}
