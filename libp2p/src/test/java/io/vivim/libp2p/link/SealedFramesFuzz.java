package io.vivim.libp2p.link;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.vivim.codec.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/** Fuzzes cutting sealed frames out of what comes; the first byte says how it is cut on its way. */
final class SealedFramesFuzz {
  private static final int LENGTH_BYTES = Short.BYTES;

  static Stream<byte[]> seeds() {
    return Stream.of(
            "",
            "00",
            "010003aabbcc0000",
            "030003aabbcc0001ff",
            "05ffff00",
            "ff0010",
            "02000000000000")
        .map(hex -> Bytes.fromHex(hex).toArray());
  }

  /** However it is cut, the frames are those that the bytes say, and what is left is what lacks. */
  @MethodSource("seeds")
  @FuzzTest
  void comesOutAsItWentInHoweverItWasCut(byte[] input) {
    int cut = input.length == 0 ? 1 : 1 + (input[0] & 0xff);
    ByteBuf all = Unpooled.wrappedBuffer(input);
    all.skipBytes(Math.min(1, input.length));
    SealedFrames frames = new SealedFrames();
    List<String> came = new ArrayList<>();
    List<String> said = said(all.duplicate());
    try {
      while (all.isReadable()) {
        ByteBuf piece = all.readSlice(Math.min(cut, all.readableBytes()));
        while (piece.isReadable()) {
          int before = piece.readableBytes();
          ByteBuf frame = frames.next(UnpooledByteBufAllocator.DEFAULT, piece);
          assertThat(piece.readableBytes()).isLessThan(frame == null ? 1 : before);
          if (frame != null) {
            came.add(ByteBufUtil.hexDump(frame));
            frame.release();
          }
        }
      }
      String rest = frames.isWithin() ? said.remove(said.size() - 1) : "";
      assertThat(came).isEqualTo(said);
      assertThat(rest.isEmpty()).isNotEqualTo(frames.isWithin());
    } finally {
      frames.release();
    }
    assertThat(frames.isWithin()).isFalse();
  }

  /** The frames one after another, and last what lacks its end. */
  private static List<String> said(ByteBuf all) {
    List<String> said = new ArrayList<>();
    while (all.isReadable()) {
      int size =
          all.readableBytes() < LENGTH_BYTES
              ? LENGTH_BYTES
              : LENGTH_BYTES + all.getUnsignedShort(all.readerIndex());
      said.add(ByteBufUtil.hexDump(all.readSlice(Math.min(size, all.readableBytes()))));
    }
    return said;
  }
}
