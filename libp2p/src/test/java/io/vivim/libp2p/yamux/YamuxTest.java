package io.vivim.libp2p.yamux;

import static io.vivim.libp2p.yamux.Frames.ACK;
import static io.vivim.libp2p.yamux.Frames.FIN;
import static io.vivim.libp2p.yamux.Frames.RST;
import static io.vivim.libp2p.yamux.Frames.SYN;
import static io.vivim.libp2p.yamux.Frames.data;
import static io.vivim.libp2p.yamux.Frames.goAway;
import static io.vivim.libp2p.yamux.Frames.ping;
import static io.vivim.libp2p.yamux.Frames.update;
import static io.vivim.libp2p.yamux.Frames.words;
import static io.vivim.libp2p.yamux.Frames.zeros;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vivim.codec.Bytes;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a listener does, frame by frame; its peer is the dialler and opens odd streams. */
final class YamuxTest {
  private static final int WINDOW = (int) YamuxLimits.INITIAL_WINDOW_BYTES;
  private static final int FRAME = WINDOW / 4;
  private static final YamuxLimits LIMITS =
      YamuxLimitsTest.bytes(
          FRAME, YamuxLimits.DEFAULT.windowBytes(), YamuxLimits.DEFAULT.unreadBytes());

  private final Yamux yamux = Yamux.listener(LIMITS, 0);
  private long now;

  private List<String> receive(Bytes... frames) {
    return words(Frames.receive(yamux, ByteBuffer.wrap(Bytes.concat(frames).toArray()), now));
  }

  private List<String> write(long stream, String text) {
    return words(yamux.write(stream, ByteBuffer.wrap(Bytes.utf8(text).toArray())));
  }

  @Test
  void headersAreWrittenAsTheSpecificationDrawsThem() {
    assertThat(Frames.header(FrameHeader.Type.DATA, SYN, 1, 5).toHex())
        .isEqualTo("000000010000000100000005");
    assertThat(Frames.header(FrameHeader.Type.WINDOW_UPDATE, FIN, 0xfffffffeL, 0).toHex())
        .isEqualTo("00010004fffffffe00000000");
    assertThat(ping(ACK, 0xdeadbeefL).toHex()).isEqualTo("0002000200000000deadbeef");
    assertThat(goAway(2).toHex()).isEqualTo("000300000000000000000002");
  }

  @Test
  void aStreamOfThePeerIsAcceptedWithTheFirstData() {
    assertThat(receive(update(SYN, 1, 0), data(0, 1, "hello")))
        .containsExactly("Incoming 1", "Data 1 hello");
    assertThat(write(1, "world")).containsExactly("send DATA ACK 1 5");
    assertThat(write(1, "again")).containsExactly("send DATA 1 5");
  }

  @Test
  void aStreamOfThePeerMayBeAcceptedByItself() {
    receive(update(SYN, 1, 0));

    assertThat(words(yamux.accept(1))).containsExactly("send WINDOW_UPDATE ACK 1 0");
    assertThat(words(yamux.accept(1))).isEmpty();
    assertThat(write(1, "x")).containsExactly("send DATA 1 1");
  }

  @Test
  void dataAndAnEndMayComeWithTheOpening() {
    assertThat(receive(data(SYN | FIN, 1, "all")))
        .containsExactly("Incoming 1", "Data 1 all", "Finished 1");
  }

  @Test
  void theEndOfOneStreamIsNotThatOfTheNext() {
    assertThat(receive(data(SYN | FIN, 1, "all"), data(SYN, 3, "some")))
        .containsExactly("Incoming 1", "Data 1 all", "Finished 1", "Incoming 3", "Data 3 some");
  }

