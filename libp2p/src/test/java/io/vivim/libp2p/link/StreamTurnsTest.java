package io.vivim.libp2p.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.peer.KeyType;
import io.vivim.libp2p.peer.PrivateKey;
import io.vivim.libp2p.yamux.FrameHeader;
import io.vivim.libp2p.yamux.YamuxLimits;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How large the frames are by which streams send, alone and by turns. */
class StreamTurnsTest {
  private static final int KIB = 1024;
  private static final int HEADER_BYTES = 12;
  private static final int WRITABILITY = 1;

  /**
   * What frames of data carry so that with their headers they fill one frame of Noise, or eight.
   */
  private static final int ONE_TURN = 64 * KIB - 18 - HEADER_BYTES;

  private static final int ALONE = 8 * (64 * KIB - 18) - HEADER_BYTES;

  /** A data frame, as it went out. */
  private record Sent(long stream, int bytes) {}

  private MuxLink link;
  private EmbeddedChannel channel;

  @BeforeEach
  void link() throws Exception {
    PrivateKey key = PrivateKey.generate(KeyType.ED25519, new SecureRandom());
    Multiaddr address = Multiaddr.parse("/ip4/10.0.0.1/tcp/1");
    link =
        new MuxLink(
            new LinkFacts(
                key.publicKey().peerId(),
                key.publicKey(),
                address,
                address,
                true,
                "/noise",
                "/yamux/1.0.0"),
            YamuxLimits.DEFAULT,
            Passage.FREE,
            (on, stream) -> {});
    channel = new EmbeddedChannel(link.handler());
  }

  @AfterEach
  void close() {
    channel.finishAndReleaseAll();
  }

  private LinkStream open() {
    return link.open().toCompletableFuture().getNow(null);
  }

  private static void write(LinkStream stream, int kibibytes) {
    stream.write(ByteBuffer.allocate(kibibytes * KIB));
  }

  private void mayWrite(boolean may) {
    channel.unsafe().outboundBuffer().setUserDefinedWritability(WRITABILITY, may);
    channel.runPendingTasks();
  }

  private List<Sent> sent() {
    ByteBuf all = Unpooled.buffer();
    for (ByteBuf next = channel.readOutbound(); next != null; next = channel.readOutbound()) {
      all.writeBytes(next);
      next.release();
    }
    List<Sent> frames = new ArrayList<>();
    while (all.isReadable()) {
      boolean isData = all.getByte(all.readerIndex() + 1) == 0;
      long stream = all.getUnsignedInt(all.readerIndex() + 4);
      int size = all.getInt(all.readerIndex() + 8);
      all.skipBytes(HEADER_BYTES);
      if (isData) {
        all.skipBytes(size);
        frames.add(new Sent(stream, size));
      }
    }
    all.release();
    return frames;
  }

  @Test
  void oneThatIsAloneFillsTheWindowWithAsFewFramesAsItTakes() {
    LinkStream alone = open();
    write(alone, 900);
    assertThat(sent()).as("the first window").containsExactly(new Sent(1, 256 * KIB));

    grant(1, 512 * KIB);
    assertThat(sent()).containsExactly(new Sent(1, ALONE), new Sent(1, 512 * KIB - ALONE));
  }

  private void grant(long stream, int bytes) {
    ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES);
    new FrameHeader(FrameHeader.Type.WINDOW_UPDATE, 0, stream, bytes).writeTo(header);
    channel.writeInbound(Unpooled.wrappedBuffer(header.flip()));
  }

  @Test
  void severalTakeTurnsOfAFrameOfNoiseUntilOneIsAlone() {
    LinkStream one = open();
    LinkStream other = open();
    mayWrite(false);
    write(one, 96);
    write(other, 256);
    mayWrite(true);
    assertThat(sent())
        .containsExactly(
            new Sent(1, ONE_TURN),
            new Sent(3, ONE_TURN),
            new Sent(1, 96 * KIB - ONE_TURN),
            new Sent(3, 256 * KIB - ONE_TURN));
  }
}
