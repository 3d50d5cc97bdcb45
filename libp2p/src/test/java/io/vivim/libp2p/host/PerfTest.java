package io.vivim.libp2p.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vivim.libp2p.link.LinkStream;
import io.vivim.libp2p.link.StreamException;
import io.vivim.libp2p.peer.KeyType;
import io.vivim.libp2p.peer.PrivateKey;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both sides of perf, each against a stream that notes what is done with it, in order. */
final class PerfTest {
  private static final int PIECE = 256 * 1024;

  /** The other side: what it sends, and how much it takes before it breaks off. */
  private static final class Noting implements LinkStream {
    final List<String> done = new ArrayList<>();
    private final List<ByteBuffer> toRead = new ArrayList<>();
    private final long takes;
    private long written;

    Noting(long takes, byte[]... pieces) {
      this.takes = takes;
      for (byte[] each : pieces) {
        toRead.add(ByteBuffer.wrap(each));
      }
    }

    @Override
    public CompletionStage<Optional<ByteBuffer>> read() {
      done.add(toRead.isEmpty() ? "end" : "read");
      return CompletableFuture.completedFuture(
          toRead.isEmpty() ? Optional.empty() : Optional.of(toRead.remove(0)));
    }

    @Override
    public CompletionStage<Void> write(ByteBuffer bytes) {
      done.add("write " + bytes.remaining());
      written += bytes.remaining();
      return written > takes
          ? CompletableFuture.failedFuture(new IOException("broken off"))
          : CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<Void> finish() {
      done.add("finish");
      return CompletableFuture.completedFuture(null);
    }

    @Override
    public void reset() {
      done.add("reset");
    }

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
        new Negotiation.Agreed(Perf.PROTOCOL, ByteBuffer.allocate(0)),
        HostMetrics.NONE);
  }

  private static byte[] number(long count) {
    return ByteBuffer.allocate(Long.BYTES).putLong(count).array();
  }

  @Test
  void nothingIsAnsweredBeforeThePeerHasSentAll() throws Exception {
    Noting stream = new Noting(Long.MAX_VALUE, number(PIECE + 1), new byte[7], new byte[9]);
    Perf.answer(on(stream));
    assertThat(stream.done)
        .containsExactly("read", "read", "read", "end", "write " + PIECE, "write 1", "finish");
  }

  @Test
  void theNumberMayComeInPieces() throws Exception {
    byte[] number = number(3);
    byte[][] pieces = new byte[Long.BYTES][];
    for (int i = 0; i < Long.BYTES; i++) {
      pieces[i] = new byte[] {number[i]};
    }
    Noting stream = new Noting(Long.MAX_VALUE, pieces);
    Perf.answer(on(stream));
    assertThat(stream.done).endsWith("end", "write 3", "finish");
  }

  @Test
  void zeroIsAnsweredByTheEnd() throws Exception {
    Noting stream = new Noting(Long.MAX_VALUE, number(0));
    Perf.answer(on(stream));
    assertThat(stream.done).containsExactly("read", "end", "finish");
  }

  /** Which would be less than nothing, had it a sign. */
  @ParameterizedTest
  @ValueSource(longs = {-1, Long.MIN_VALUE})
  void theLargestNumbersAreSentUntilThePeerHasEnough(long count) {
    Noting stream = new Noting(10L * PIECE, number(count));
    assertThatThrownBy(() -> Perf.answer(on(stream))).hasRootCauseMessage("broken off");
    assertThat(stream.done).filteredOn(("write " + PIECE)::equals).hasSizeBetween(11, 12);
    assertThat(stream.done).doesNotContain("finish");
  }

  @Test
  void withoutANumberThereIsNoAnswer() {
    Noting stream = new Noting(Long.MAX_VALUE, new byte[7]);
    assertThatThrownBy(() -> Perf.answer(on(stream))).isInstanceOf(ProtocolException.class);
    assertThat(stream.done).containsExactly("read", "end");
  }

  @Test
  void whoAsksSaysHowMuchAndEndsBeforeItReads() throws Exception {
    Noting stream = new Noting(Long.MAX_VALUE, new byte[5]);
    Perf.run(on(stream), 3, 5);
    assertThat(stream.done).containsExactly("write 8", "write 3", "finish", "read", "end");
  }

  @Test
  void anotherAmountThanWasAskedForIsNoAnswer() {
    assertThatThrownBy(() -> Perf.run(on(new Noting(Long.MAX_VALUE, new byte[5])), 0, 6))
        .isInstanceOf(ProtocolException.class);
  }
}