  @Test
  void ourStreamsAreEvenAndMayBeWrittenToAtOnce() {
    assertThat(words(yamux.open(now))).containsExactly("send WINDOW_UPDATE SYN 2 0", "Opened 2");
    assertThat(write(2, "early")).containsExactly("send DATA 2 5");
    assertThat(words(yamux.open(now))).containsExactly("send WINDOW_UPDATE SYN 4 0", "Opened 4");
    assertThat(words(Yamux.dialler(YamuxLimits.DEFAULT, 0).open(0)))
        .containsExactly("send WINDOW_UPDATE SYN 1 0", "Opened 1");
  }

  @Test
  void dataOfTheResponderMayComeBeforeItsAcknowledgement() {
    yamux.open(now);

    assertThat(receive(data(0, 2, "first"), update(ACK, 2, 0), data(ACK, 2, "then")))
        .containsExactly("Data 2 first", "Data 2 then");
  }

  @Test
  void dataOfTheResponderIsAnAcknowledgement() {
    Yamux small = new Yamux(YamuxLimitsTest.streams(8, 8, 8, 1), 2, 0);
    small.open(now);
    small.open(now);

    assertThat(words(Frames.receive(small, ByteBuffer.wrap(data(0, 2, "yes").toArray()), now)))
        .containsExactly("Openable", "Data 2 yes");
  }

  @Test
  void bothHalvesCloseByThemselves() {
    receive(update(SYN, 1, 0));

    assertThat(receive(data(FIN, 1, "bye"))).containsExactly("Data 1 bye", "Finished 1");
    assertThat(write(1, "still here")).containsExactly("send DATA ACK 1 10");
    assertThat(words(yamux.consumed(1, 3, now))).isEmpty();
    assertThat(words(yamux.finish(1))).containsExactly("send WINDOW_UPDATE FIN 1 0", "Closed 1");
    assertThat(yamux.streams()).isZero();
  }

  @Test
  void aStreamThatWeCloseFirstIsStillRead() {
    yamux.open(now);
    assertThat(words(yamux.finish(2))).containsExactly("send WINDOW_UPDATE FIN 2 0");
    assertThat(words(yamux.finish(2))).isEmpty();

    assertThat(receive(data(ACK, 2, "late"), update(FIN, 2, 0)))
        .containsExactly("Data 2 late", "Finished 2");
    assertThat(yamux.streams()).isEqualTo(1);
    assertThat(words(yamux.consumed(2, 4, now))).containsExactly("Closed 2");
  }

  @Test
  void anEndBeforeTheAcceptanceIsTwoFrames() {
    receive(update(SYN, 1, 0));

    assertThat(words(yamux.finish(1)))
        .containsExactly("send WINDOW_UPDATE ACK 1 0", "send WINDOW_UPDATE FIN 1 0");
  }

