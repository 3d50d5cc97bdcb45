package io.vivim.libp2p.host;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vivim.libp2p.link.LinkStream;
import io.vivim.libp2p.link.StreamException;
import io.vivim.libp2p.peer.KeyType;
import io.vivim.libp2p.peer.PrivateKey;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Streams as threads read them that may wait. */
final class StreamInputTest {
  /** A stream whose peer takes its time. */
  private static final class Slow implements LinkStream {
    private CompletableFuture<Optional<ByteBuffer>> next = new CompletableFuture<>();
    private boolean isAsked;

    void comes(String text) {
      next.complete(Optional.of(ByteBuffer.wrap(text.getBytes(UTF_8))));
    }

    @Override
    public CompletionStage<Optional<ByteBuffer>> read() {
      if (isAsked) {
        next = CompletableFuture.completedFuture(Optional.empty());
      }
      isAsked = true;
      return next;
    }

    @Override
    public CompletionStage<Void> write(ByteBuffer bytes) {
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<Void> finish() {
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public void reset() {}

    @Override
    public CompletionStage<Optional<StreamException.Cause>> ended() {
      return new CompletableFuture<>();
    }

    @Override
    public void keeps(int more) {}

    @Override
    public boolean isOurs() {
      return false;
    }
  }

  private static Stream on(LinkStream bytes) {
    return new Stream(
        new NoLink(PrivateKey.generate(KeyType.ED25519, new SecureRandom()).publicKey()),
        bytes,
        new Negotiation.Agreed("/any/1.0.0", ByteBuffer.allocate(0)),
        HostMetrics.NONE);
  }

  @Test
  void whoIsInterruptedLosesNothing() throws Exception {
    Slow slow = new Slow();
    Stream stream = on(slow);
    InputStream input = stream.input();
    Thread.currentThread().interrupt();
    assertThatThrownBy(input::read).isInstanceOf(InterruptedIOException.class);
    assertThat(Thread.interrupted()).isTrue();
    slow.comes("abcdef");
    assertThat(stream.input().readAllBytes()).asString(UTF_8).isEqualTo("abcdef");
  }

  @Test
  void norWhereTheBytesComeAtThatVeryMoment() throws Exception {
    Slow slow = new Slow();
    slow.next =
        new CompletableFuture<>() {
          @Override
          public Optional<ByteBuffer> get() throws InterruptedException {
            if (isDone()) {
              return join();
            }
            slow.comes("abcdef");
            throw new InterruptedException();
          }
        };
    InputStream input = on(slow).input();
    assertThatThrownBy(input::read).isInstanceOf(InterruptedIOException.class);
    assertThat(Thread.interrupted()).isTrue();
    assertThat(input.readAllBytes()).asString(UTF_8).isEqualTo("abcdef");
  }
}
