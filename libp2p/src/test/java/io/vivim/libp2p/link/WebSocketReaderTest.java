package io.vivim.libp2p.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class WebSocketReaderTest {
  private static final long SEED = 6455;

  private static byte[] encoded(boolean isMasked, WebSocketFrame... frames) {
    EmbeddedChannel writer = new EmbeddedChannel(new WebSocket13FrameEncoder(isMasked));
    writer.writeOutbound((Object[]) frames);
    ByteBuf all = Unpooled.buffer();
    for (ByteBuf next = writer.readOutbound(); next != null; next = writer.readOutbound()) {
      all.writeBytes(next);
      next.release();
    }
    return ByteBufUtil.getBytes(all);
  }

  private static ByteBuf bytes(Random random, int size) {
    byte[] bytes = new byte[size];
    random.nextBytes(bytes);
    return Unpooled.wrappedBuffer(bytes);
  }

  private static EmbeddedChannel reader(boolean isMasked) {
    return new EmbeddedChannel(new WebSocketReader(isMasked));
  }

  /** All payload that came out, and behind it the names of what else did. */
  private static String read(EmbeddedChannel from) {
    StringBuilder data = new StringBuilder();
    List<String> others = new ArrayList<>();
    for (Object next = from.readInbound(); next != null; next = from.readInbound()) {
      if (next instanceof WebSocketFrame frame) {
        others.add(frame.getClass().getSimpleName() + ByteBufUtil.hexDump(frame.content()));
        frame.release();
      } else {
        data.append(ByteBufUtil.hexDump((ByteBuf) next));
        ((ByteBuf) next).release();
      }
    }
    return data + others.toString();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whateverTheCutsTheBytesAreThoseThatWereSent(boolean isMasked) {
    Random random = new Random(SEED);
    for (int round = 0; round < 200; round++) {
      ByteBuf one = bytes(random, random.nextInt(300));
      ByteBuf two = bytes(random, random.nextInt(70_000));
      ByteBuf ping = bytes(random, random.nextInt(126));
      String expected =
          ByteBufUtil.hexDump(one)
              + ByteBufUtil.hexDump(two)
              + List.of(
                  "PingWebSocketFrame" + ByteBufUtil.hexDump(ping),
                  "PongWebSocketFrame",
                  "CloseWebSocketFrame03e8");
      byte[] sent =
          encoded(
              isMasked,
              new BinaryWebSocketFrame(false, 0, one),
              new PingWebSocketFrame(ping),
              new ContinuationWebSocketFrame(true, 0, two),
              new PongWebSocketFrame(),
              new BinaryWebSocketFrame(),
              new CloseWebSocketFrame(1000, "enough"),
              new BinaryWebSocketFrame(bytes(random, 9)));
      EmbeddedChannel reader = reader(isMasked);
      int most = 1 + random.nextInt(round % 2 == 0 ? 5 : 30_000);
      for (int at = 0; at < sent.length; ) {
        int size = Math.min(1 + random.nextInt(most), sent.length - at);
        reader.writeInbound(Unpooled.copiedBuffer(sent, at, size));
        at += size;
      }
      assertThat(read(reader)).isEqualTo(expected);
    }
  }

  @Test
  void whatComesOfAFrameIsPassedOnBeforeItsEndAndKeptByNobody() {
    EmbeddedChannel reader = reader(false);
    ByteBuf piece = Unpooled.directBuffer().writeBytes(new byte[] {(byte) 0x82, 127});
    piece.writeLong(1 << 20).writeBytes("begun".getBytes(StandardCharsets.US_ASCII));
    reader.writeInbound(piece);
    ByteBuf came = reader.readInbound();
    assertThat(came.toString(StandardCharsets.US_ASCII)).isEqualTo("begun");
    came.release();
    assertThat(piece.refCnt()).isZero();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "8100", // a text
        "8000", // goes on with nothing
        "02008200", // begins another within one
        "8300", // no such frame
        "0900", // a ping in parts
        "897e0080", // a long ping
        "8b00", // no such frame of control
        "c200", // bits that mean nothing
        "827f0000000000100001", // larger than may be
        "827fffffffffffffffff",
        "827e007d", // longer than it has to be
        "827f000000000000ffff",
        "828000000000", // masked
        "880100", // half a code
        "88020000" // no code
      })
  void whatBreaksTheRulesEndsIt(String hex) {
    EmbeddedChannel reader = reader(false);
    ByteBuf sent = Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex + "820141"));
    assertThatThrownBy(() -> reader.writeInbound(sent)).isInstanceOf(CorruptedFrameException.class);
    assertThat(reader.<Object>readInbound()).isNull();
    assertThat(sent.refCnt()).isZero();
  }

  @Test
  void whoDialledHasToMask() {
    ByteBuf sent = Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump("82014100000000"));
    assertThatThrownBy(() -> reader(true).writeInbound(sent))
        .isInstanceOf(CorruptedFrameException.class);
  }

  @ParameterizedTest
  @ValueSource(strings = {"8200", "8900", "8a00"})
  void framesThatBringNothingAreSoManyASecond(String hex) {
    EmbeddedChannel reader = reader(false);
    reader.freezeTime();
    byte[] idle = ByteBufUtil.decodeHexDump(hex);
    for (int second = 0; second < 3; second++) {
      for (int i = 0; i < IdleFrames.MOST_PER_SECOND; i++) {
        reader.writeInbound(Unpooled.wrappedBuffer(idle));
      }
      reader.advanceTimeBy(1, java.util.concurrent.TimeUnit.SECONDS);
    }
    for (int i = 0; i < IdleFrames.MOST_PER_SECOND; i++) {
      reader.writeInbound(Unpooled.wrappedBuffer(idle));
    }
    assertThatThrownBy(() -> reader.writeInbound(Unpooled.wrappedBuffer(idle)))
        .hasMessage(IdleFrames.TOO_MANY);
    String unused = read(reader);
  }
}