  @Test
  void nothingIsWrittenAfterTheEnd() {
    yamux.open(now);
    yamux.finish(2);

    assertThatThrownBy(() -> write(2, "x")).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aResetOfThePeerEndsBothHalves() {
    receive(data(SYN, 1, "lost"));

    assertThat(receive(update(RST, 1, 0))).containsExactly("Reset 1 PEER");
    assertThat(yamux.streams()).isZero();
    assertThat(yamux.unread()).isZero();
    ByteBuffer unwanted = ByteBuffer.wrap(new byte[5]);
    assertThat(yamux.write(1, unwanted)).isEmpty();
    assertThat(unwanted.remaining()).isEqualTo(5);
  }

  @Test
  void theDataOfAResetIsDropped() {
    receive(update(SYN, 1, 0), update(SYN, 3, 0));

    assertThat(receive(data(RST, 1, "none"), data(0, 3, "next")))
        .containsExactly("Reset 1 PEER", "Data 3 next");
  }

  @Test
  void aResetOfOursTellsThePeer() {
    receive(data(SYN, 1, "some"));

    assertThat(words(yamux.reset(1))).containsExactly("send WINDOW_UPDATE RST 1 0");
    assertThat(words(yamux.reset(1))).isEmpty();
    assertThat(yamux.unread()).isZero();
  }

  @Test
  void aResetAfterBothEndsTakesNothingFromThePeer() {
    receive(data(SYN | FIN, 1, "never read"));
    yamux.finish(1);

    assertThat(words(yamux.reset(1))).isEmpty();
    assertThat(yamux.streams()).isZero();
  }

  @Test
  void whatWasUnderWayOnAResetStreamIsDropped() {
    receive(zeros(SYN, 1, 1000));
    yamux.reset(1);

    assertThat(receive(zeros(0, 1, WINDOW - 1000), update(FIN, 1, 7))).isEmpty();
    assertThat(receive(data(0, 1, "x"))).contains("Ended DATA_AFTER_CLOSE");
  }

  @Test
  void aStreamResetInTheMiddleOfAFrameGetsNoMoreOfIt() {
    Bytes frame = data(SYN, 1, "first second");
    assertThat(receive(frame.slice(0, 17))).containsExactly("Incoming 1", "Data 1 first");
    yamux.reset(1);

    assertThat(receive(frame.from(17), update(SYN, 3, 0))).containsExactly("Incoming 3");
  }

  @Test
  void framesCutAnywhereAreHandedOnAsTheyCome() {
    assertThat(receive(data(SYN, 1, "abc").slice(0, 13))).containsExactly("Incoming 1", "Data 1 a");
    assertThat(receive(Bytes.utf8("b"))).containsExactly("Data 1 b");
    Bytes rest = Bytes.concat(Bytes.utf8("c"), update(FIN, 1, 0));
    assertThat(receive(rest.slice(0, 6))).containsExactly("Data 1 c");
    assertThat(receive(rest.from(6))).containsExactly("Finished 1");
  }

  @Test
  void dataIsAViewOfTheInput() {
    byte[] array = Bytes.concat(Bytes.utf8("??"), data(SYN, 1, "abc")).toArray();
    ByteBuffer in = ByteBuffer.wrap(array).position(2);
    YamuxOutput.Data data = (YamuxOutput.Data) Frames.receive(yamux, in, now).get(1);

    array[14] = 'X';
    assertThat(Frames.bytesOf(data.bytes())).isEqualTo(Bytes.utf8("Xbc"));
    assertThat(data.bytes().position()).isEqualTo(14);
    assertThat(data.bytes().limit()).isEqualTo(17);
    assertThat(in.hasRemaining()).isFalse();
  }

  @Test
  void whatIsWrittenGoesOutInFramesThatAreViewsOfIt() {
    yamux.open(now);
    byte[] array = new byte[FRAME + 100];
    ByteBuffer bytes = ByteBuffer.wrap(array);
    List<YamuxOutput> outputs = yamux.write(2, bytes);

    assertThat(words(outputs)).containsExactly("send DATA 2 " + FRAME, "send DATA 2 100");
    ByteBuffer second = ((YamuxOutput.Send) outputs.get(1)).payload();
    array[FRAME] = 'X';
    assertThat(second.get(FRAME)).isEqualTo((byte) 'X');
    assertThat(second.position()).isEqualTo(FRAME);
    assertThat(second.remaining()).isEqualTo(100);
  }

  @Test
  void writingStopsWhereThePeerHasNoMoreRoom() {
    yamux.open(now);
    ByteBuffer bytes = ByteBuffer.allocate(WINDOW + 10);

    assertThat(yamux.write(2, bytes)).hasSize(WINDOW / FRAME);
    assertThat(bytes.remaining()).isEqualTo(10);
    assertThat(receive(update(ACK, 2, 4))).containsExactly("Writable 2");
    assertThat(words(yamux.write(2, bytes))).containsExactly("send DATA 2 4");
    assertThat(receive(update(0, 2, 100))).containsExactly("Writable 2");
    assertThat(words(yamux.write(2, bytes))).containsExactly("send DATA 2 6");
    assertThat(receive(update(0, 2, 100))).isEmpty();
  }

  @Test
  void aWindowMayBeLargerFromTheOpeningOn() {
    receive(update(SYN, 1, 100));
    ByteBuffer bytes = ByteBuffer.allocate(WINDOW + 200);
    yamux.write(1, bytes);

    assertThat(bytes.remaining()).isEqualTo(100);
  }

  @Test
  void windowsAreRefilledByTheHalf() {
    receive(zeros(SYN, 1, WINDOW));
    yamux.accept(1);

    assertThat(words(yamux.consumed(1, WINDOW / 2 - 1, now))).isEmpty();
    assertThat(words(yamux.consumed(1, 1, now)))
        .containsExactly("send WINDOW_UPDATE 1 " + WINDOW / 2, "send PING SYN 0 1");
    assertThat(receive(zeros(0, 1, WINDOW / 2))).hasSize(1);
    assertThat(receive(data(0, 1, "x"))).contains("Ended WINDOW_EXCEEDED");
  }

  @Test
  void aWindowThatIsReadFasterThanWordTravelsDoubles() {
    receive(update(SYN, 1, 0));
    yamux.accept(1);
    roundTrip(1, 10_000_000);
    now += 39_999_999;
    receive(zeros(0, 1, WINDOW / 2));

    assertThat(words(yamux.consumed(1, WINDOW / 2, now)))
        .containsExactly("send WINDOW_UPDATE 1 " + (WINDOW / 2 + WINDOW));
    now += 40_000_000;
    receive(zeros(0, 1, WINDOW));
    assertThat(words(yamux.consumed(1, WINDOW, now)))
        .containsExactly("send WINDOW_UPDATE 1 " + WINDOW);
  }

  /** Makes a round trip known, by a refill that asks for it. */
  private void roundTrip(long value, long nanos) {
    receive(zeros(0, 1, WINDOW / 2));
    assertThat(words(yamux.consumed(1, WINDOW / 2, now))).last().isEqualTo("send PING SYN 0 1");
    now += nanos;
    receive(ping(ACK, value));
    assertThat(yamux.roundTrip()).hasValue(nanos);
    now -= nanos;
  }

  @Test
  void theRoundTripIsMeasuredAgainAfterAWhileAndSmoothed() {
    receive(update(SYN, 1, 0));
    yamux.accept(1);
    roundTrip(1, 10_000_000);
    now += Duration.ofSeconds(10).toNanos() + 1;
    receive(zeros(0, 1, WINDOW / 2));
    assertThat(words(yamux.consumed(1, WINDOW / 2, now))).last().isEqualTo("send PING SYN 0 2");
    now += 30_000_000;
    receive(ping(ACK, 1));
    assertThat(yamux.roundTrip()).hasValue(10_000_000);
    receive(ping(ACK, 2));
    assertThat(yamux.roundTrip()).hasValue(20_000_000);
  }

  @Test
  void aStreamThatGoesLeavesItsRoomToGrowToOthers() {
    YamuxLimits limits = YamuxLimitsTest.bytes(FRAME, 2L * WINDOW, 3L * WINDOW);
    Yamux narrow = new Yamux(limits, 2, 0);
    Frames.receive(narrow, ByteBuffer.wrap(zeros(SYN, 1, WINDOW).toArray()), 0);
    narrow.consumed(1, WINDOW, 0);
    Frames.receive(narrow, ByteBuffer.wrap(ping(ACK, 1).toArray()), 1000);

    assertThat(refillOf(narrow, 1, WINDOW)).isEqualTo(2 * WINDOW);
    assertThat(refillOf(narrow, 3, WINDOW)).isEqualTo(WINDOW + WINDOW / 2);
    narrow.reset(1);
    assertThat(refillOf(narrow, 5, WINDOW)).isEqualTo(2 * WINDOW);
  }

  /** What a window grows by that is filled and read in no time. */
  private static long refillOf(Yamux yamux, long stream, int bytes) {
    int flags = stream == 1 ? 0 : SYN;
    Frames.receive(yamux, ByteBuffer.wrap(zeros(flags, stream, bytes).toArray()), 1001);
    YamuxOutput.Send send = (YamuxOutput.Send) yamux.consumed(stream, bytes, 1001).get(0);
    return send.header().length();
  }

  @Test
  void windowsGrowNoFurtherThanTheConnectionMayHold() {
    receive(update(SYN, 1, 0));
    yamux.accept(1);
    roundTrip(1, 1_000_000_000);
    long window = WINDOW;
    for (int i = 0; i < 20; i++) {
      now += 1;
      receive(zeros(0, 1, (int) window));
      yamux.consumed(1, window, now);
      window = Math.min(2 * window, YamuxLimits.DEFAULT.windowBytes());
    }
    assertThat(receive(zeros(0, 1, (int) YamuxLimits.DEFAULT.windowBytes()))).hasSize(1);
    assertThat(receive(data(0, 1, "x"))).contains("Ended WINDOW_EXCEEDED");
  }

  @Test
  void noWindowIsRefilledAfterThePeersEnd() {
    receive(zeros(SYN | FIN, 1, WINDOW));

    assertThat(words(yamux.consumed(1, WINDOW, now))).isEmpty();
  }

  @Test
  void moreThanCameCannotBeRead() {
    receive(data(SYN, 1, "abc"));

    assertThatThrownBy(() -> yamux.consumed(1, 4, now))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void pingsAreAnswered() {
    assertThat(receive(ping(SYN, 0xffffffffL))).containsExactly("send PING ACK 0 4294967295");
  }

  @Test
  void unknownFlagsMeanNothing() {
    assertThat(receive(update(SYN | ACK | 0x4010, 1, 0), data(0x8000, 1, "x")))
        .containsExactly("Incoming 1", "Data 1 x");
  }

  @Test
  void streamsMayBeOpenedOutOfOrder() {
    assertThat(receive(update(SYN, 5, 0), update(SYN, 1, 0), update(SYN, 3, 0)))
        .containsExactly("Incoming 5", "Incoming 1", "Incoming 3");
    yamux.reset(5);
    assertThat(receive(data(0, 5, "late"))).isEmpty();
  }

  @Test
  void aStreamOpenedAndResetAtOnceIsNone() {
    assertThat(receive(data(SYN | RST, 1, "no"), update(RST, 3, 0))).isEmpty();
    assertThat(yamux.streams()).isZero();
  }

  @Test
  void silenceIsAskedAboutAndThenEndsTheConnection() {
    now = Duration.ofSeconds(30).toNanos();
    assertThat(yamux.deadline()).hasValue(now);
    assertThat(yamux.wake(now - 1)).isEmpty();
    assertThat(words(yamux.wake(now))).containsExactly("send PING SYN 0 1");
    now += Duration.ofSeconds(20).toNanos();
    assertThat(yamux.deadline()).hasValue(now);
    assertThat(yamux.wake(now - 1)).isEmpty();
    assertThat(words(yamux.wake(now))).containsExactly("send GO_AWAY 0 2", "Ended KEEP_ALIVE");
    assertThat(yamux.deadline()).isEmpty();
    assertThat(yamux.wake(now)).isEmpty();
  }

  @Test
  void anyByteAfterAPingShowsThatThePeerIsThere() {
    now = Duration.ofSeconds(30).toNanos();
    yamux.wake(now);
    now += Duration.ofSeconds(19).toNanos();
    receive(data(SYN, 1, "busy"));
    now += Duration.ofSeconds(19).toNanos();

    assertThat(yamux.wake(now)).isEmpty();
    receive(ping(ACK, 1));
    assertThat(yamux.deadline()).hasValue(now + Duration.ofSeconds(30).toNanos());
  }

  @Test
  void leaveIsTakenOnceAndTheLastStreamEndsTheConnection() {
    receive(update(SYN, 1, 0));
    assertThat(words(yamux.goAway())).containsExactly("send GO_AWAY 0 0");
    assertThat(words(yamux.goAway())).isEmpty();
    assertThat(words(yamux.open(now))).containsExactly("NotOpened LEAVING");
    assertThat(receive(update(SYN, 3, 0))).containsExactly("send WINDOW_UPDATE RST 3 0");
    assertThat(receive(data(0, 1, "go on"))).containsExactly("Data 1 go on");
    assertThat(receive(update(RST, 1, 0))).containsExactly("Reset 1 PEER", "Ended DONE");
    assertThat(receive(update(SYN, 5, 0))).isEmpty();
    assertThat(words(yamux.open(now))).containsExactly("NotOpened LEAVING");
  }

  @Test
  void whatIsEndedAtOnceIsSaidOnceHoweverManyStreamsThereAre() {
    receive(update(SYN, 1, 0));
    assertThat(words(yamux.end())).containsExactly("send GO_AWAY 0 0", "Ended DONE");
    assertThat(words(yamux.end())).isEmpty();
    assertThat(yamux.streams()).isZero();
  }

  @Test
  void leaveThatWasTakenIsNotTakenAgainAtTheEnd() {
    receive(update(SYN, 1, 0));
    yamux.goAway();
    assertThat(words(yamux.end())).containsExactly("Ended DONE");
  }

  @Test
  void aPeerThatTakesLeaveGetsNoMoreStreams() {
    yamux.open(now);
    assertThat(receive(goAway(0), goAway(0))).containsExactly("LeaveTaken");
    assertThat(words(yamux.open(now))).containsExactly("NotOpened LEAVING");
    yamux.finish(2);
    assertThat(receive(update(FIN, 2, 0)))
        .containsExactly("Finished 2", "Closed 2", "send GO_AWAY 0 0", "Ended DONE");
  }

  @Test
  void anIdleConnectionEndsWithThePeersLeave() {
    assertThat(receive(goAway(0))).containsExactly("LeaveTaken", "send GO_AWAY 0 0", "Ended DONE");
  }

  @Test
  void ourStreamsAreBoundedAndTheirIdsEnd() {
    YamuxLimits few = YamuxLimitsTest.streams(8, 3, 8, 2);
    Yamux small = new Yamux(few, 2, 0);
    small.open(0);
    small.open(0);
    assertThat(words(small.open(0))).containsExactly("NotOpened TOO_MANY_UNACKNOWLEDGED");
    assertThat(words(Frames.receive(small, ByteBuffer.wrap(update(ACK, 2, 0).toArray()), 0)))
        .containsExactly("Openable");
    small.open(0);
    assertThat(words(small.open(0))).containsExactly("NotOpened TOO_MANY_STREAMS");
    assertThat(words(small.reset(4))).containsExactly("send WINDOW_UPDATE RST 4 0", "Openable");

    Yamux old = new Yamux(YamuxLimits.DEFAULT, 0xffff_fffeL, 0);
    assertThat(words(old.open(0))).contains("Opened 4294967294");
    assertThat(words(old.open(0))).containsExactly("NotOpened IDS_EXHAUSTED");
  }

  @Test
  void thePeersStreamsAreBounded() {
    Yamux small = new Yamux(YamuxLimitsTest.streams(3, 8, 2, 8), 2, 0);
    Bytes opens = Bytes.concat(update(SYN, 1, 0), update(SYN, 3, 0), update(SYN, 5, 0));
    assertThat(words(Frames.receive(small, ByteBuffer.wrap(opens.toArray()), 0)))
        .containsExactly("Incoming 1", "Incoming 3", "send WINDOW_UPDATE RST 5 0");
    small.accept(1);
    small.accept(3);
    Bytes more = Bytes.concat(data(0, 5, "late"), update(SYN, 7, 0), update(SYN, 9, 0));
    assertThat(words(Frames.receive(small, ByteBuffer.wrap(more.toArray()), 0)))
        .containsExactly("Incoming 7", "send WINDOW_UPDATE RST 9 0");
  }
}
