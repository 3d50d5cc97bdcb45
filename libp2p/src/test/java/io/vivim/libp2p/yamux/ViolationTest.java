package io.vivim.libp2p.yamux;

import static io.vivim.libp2p.yamux.Frames.ACK;
import static io.vivim.libp2p.yamux.Frames.FIN;
import static io.vivim.libp2p.yamux.Frames.RST;
import static io.vivim.libp2p.yamux.Frames.SYN;
import static io.vivim.libp2p.yamux.Frames.data;
import static io.vivim.libp2p.yamux.Frames.goAway;
import static io.vivim.libp2p.yamux.Frames.header;
import static io.vivim.libp2p.yamux.Frames.ping;
import static io.vivim.libp2p.yamux.Frames.update;
import static io.vivim.libp2p.yamux.Frames.words;
import static io.vivim.libp2p.yamux.Frames.zeros;
import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Bytes;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

/** What a peer cannot do, and what it can do only so often; it is the dialler. */
final class ViolationTest {
  private static final int WINDOW = (int) YamuxLimits.INITIAL_WINDOW_BYTES;
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final Yamux yamux = Yamux.listener(YamuxLimits.DEFAULT, 0);
  private long now;

  private List<String> receive(Bytes... frames) {
    return words(Frames.receive(yamux, ByteBuffer.wrap(Bytes.concat(frames).toArray()), now));
  }

  private void assertEnds(YamuxEnd end, Bytes... frames) {
    Bytes more = update(SYN, 99, 0);
    List<String> outputs = receive(Bytes.concat(Bytes.concat(frames), more));
    assertThat(outputs.subList(outputs.size() - 2, outputs.size()))
        .containsExactly("send GO_AWAY 0 " + end.code(), "Ended " + end);
    assertThat(receive(more)).isEmpty();
    assertThat(yamux.streams()).isZero();
    assertThat(yamux.unread()).isZero();
    assertThat(yamux.deadline()).isEmpty();
  }

  private void assertProtocolError(YamuxEnd end, Bytes... frames) {
    assertThat(end.code()).isEqualTo(1);
    assertEnds(end, frames);
  }

  @Test
  void anotherVersion() {
    assertProtocolError(YamuxEnd.BAD_VERSION, Bytes.fromHex("010000010000000100000000"));
  }

  @Test
  void anUnknownType() {
    assertProtocolError(YamuxEnd.BAD_TYPE, Bytes.fromHex("000400010000000100000000"));
    assertThat(receive(Bytes.fromHex("00ff00010000000100000000"))).isEmpty();
  }

  @Test
  void aPingThatIsNeitherQuestionNorAnswer() {
    assertProtocolError(YamuxEnd.BAD_PING, ping(0, 1));
  }

  @Test
  void aPingThatIsBothQuestionAndAnswer() {
    assertProtocolError(YamuxEnd.BAD_PING, ping(SYN | ACK, 1));
  }

  @Test
  void aPingOnAStream() {
    assertProtocolError(YamuxEnd.BAD_STREAM, header(FrameHeader.Type.PING, SYN, 1, 1));
  }

  @Test
  void aFarewellOnAStream() {
    assertProtocolError(YamuxEnd.BAD_STREAM, header(FrameHeader.Type.GO_AWAY, 0, 1, 0));
  }

  @Test
  void dataOnTheConnection() {
    assertProtocolError(YamuxEnd.BAD_STREAM, data(0, 0, "x"));
  }

  @Test
  void aWindowOfTheConnection() {
    assertProtocolError(YamuxEnd.BAD_STREAM, update(SYN, 0, 0));
  }

  @Test
  void anIdThatIsOursToGive() {
    assertProtocolError(YamuxEnd.WRONG_PARITY, update(SYN, 2, 0));
  }

  @Test
  void aStreamOpenedTwice() {
    assertProtocolError(YamuxEnd.DUPLICATE_STREAM, update(SYN, 1, 0), update(SYN, 1, 0));
  }

  @Test
  void aFrameOnAStreamThatThePeerNeverOpened() {
    assertProtocolError(YamuxEnd.UNKNOWN_STREAM, update(SYN, 1, 0), data(0, 3, "x"));
  }

