package io.vivim.libp2p.host;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vivim.libp2p.link.LinkStream;
import io.vivim.libp2p.link.StreamException;
import io.vivim.libp2p.peer.KeyType;
import io.vivim.libp2p.peer.PrivateKey;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;

/** Streams as threads write them that may wait. */
final class StreamOutputTest {
  /** A stream that keeps what is written. */
  private static final class Kept implements LinkStream {
    final StringBuilder written = new StringBuilder();

    @Override
    public CompletionStage<Optional<ByteBuffer>> read() {
      return new CompletableFuture<>();
    }

    @Override
    public CompletionStage<Void> write(ByteBuffer bytes) {
      written.append(UTF_8.decode(bytes));
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<Void> finish() {
      written.append('.');
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
      return true;
    }
  }

  private final Kept kept = new Kept();
  private final Stream stream =
      new Stream(
          new NoLink(PrivateKey.generate(KeyType.ED25519, new SecureRandom()).publicKey()),
          kept,
          new Negotiation.Agreed("/any/1.0.0", ByteBuffer.allocate(0)),
          HostMetrics.NONE);

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  @Test
  void whatIsWrittenGoesOutHoweverOftenTheOutputIsAskedFor() throws Exception {
    stream.output().write(bytes("hello "));
    stream.output().write(bytes("world"));
    stream.output().close();
    assertThat(kept.written).hasToString("hello world.");
  }

  @Test
  void nothingIsWrittenOnceItIsClosed() throws Exception {
    OutputStream output = stream.output();
    output.write(bytes("all"));
    output.close();
    assertThatThrownBy(() -> output.write(1)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> stream.output().write(bytes("more"))).isInstanceOf(IOException.class);
    output.flush();
    output.close();
    assertThat(kept.written).hasToString("all.");
  }

  @Test
  void piecesOfAnySizeGoOutInTheirOrder() throws Exception {
    String text = "0123456789abcdef".repeat(20_000);
    OutputStream output = stream.output();
    for (int at = 0, size = 0; at < text.length(); at += size) {
      size = Math.min(1 + 7 * size, text.length() - at);
      output.write(bytes(text.substring(at, at + size)));
    }
    output.close();
    assertThat(kept.written).hasToString(text + ".");
  }
}
