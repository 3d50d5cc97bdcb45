package io.vivim.libp2p.link;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.vivim.codec.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Fuzzes reading the frames of a WebSocket, beside Netty's own reader. The first byte says whether
 * they are masked, and how they are cut on their way.
 */
final class WebSocketFuzz {
  /** As long as a head is at most. */
  private static final byte[] HEAD = new byte[14];

  static Stream<byte[]> seeds() {
    return Stream.of(
            "",
            "00",
            "0082036162638900800164",
            "0002016189008001628a0163",
            "01828101020304408a810a0b0c0d6e",
            "0382fe00800000000061",
            "02827e00ff61",
            "00827f000000000010000061",
            "0082016188 0203e8 820162".replace(" ", ""),
            "00880403e8ff61",
            "3d420104",
            "00880100",
            "00810161",
            "ff8200890082 0161".replace(" ", ""))
        .map(hex -> Bytes.fromHex(hex).toArray());
  }

  /**
   * What came out of a reader.
   *
   * @param data what was in the frames of data, as hex
   * @param control the other frames, but for a close
   */
  private record Read(String data, List<String> control, boolean isClosed, boolean isRefused) {}

  @MethodSource("seeds")
  @FuzzTest
  void whateverTheCutsItReadsWhatNettyDoes(byte[] input) {
    int how = input.length == 0 ? 0 : input[0] & 0xff;
    boolean isMasked = (how & 1) != 0;
    ByteBuf sent = Unpooled.wrappedBuffer(input).skipBytes(Math.min(1, input.length));
    Read whole = read(new WebSocketReader(isMasked), sent, input.length);
    assertThat(read(new WebSocketReader(isMasked), sent, 1 + how / 2)).isEqualTo(whole);
    Read gathered = read(netty(isMasked), sent, input.length);
    if (whole.isRefused) {
      // By a rule of ours, perhaps: whatever was before that came out.
      assertThat(gathered.data).startsWith(whole.data);
    } else {
      // Netty waits for the end of a frame, and cares about the words of a close.
      assertThat(whole.data).startsWith(gathered.data);
      assertThat(whole.control).isEqualTo(gathered.control);
      assertThat(!gathered.isRefused || whole.isClosed || isRefusedOnceItIsWhole(isMasked, sent))
          .isTrue();
    }
  }

  /** Netty looks at the first two bytes of a head before the others are here. */
  private static boolean isRefusedOnceItIsWhole(boolean isMasked, ByteBuf sent) {
    ByteBuf more = Unpooled.wrappedBuffer(sent.duplicate(), Unpooled.wrappedBuffer(HEAD));
    return read(new WebSocketReader(isMasked), more, more.readableBytes()).isRefused;
  }

  private static ChannelHandler netty(boolean isMasked) {
    return new WebSocket13FrameDecoder(
        WebSocketDecoderConfig.newBuilder()
            .expectMaskedFrames(isMasked)
            .allowMaskMismatch(false)
            .maxFramePayloadLength(WebSocketReader.MAX_FRAME_BYTES)
            .closeOnProtocolViolation(false)
            .build());
  }

  private static Read read(ChannelHandler reader, ByteBuf sent, int cut) {
    EmbeddedChannel channel = new EmbeddedChannel(reader);
    channel.freezeTime();
    ByteBuf all = sent.duplicate();
    List<ByteBuf> pieces = new ArrayList<>();
    boolean isRefused = false;
    while (all.isReadable() && !isRefused) {
      // Readers unmask where the bytes stand.
      ByteBuf piece = Unpooled.copiedBuffer(all.readSlice(Math.min(cut, all.readableBytes())));
      pieces.add(piece);
      try {
        channel.writeInbound(piece);
      } catch (CorruptedFrameException e) {
        isRefused = true;
      }
    }
    Read read = drain(channel, isRefused);
    channel.finishAndReleaseAll();
    assertThat(pieces).allMatch(piece -> piece.refCnt() == 0);
    return read;
  }

  private static Read drain(EmbeddedChannel channel, boolean isRefused) {
    StringBuilder data = new StringBuilder();
    List<String> control = new ArrayList<>();
    boolean isClosed = false;
    for (Object next = channel.readInbound(); next != null; next = channel.readInbound()) {
      ByteBuf bytes = next instanceof WebSocketFrame frame ? frame.content() : (ByteBuf) next;
      if (next instanceof CloseWebSocketFrame) {
        isClosed = true;
      } else if (isData(next)) {
        data.append(ByteBufUtil.hexDump(bytes));
      } else {
        control.add(next.getClass().getSimpleName() + ByteBufUtil.hexDump(bytes));
      }
      bytes.release();
    }
    return new Read(data.toString(), control, isClosed, isRefused);
  }

  private static boolean isData(Object read) {
    return read instanceof ByteBuf
        || read instanceof BinaryWebSocketFrame
        || read instanceof ContinuationWebSocketFrame
        || read instanceof TextWebSocketFrame;
  }
}
