package io.vivim.libp2p.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.CsvSource;

/** Links over each transport and each security. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
@ParameterizedClass
@CsvSource({"'', true", "'', false", "/ws, true", "/ws, false", "/tls/ws, true"})
final class SocketLinkTest {
  private static final int LARGE = 64 << 20;
  private static final int PIECE = 100_000;
  private static final int HASTY_CLOSES = 30;
  private static final int UNREAD = 256 * 1024;

  private final Pair pair;
  private final Link link;

  SocketLinkTest(String suffix, boolean isNoise) {
    pair = new Pair(suffix, isNoise);
    link = pair.dial();
  }

  @AfterEach
  void close() {
    pair.close();
  }

  @Test
  void bothEndsKnowWhoIsThereAndWhere() {
    Link other = Pair.next(pair.heard().links);
    assertThat(link.peer()).isEqualTo(Pair.LISTENER.publicKey().peerId());
    assertThat(other.peer()).isEqualTo(Pair.DIALLER.publicKey().peerId());
    assertThat(link.remote()).isEqualTo(pair.address()).isEqualTo(other.local());
    assertThat(link.local()).isEqualTo(other.remote());
    assertThat(link.isDialled()).isTrue();
    assertThat(other.isDialled()).isFalse();
  }

  @Test
  void eachDirectionEndsByItself() {
    Pair.Ends stream = pair.stream(link);
    write(stream.here(), "ask");
    Pair.get(stream.here().finish());
    assertThat(readAll(stream.there())).isEqualTo("ask");
    write(stream.there(), "answer");
    Pair.get(stream.there().finish());
    assertThat(readAll(stream.here())).isEqualTo("answer");
    assertThat(Pair.get(stream.here().read())).isEmpty();
  }

  /** Bytes and end come at once to somebody who waits, and is done writing: then all is over. */
  @Test
  void anEndThatComesWithTheLastBytesIsSeen() {
    for (int i = 0; i < 300; i++) {
      Pair.Ends stream = pair.stream(link);
      Pair.get(stream.here().finish());
      CompletionStage<Optional<ByteBuffer>> waiting = stream.here().read();
      assertThat(readAll(stream.there())).isEmpty();
      CompletionStage<Void> written = stream.there().write(bytes("answer"));
      Pair.get(stream.there().finish());
      Pair.get(written);
      assertThat(array(Pair.get(waiting))).hasSize("answer".length());
      assertThat(Pair.get(stream.here().read())).isEmpty();
    }
  }

  @Test
  void aStreamThatIsBrokenOffFailsAtBothEnds() {
    Pair.Ends stream = pair.stream(link);
    CompletionStage<Optional<ByteBuffer>> waiting = stream.there().read();
    stream.here().reset();
    assertThatThrownBy(() -> Pair.get(waiting)).hasRootCauseInstanceOf(StreamException.class);
    assertThatThrownBy(() -> write(stream.there(), "late"))
        .rootCause()
        .isInstanceOf(StreamException.class)
        .hasMessageContaining("PEER");
    assertThatThrownBy(() -> write(stream.here(), "late")).rootCause().hasMessageContaining("HERE");
  }

  @Test
  void writingBehindTheEndIsAMistake() {
    Pair.Ends stream = pair.stream(link);
    Pair.get(stream.here().finish());
    assertThatThrownBy(() -> write(stream.here(), "late"))
        .rootCause()
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aThousandStreamsAreOpenedAtOnce() {
    List<CompletionStage<LinkStream>> opening = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      opening.add(link.open());
    }
    List<LinkStream> streams = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      // Those that nobody has answered are few; an answer makes room for the next.
      LinkStream there = Pair.next(pair.heard().streams);
      Pair.get(there.write(bytes("hello")));
      Pair.get(there.finish());
    }
    opening.forEach(stage -> streams.add(Pair.get(stage)));
    for (LinkStream stream : streams) {
      assertThat(readAll(stream)).isEqualTo("hello");
      Pair.get(stream.finish());
    }
  }

  @Test
  void whoDoesNotReadStopsTheOther() {
    Pair.Ends stream = pair.stream(link);
    ByteBuffer all = ByteBuffer.allocate(LARGE);
    CompletionStage<Void> written = stream.here().write(all);
    assertThat(written.toCompletableFuture()).isNotDone();
    Pair.Ends other = pair.stream(link);
    write(other.here(), "others go on");
    assertThat(new String(array(Pair.get(other.there().read())), StandardCharsets.UTF_8))
        .isEqualTo("others go on");
    assertThat(written.toCompletableFuture()).isNotDone();
    long read = 0;
    while (read < LARGE) {
      read += Pair.get(stream.there().read()).orElseThrow().remaining();
    }
    Pair.get(written);
    assertThat(read).isEqualTo(LARGE);
  }

  @Test
  void bytesComeAsTheyWereWritten() {
    Pair.Ends stream = pair.stream(link);
    List<CompletionStage<Void>> writes = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      ByteBuffer piece = ByteBuffer.allocate(PIECE);
      for (int at = 0; at < PIECE; at++) {
        piece.put((byte) (i * PIECE + at));
      }
      writes.add(stream.here().write(piece.flip()));
    }
    writes.add(stream.here().finish());
    int at = 0;
    for (Optional<ByteBuffer> next = Pair.get(stream.there().read());
        next.isPresent();
        next = Pair.get(stream.there().read())) {
      for (byte each : array(next)) {
        assertThat(each).isEqualTo((byte) at++);
      }
    }
    assertThat(at).isEqualTo(100 * PIECE);
    writes.forEach(Pair::get);
  }

  @Test
  void leavingLetsStreamsGoOnAndEndsWithTheLast() {
    Pair.Ends stream = pair.stream(link);
    link.leave();
    write(stream.here(), "still here");
    Pair.get(stream.here().finish());
    assertThat(readAll(stream.there())).isEqualTo("still here");
    assertThatThrownBy(() -> Pair.get(link.open())).hasRootCauseInstanceOf(LinkException.class);
    Pair.get(stream.there().finish());
    assertThat(readAll(stream.here())).isEmpty();
    assertThat(Pair.get(link.ended())).isEqualTo(LinkEnd.CLOSED);
  }

  @Test
  void aLinkThatIsCutBreaksItsStreams() {
    Pair.Ends stream = pair.stream(link);
    link.cut(LinkEnd.cut("enough"));
    assertThat(Pair.get(link.ended())).isEqualTo(LinkEnd.cut("enough"));
    assertThatThrownBy(() -> Pair.get(stream.here().read()))
        .rootCause()
        .hasMessageContaining("LINK_ENDED");
    assertThatThrownBy(() -> Pair.get(stream.there().read()))
        .rootCause()
        .isInstanceOf(StreamException.class);
    assertThatThrownBy(() -> Pair.get(link.open())).hasRootCauseInstanceOf(LinkException.class);
    assertThat(Pair.get(Pair.next(pair.heard().links).ended()))
        .as("the other side is told, and has not lost it")
        .isEqualTo(LinkEnd.CLOSED);
  }

  @Test
  void aLinkThatIsCutWithoutStreamsIsClosedForTheOtherSide() {
    link.cut(LinkEnd.cut("enough"));
    assertThat(Pair.get(Pair.next(pair.heard().links).ended())).isEqualTo(LinkEnd.CLOSED);
  }

  /** What the other sends waits in the socket, unread, each time. */
  @Test
  void theEndOfAStreamArrivesHoweverHastyTheClose() {
    for (int i = 0; i < HASTY_CLOSES; i++) {
      Link hasty = pair.dial();
      Pair.Ends stream = pair.stream(hasty);
      CompletionStage<Void> unused = stream.there().write(ByteBuffer.allocate(UNREAD));
      CompletionStage<Void> words = stream.here().write(bytes("the last words"));
      CompletionStage<Void> finished = stream.here().finish();
      hasty.cut(LinkEnd.CLOSED);
      Pair.get(words);
      Pair.get(finished);
      assertThat(readAll(stream.there())).isEqualTo("the last words");
    }
  }

  @Test
  void anAttemptThatIsGivenUpComesToNothing() {
    List<UpgradeException.Reason> reasons = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      Attempt attempt = pair.attempt();
      attempt.cancel();
      // On a slow machine one may have been done before.
      Pair.get(attempt.link().handle((made, why) -> Optional.ofNullable(why)))
          .ifPresent(why -> reasons.add(((UpgradeException) why).reason()));
    }
    assertThat(reasons).isNotEmpty().containsOnly(UpgradeException.Reason.CANCELLED);
  }

  @Test
  void whatWasMadeCannotBeGivenUp() {
    Attempt attempt = pair.attempt();
    Link made = Pair.get(attempt.link());
    attempt.cancel();
    Pair.get(made.open());
  }

  @Test
  void whoIsNotAdmittedIsCutOffAtOnce() {
    pair.heard().admits = false;
    assertThatThrownBy(pair::dial).hasCauseInstanceOf(UpgradeException.class);
  }

  private static void write(LinkStream stream, String text) {
    Pair.get(stream.write(bytes(text)));
  }

  private static ByteBuffer bytes(String text) {
    return ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String readAll(LinkStream stream) {
    StringBuilder all = new StringBuilder();
    for (Optional<ByteBuffer> next = Pair.get(stream.read());
        next.isPresent();
        next = Pair.get(stream.read())) {
      all.append(new String(array(next), StandardCharsets.UTF_8));
    }
    return all.toString();
  }

  private static byte[] array(Optional<ByteBuffer> bytes) {
    byte[] array = new byte[bytes.orElseThrow().remaining()];
    bytes.get().get(array);
    return array;
  }
}