  @Test
  void aFrameOnAStreamThatWeNeverOpened() {
    yamux.open(now);
    assertProtocolError(YamuxEnd.UNKNOWN_STREAM, update(ACK, 2, 0), update(ACK, 4, 0));
  }

  @Test
  void aGiantFrame() {
    long tooLarge = YamuxLimits.DEFAULT.windowBytes() + 1;
    assertProtocolError(YamuxEnd.FRAME_TOO_LARGE, header(FrameHeader.Type.DATA, SYN, 1, tooLarge));
  }

  @Test
  void theLargestNumbers() {
    Bytes giant = header(FrameHeader.Type.DATA, 0xffff, 0xffff_ffffL, 0xffff_ffffL);
    assertProtocolError(YamuxEnd.FRAME_TOO_LARGE, giant);
  }

  @Test
  void moreThanTheWindowHolds() {
    assertProtocolError(
        YamuxEnd.WINDOW_EXCEEDED, zeros(SYN, 1, WINDOW), header(FrameHeader.Type.DATA, 0, 1, 1));
  }

  @Test
  void aWindowBeyondAllNumbers() {
    assertProtocolError(
        YamuxEnd.WINDOW_OVERFLOW, update(SYN, 1, 0xffff_ffffL - WINDOW), update(0, 1, 1));
  }

  @Test
  void dataAfterTheEnd() {
    assertProtocolError(YamuxEnd.DATA_AFTER_FIN, data(SYN | FIN, 1, "all"), data(0, 1, "more"));
  }

  @Test
  void dataAfterBothEnds() {
    receive(update(SYN | FIN, 1, 0));
    yamux.finish(1);
    assertProtocolError(YamuxEnd.DATA_AFTER_CLOSE, data(0, 1, "more"));
  }

  @Test
  void dataAfterAResetOfThePeerBeyondWhatItMightSend() {
    receive(update(SYN, 1, 0), update(RST, 1, 0));
    receive(zeros(0, 1, WINDOW));
    assertProtocolError(YamuxEnd.DATA_AFTER_CLOSE, data(0, 1, "x"));
  }

  /** It has said that it sends no more, so that nothing of its can be late. */
  @Test
  void dataAfterAnEndAndThenAResetOfThePeer() {
    receive(update(SYN, 1, 0), update(FIN, 1, 0), update(RST, 1, 0));
    assertProtocolError(YamuxEnd.DATA_AFTER_CLOSE, data(0, 1, "x"));
  }

  @Test
  void aViolationAfterOurLeaveIsStillNamed() {
    receive(update(SYN, 1, 0));
    yamux.goAway();
    assertProtocolError(YamuxEnd.BAD_PING, ping(0, 1));
  }

  @Test
  void aFarewellWithAnErrorIsNotAnsweredWithOne() {
    assertEnds(YamuxEnd.REMOTE_ERROR, goAway(1));
    assertThat(YamuxEnd.REMOTE_ERROR.code()).isZero();
  }

  @Test
  void aFarewellWithAnUnknownCodeIsAnError() {
    assertEnds(YamuxEnd.REMOTE_ERROR, update(SYN, 1, 0), goAway(77));
  }

  @Test
  void aPeerThatFillsTheConnectionWithoutBeingReadLosesThatStream() {
    long unread = YamuxLimits.DEFAULT.unreadBytes();
    int streams = (int) (unread / WINDOW);
    for (int i = 0; i < streams; i++) {
      assertThat(receive(zeros(SYN, 2 * i + 1, WINDOW))).hasSize(2);
    }
    assertThat(yamux.unread()).isEqualTo(unread);
    long next = 2L * streams + 1;

    assertThat(receive(update(SYN, next, 0), data(FIN, next, "x"), zeros(0, next, WINDOW - 1)))
        .containsExactly(
            "Incoming " + next,
            "send WINDOW_UPDATE RST " + next + " 0",
            "Reset " + next + " TOO_MUCH_UNREAD");
    assertThat(yamux.unread()).isEqualTo(unread);
    assertThat(yamux.streams()).isEqualTo(streams);
  }

