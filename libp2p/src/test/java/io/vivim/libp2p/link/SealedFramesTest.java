package io.vivim.libp2p.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.AbstractByteBufAllocator;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class SealedFramesTest {
  private static final ByteBufAllocator ALLOCATOR = UnpooledByteBufAllocator.DEFAULT;

  private final SealedFrames frames = new SealedFrames();

  @AfterEach
  void release() {
    frames.release();
  }

  @Test
  void framesComeOutAsTheyAreHoweverTheyAreCut() {
    ByteBuf all = Unpooled.buffer();
    List<Integer> sizes = List.of(0, 1, 16, 300, 2, 65_535, 0, 40);
    sizes.forEach(size -> all.writeShort(size).writeBytes(new byte[size]));
    for (int cut : List.of(1, 2, 3, 7, 255, 20_000, 65_536, all.readableBytes())) {
      assertThat(cutInto(cut, all.duplicate())).as("pieces of %d", cut).isEqualTo(sizes);
      assertThat(frames.isWithin()).isFalse();
    }
  }

  private List<Integer> cutInto(int cut, ByteBuf all) {
    List<Integer> sizes = new ArrayList<>();
    while (all.isReadable()) {
      ByteBuf piece = all.readSlice(Math.min(cut, all.readableBytes()));
      while (piece.isReadable()) {
        ByteBuf frame = frames.next(ALLOCATOR, piece);
        if (frame != null) {
          assertThat(frame.readShort() & 0xffff).isEqualTo(frame.readableBytes());
          sizes.add(frame.readableBytes());
          assertThat(frame.release()).isEqualTo(frame.refCnt() == 0);
        }
      }
    }
    return sizes;
  }

  @Test
  void aWholeFrameStaysWhereItIs() {
    ByteBuf in = Unpooled.directBuffer().writeShort(3).writeBytes(new byte[] {1, 2, 3});
    ByteBuf frame = Objects.requireNonNull(frames.next(ALLOCATOR, in));
    assertThat(frame.memoryAddress()).isEqualTo(in.memoryAddress());
    frame.release();
    in.release();
    assertThat(in.refCnt()).isZero();
  }

  @Test
  void whoSaysThatMuchComesMakesNoRoomForIt() {
    Counting counting = new Counting();
    ByteBuf in = Unpooled.buffer().writeShort(65_535).writeBytes(new byte[100]);
    assertThat(frames.next(counting, in)).isNull();
    assertThat(frames.isWithin()).isTrue();
    assertThat(counting.room).isLessThan(1_000);
  }

  /** Remembers how much room was asked for. */
  private static final class Counting extends AbstractByteBufAllocator {
    int room;

    Counting() {
      super(true);
    }

    @Override
    protected ByteBuf newHeapBuffer(int initial, int most) {
      return ALLOCATOR.heapBuffer(initial, most);
    }

    @Override
    protected ByteBuf newDirectBuffer(int initial, int most) {
      room = Math.max(room, initial);
      return ALLOCATOR.directBuffer(initial, most);
    }

    @Override
    public boolean isDirectBufferPooled() {
      return false;
    }
  }
}
