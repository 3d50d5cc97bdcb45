package io.vivim.libp2p.link;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandler;
import io.netty.channel.embedded.EmbeddedChannel;
import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.peer.PeerId;
import io.vivim.libp2p.yamux.YamuxLimits;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class UpgradeHandlerTest {
  /** Lets everything pass before anything is proven. */
  private static final class Careless implements Security {
    @Override
    public String protocol() {
      return "/careless/1";
    }

    @Override
    public List<ChannelHandler> handlers(boolean isDialled, Optional<PeerId> expected) {
      return List.of();
    }
  }

  private final CompletableFuture<Link> done = new CompletableFuture<>();
  private final EmbeddedChannel channel = new EmbeddedChannel(handler());

  private UpgradeHandler handler() {
    Multiaddr address = Pair.multiaddr("/ip4/10.0.0.1/tcp/1");
    return new UpgradeHandler(
        new Upgrade(List.of(new Careless()), YamuxLimits.DEFAULT, Duration.ofSeconds(10)),
        new Crossing(address, address, false, Optional.empty(), Passage.FREE, (link, stream) -> {}),
        done);
  }

  @AfterEach
  void close() {
    channel.finishAndReleaseAll();
  }

  private static ByteBuf bytes(String text) {
    return Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
  }

  private void assertRefused(ByteBuf sent) {
    assertThat(done)
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .havingCause()
        .isInstanceOf(UpgradeException.class)
        .withMessageContaining("NOT_PROVEN")
        .withMessageContaining("data before the proof");
    assertThat(channel.isOpen()).isFalse();
    assertThat(sent.refCnt()).isZero();
  }

  @Test
  void dataBeforeTheProofEndsTheConnection() {
    channel.pipeline().fireUserEventTriggered(Wrapping.READY);
    channel.writeInbound(bytes("\u0013/multistream/1.0.0\n\f/careless/1\n"));
    assertThat(done).isNotDone();
    ByteBuf data = bytes("data");
    channel.writeInbound(data);
    assertRefused(data);
  }

  @Test
  void soDoesDataRightBehindTheAgreement() {
    channel.pipeline().fireUserEventTriggered(Wrapping.READY);
    ByteBuf all = bytes("\u0013/multistream/1.0.0\n\f/careless/1\ndata");
    channel.writeInbound(all);
    assertRefused(all);
  }

  /** Such as the answers to pings of a WebSocket. */
  @Test
  void nothingMoreIsReadOfAPeerThatTakesNoAnswersUntilItDoes() {
    int most = 1 << 20;
    int writableBelow = channel.config().getWriteBufferLowWaterMark();
    answer(most);
    assertThat(channel.config().isAutoRead()).isTrue();
    answer(writableBelow + 1);
    assertThat(channel.config().isAutoRead()).isFalse();
    channel.flush();
    channel.runPendingTasks();
    assertThat(channel.config().isAutoRead()).isTrue();
  }

  /** Something is read, and the answer to it waits to go out. */
  private void answer(int bytes) {
    Frames.unused(channel.write(Unpooled.wrappedBuffer(new byte[bytes])));
    channel.pipeline().fireChannelReadComplete();
  }
}
