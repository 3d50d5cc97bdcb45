package io.vivim.libp2p.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.vivim.libp2p.yamux.FrameHeader;
import io.vivim.libp2p.yamux.YamuxLimits;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A peer breaks a stream off and opens another by its id, all in what is read at once. */
final class IdUsedAgainTest {
  private static final int SYN = 1;
  private static final int RST = 8;

  /** More than a link holds without asking. */
  private static final int MUCH_BYTES = 20_000;

  private final List<LinkStream> incoming = new ArrayList<>();
  private final Room room = new Room();
  private final MuxLink link =
      new MuxLink(Links.facts(), YamuxLimits.DEFAULT, room, (on, stream) -> incoming.add(stream));
  private final EmbeddedChannel socket = new EmbeddedChannel(link.handler());

  /** What the link is allowed to hold. */
  private static final class Room implements Passage {
    boolean isThere = true;
    long bytes;

    @Override
    public boolean holds(long more) {
      bytes += isThere ? more : 0;
      return isThere;
    }

    @Override
    public void lets(long fewer) {
      bytes -= fewer;
    }
  }

  @AfterEach
  void close() {
    socket.finishAndReleaseAll();
  }

  private static ByteBuf open() {
    return Links.frame(FrameHeader.Type.WINDOW_UPDATE, SYN, 2);
  }

  private static ByteBuf reset() {
    return Links.frame(FrameHeader.Type.WINDOW_UPDATE, RST, 2);
  }

  private static ByteBuf data(int size) {
    ByteBuffer header = ByteBuffer.allocate(FrameHeader.HEADER_BYTES);
    new FrameHeader(FrameHeader.Type.DATA, 0, 2, size).writeTo(header);
    return Unpooled.buffer().writeBytes(header.flip()).writeZero(size);
  }

  private void receive(ByteBuf... frames) {
    socket.writeInbound(Unpooled.wrappedBuffer(frames));
  }

  @Test
  void whoReadsTheFirstGetsWhatCameAndTheSecondIsChargedNothing() {
    receive(open());
    CompletableFuture<Optional<ByteBuffer>> read = incoming.get(0).read().toCompletableFuture();
    receive(data(5_000), reset(), open());
    assertThat(read.isDone()).as("whoever reads is not left waiting").isTrue();
    assertThat(read.join())
        .hasValueSatisfying(came -> assertThat(came.remaining()).isEqualTo(5_000));
    assertThat(link.ended().toCompletableFuture()).isNotDone();
    assertThat(link.streams()).isEqualTo(1);
  }

  @Test
  void whatTheFirstReadLowersNothingThatTheSecondHolds() {
    receive(open());
    CompletableFuture<Optional<ByteBuffer>> read = incoming.get(0).read().toCompletableFuture();
    receive(data(MUCH_BYTES), reset(), open(), data(MUCH_BYTES));
    assertThat(read).isCompleted();
    // Of a third, which makes it count again.
    receive(data(1));
    assertThat(room.bytes).as("held on account of the second").isPositive();
    assertThat(incoming.get(1).read()).isCompleted();
  }

  @Test
  void aFirstForWhichThereIsNoRoomDoesNotTakeTheSecondWithIt() {
    receive(open());
    room.isThere = false;
    receive(data(MUCH_BYTES), reset(), open());
    assertThat(incoming.get(0).ended())
        .isCompletedWithValue(Optional.of(StreamException.Cause.TOO_MUCH_UNREAD));
    assertThat(incoming).hasSize(2);
    assertThat(link.streams()).isEqualTo(1);
    receive(reset());
    assertThat(incoming.get(1).ended())
        .isCompletedWithValue(Optional.of(StreamException.Cause.PEER));
    assertThat(link.held()).isZero();
  }
}
