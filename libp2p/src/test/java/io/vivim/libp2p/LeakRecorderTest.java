package io.vivim.libp2p;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufAllocator;
import org.junit.jupiter.api.Test;

/** What makes every other test fail that leaks. */
final class LeakRecorderTest {
  @Test
  void aBufferThatNobodyGivesBackIsFound() throws InterruptedException {
    assertThat(NoLeaks.found()).isEmpty();
    loseOne();
    assertThat(NoLeaks.found()).singleElement().asString().contains("loseOne");
  }

  private static void loseOne() {
    assertThat(ByteBufAllocator.DEFAULT.directBuffer(10).writeInt(7).readableBytes()).isEqualTo(4);
  }

  @Test
  void aBufferThatIsGivenBackIsNot() throws InterruptedException {
    assertThat(ByteBufAllocator.DEFAULT.directBuffer(10).release()).isTrue();
    assertThat(NoLeaks.found()).isEmpty();
  }
}
