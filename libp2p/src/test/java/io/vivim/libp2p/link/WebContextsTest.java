package io.vivim.libp2p.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.ssl.SslContext;
import io.netty.util.ReferenceCountUtil;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;

/** How long what TLS holds outside of the heap is held. */
final class WebContextsTest {
  private static final List<String> HERE = List.of("127.0.0.1");

  private static WebContexts contexts() {
    return new WebContexts(
        WebTls.USUAL.showingSelfMade(), InstantSource.system(), new SecureRandom());
  }

  private static boolean isFreed(SslContext context) {
    return ReferenceCountUtil.refCnt(context) <= 0;
  }

  @Test
  void whatIsReleasedIsFreedOnce() {
    WebContexts contexts = contexts();
    SslContext one = contexts.listening(HERE).orElseThrow();
    SslContext other = contexts.listening(HERE).orElseThrow();
    contexts.release(one);
    contexts.release(one);
    assertThat(isFreed(one)).isTrue();
    assertThat(isFreed(other)).isFalse();
    assertThat(contexts.held()).isEqualTo(1);
    contexts.close();
    assertThat(isFreed(other)).isTrue();
    contexts.release(other);
    assertThat(contexts.held()).isZero();
  }

  @Test
  void whatIsShownAtAnAddressIsHeldWhileItIsListenedAtAndLinksGoOn() {
    try (Pair pair = new Pair("/tls/ws", true)) {
      Link link = pair.dial();
      // One for either side.
      assertThat(pair.web().held()).isEqualTo(2);
      Pair.get(Pair.get(pair.listen(Pair.multiaddr("/ip4/127.0.0.1/tcp/0/tls/ws"))).close());
      assertThat(pair.web().held()).isEqualTo(2);
      pair.stopListening();
      assertThat(pair.web().held()).isEqualTo(1);
      Pair.Ends ends = pair.stream(link);
      Pair.get(ends.here().write(ByteBuffer.wrap(new byte[] {7})));
      assertThat(Pair.get(ends.there().read()).orElseThrow().get()).isEqualTo((byte) 7);
    }
  }

  @Test
  void whereNobodyCanListenNothingIsHeld() {
    try (Pair pair = new Pair("/tls/ws", true)) {
      assertThat(pair.web().held()).isEqualTo(1);
      assertThatThrownBy(() -> Pair.get(pair.listen(pair.address()))).isNotNull();
      assertThat(pair.web().held()).isEqualTo(1);
    }
  }
}