  /** Sends frames until the connection ends, and tells how many it took. */
  private int framesUntil(YamuxEnd end, IntFunction<Bytes> frame) {
    for (int i = 0; i < 100_000; i++) {
      List<String> outputs = receive(frame.apply(i));
      assertThat(outputs.size()).isLessThanOrEqualTo(4);
      if (outputs.contains("Ended " + end)) {
        return i;
      }
      assertThat(outputs).noneMatch(output -> output.startsWith("Ended"));
    }
    throw new AssertionError("never ended: " + end);
  }

  @Test
  void rapidResets() {
    int resets =
        framesUntil(
            YamuxEnd.RESET_FLOOD,
            i -> Bytes.concat(update(SYN, 2L * i + 1, 0), update(RST, 2L * i + 1, 0)));

    assertThat(resets).isEqualTo(FloodGuard.RESETS_AT_ONCE);
  }

  @Test
  void rapidResetsWithTheOpening() {
    assertThat(framesUntil(YamuxEnd.RESET_FLOOD, i -> update(SYN | RST, 2L * i + 1, 0)))
        .isEqualTo(FloodGuard.RESETS_AT_ONCE);
  }

  @Test
  void openingAlthoughRefused() {
    assertThat(framesUntil(YamuxEnd.OPEN_FLOOD, i -> update(SYN, 2L * i + 1, 0)))
        .isEqualTo(YamuxLimits.DEFAULT.inboundStreams() + FloodGuard.REFUSALS_AT_ONCE);
  }

  @Test
  void openingFasterThanAnybodyDoesIsRefused() {
    List<String> outputs = new ArrayList<>();
    for (int i = 0; i <= FloodGuard.OPENS_AT_ONCE; i++) {
      outputs = receive(update(SYN | FIN, 2L * i + 1, 0));
      yamux.finish(2L * i + 1);
    }
    assertThat(outputs)
        .containsExactly("send WINDOW_UPDATE RST " + (2L * FloodGuard.OPENS_AT_ONCE + 1) + " 0");
    now += SECOND;
    assertThat(receive(update(SYN, 99_999, 0))).containsExactly("Incoming 99999");
  }

  @Test
  void pingsWithoutEnd() {
    assertThat(framesUntil(YamuxEnd.IDLE_FLOOD, i -> ping(SYN, i)))
        .isEqualTo(FloodGuard.IDLE_FRAMES_AT_ONCE);
  }

  @Test
  void answersToNoQuestion() {
    assertThat(framesUntil(YamuxEnd.IDLE_FLOOD, i -> ping(ACK, i)))
        .isEqualTo(FloodGuard.IDLE_FRAMES_AT_ONCE);
  }

  @Test
  void emptyFrames() {
    receive(update(SYN, 1, 0));
    assertThat(framesUntil(YamuxEnd.IDLE_FLOOD, i -> i % 2 == 0 ? update(0, 1, 0) : data(0, 1, "")))
        .isEqualTo(FloodGuard.IDLE_FRAMES_AT_ONCE);
  }

  @Test
  void endsWithoutEnd() {
    receive(update(SYN | FIN, 1, 0));
    assertThat(framesUntil(YamuxEnd.IDLE_FLOOD, i -> update(FIN | ACK, 1, 0)))
        .isEqualTo(FloodGuard.IDLE_FRAMES_AT_ONCE);
  }

  @Test
  void lateFramesWithoutEnd() {
    receive(update(SYN, 1, 0));
    yamux.reset(1);
    assertThat(framesUntil(YamuxEnd.IDLE_FLOOD, i -> update(0, 1, 1)))
        .isEqualTo(FloodGuard.IDLE_FRAMES_AT_ONCE);
  }

  @Test
  void theSameSpreadOverTimeIsNoFlood() {
    for (int i = 0; i < 3 * FloodGuard.RESETS_AT_ONCE; i++) {
      now += SECOND / FloodGuard.RESETS_PER_SECOND;
      assertThat(receive(update(SYN, 2L * i + 1, 0), update(RST, 2L * i + 1, 0))).hasSize(2);
    }
  }
}
