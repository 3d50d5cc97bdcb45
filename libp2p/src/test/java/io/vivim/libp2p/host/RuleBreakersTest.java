package io.vivim.libp2p.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.vivim.codec.Bytes;
import io.vivim.libp2p.guard.HostLimits;
import io.vivim.libp2p.guard.Refusal;
import io.vivim.libp2p.link.LinkEnd;
import io.vivim.libp2p.link.LinkSettings;
import io.vivim.libp2p.yamux.FrameHeader;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Peers with links, over each security, who break the rules of yamux: each is cut off, the rule is
 * counted, and until then it has cost no more than a little.
 */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
@ParameterizedClass
@ValueSource(strings = {LinkSettings.NOISE, LinkSettings.TLS})
final class RuleBreakersTest {
  private static final String HOLE = "/hole/1.0.0";
  private static final long MOST_DIRECT_BYTES = 32 << 20;

  private final String security;

  RuleBreakersTest(String security) {
    this.security = security;
  }

  private static long direct() {
    return ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT).metric().usedDirectMemory();
  }

  /** What somebody does to a host. */
  private interface Attack {
    void on(Besieged here, Attacker attacker) throws Exception;
  }

  private void assertCutOff(Violation rule, Attack attack) throws Exception {
    long before = direct();
    try (Besieged here = new Besieged(HostLimits.DEFAULT);
        Attacker attacker = Attacker.link(here.address(), security)) {
      attack.on(here, attacker);
      attacker.awaitClose();
      here.counts.await(rule, 1);
      here.counts.await(LinkEnd.Cause.VIOLATION, 1);
      assertThat(here.host.links()).isEmpty();
      here.awaitNothingInUse();
    }
    assertThat(direct() - before).isLessThan(MOST_DIRECT_BYTES);
  }

  /** The attacker sends this once. */
  private void assertCutOff(Violation rule, Bytes frames) throws Exception {
    assertCutOff(rule, (here, attacker) -> attacker.frames(frames));
  }

  /** The attacker sends these until it is cut off. */
  private void assertCutOffFromAFlood(Violation rule, Attacker.Frame frames) throws Exception {
    assertCutOff(rule, (here, attacker) -> assertThat(attacker.flood(frames, 1_000_000)).isTrue());
  }

  @Test
  void aFloodOfStreamsEndsTheLink() throws Exception {
    assertCutOffFromAFlood(Violation.OPEN_FLOOD, i -> Attacker.syn(Attacker.odd(i)));
  }

  @Test
  void aFloodOfResetsEndsTheLink() throws Exception {
    assertCutOffFromAFlood(
        Violation.RESET_FLOOD,
        i -> Bytes.concat(Attacker.open(Attacker.odd(i), HOLE), Attacker.reset(Attacker.odd(i))));
  }

  /** Opened and broken off by one and the same frame. */
  @Test
  void aFloodOfStreamsThatAreBrokenOffAsTheyAreOpenedEndsTheLink() throws Exception {
    assertCutOffFromAFlood(
        Violation.RESET_FLOOD,
        i -> Attacker.data(Attacker.SYN | Attacker.RST, Attacker.odd(i), Bytes.EMPTY));
  }

  /** Its end is waited for, but only for a while. */
  @Test
  void whoIsCutOffAndKeepsItsSocketOpenHoldsNothingByThat() throws Exception {
    try (Besieged here = new Besieged(HostLimits.DEFAULT);
        Attacker attacker = Attacker.link(here.address(), security)) {
      attacker.frames(Attacker.data(0, 1, Attacker.zeros(1)));
      attacker.awaitEnd();
      here.counts.await(LinkEnd.Cause.VIOLATION, 1);
      here.awaitNothingInUse();
    }
  }

  @Test
  void aFloodOfPingsEndsTheLink() throws Exception {
    assertCutOffFromAFlood(
        Violation.IDLE_FLOOD, i -> Attacker.header(FrameHeader.Type.PING, Attacker.SYN, 0, i));
  }

  @Test
  void aFloodOfEmptyDataEndsTheLink() throws Exception {
    assertCutOffFromAFlood(
        Violation.IDLE_FLOOD, i -> Attacker.data(i == 0 ? Attacker.SYN : 0, 1, Bytes.EMPTY));
  }

  /** The second of two streams with one id is told of its end like any other. */
  @Test
  void idsThatAreUsedAgainAtOnceLeaveNoStreamBehind() throws Exception {
    try (Besieged here = new Besieged(HostLimits.DEFAULT);
        Attacker attacker = Attacker.link(here.address(), security)) {
      here.host.handle(HOLE, stream -> stream.input().readAllBytes());
      for (int i = 0; i < 100; i++) {
        Bytes open = Attacker.syn(Attacker.odd(i));
        attacker.frames(Bytes.concat(open, Attacker.reset(Attacker.odd(i)), open));
      }
      // Whatever is broken off late was asked for before this is answered.
      attacker.frames(Attacker.open(Attacker.odd(100), HOLE));
      here.counts.await("opened IN " + HOLE, 1);
      here.counts.await(
          () -> here.books.used(Refusal.INBOUND_STREAMS) == 101, "those that are open are charged");
      // Those, and what the host itself asks on the link.
      assertThat(here.host.links().get(0).streams()).isGreaterThanOrEqualTo(101);
      attacker.hangUp();
      here.awaitNothingInUse();
    }
  }

  /** However far its handler is with reading it. */
  @Test
  void ofAStreamWhoseIdIsUsedAgainTheHandlerComesToItsEnd() throws Exception {
    int peers = 5;
    try (Besieged here = new Besieged(HostLimits.DEFAULT)) {
      here.host.handle(
          HOLE,
          stream -> {
            here.counts.add("begun", 1);
            try {
              stream.input().readAllBytes();
            } finally {
              here.counts.add("over", 1);
            }
          });
      for (int i = 1; i <= peers; i++) {
        try (Attacker attacker = Attacker.link(here.address(), security)) {
          attacker.frames(Attacker.open(1, HOLE));
          here.counts.await("begun", i);
          attacker.frames(
              Bytes.concat(
                  Attacker.data(0, 1, Attacker.zeros(5_000)), Attacker.reset(1), Attacker.syn(1)));
          here.counts.await("over", i);
        }
      }
      assertThat(here.counts.of(LinkEnd.Cause.VIOLATION)).isZero();
      here.awaitNothingInUse();
    }
  }

  @Test
  void moreThanTheWindowEndsTheLink() throws Exception {
    Bytes much = Attacker.data(0, 1, Attacker.zeros(60_000));
    CountDownLatch over = new CountDownLatch(1);
    try {
      assertCutOff(
          Violation.WINDOW,
          (here, attacker) -> {
            here.host.handle(HOLE, stream -> over.await());
            // The host may cut it off before it has sent the last.
            Bytes opened = Attacker.open(1, HOLE);
            boolean unused = attacker.flood(i -> i == 0 ? opened : much, 6);
          });
    } finally {
      over.countDown();
    }
  }

  @Test
  void aWindowOpenedTooFarEndsTheLink() throws Exception {
    assertCutOff(
        Violation.WINDOW,
        Bytes.concat(
            Attacker.syn(1), Attacker.header(FrameHeader.Type.WINDOW_UPDATE, 0, 1, 0xffff_ffffL)));
  }

  @Test
  void aWindowOpenedTooFarByLittleAndLittleEndsTheLink() throws Exception {
    Bytes more = Attacker.header(FrameHeader.Type.WINDOW_UPDATE, 0, 1, 0x7fff_ffffL);
    assertCutOff(Violation.WINDOW, Bytes.concat(Attacker.syn(1), more, more, more));
  }

  @Test
  void dataBehindTheEndOfAStreamEndsTheLink() throws Exception {
    assertCutOff(
        Violation.LATE_DATA,
        Bytes.concat(
            Attacker.data(Attacker.SYN | Attacker.FIN, 1, Attacker.zeros(1)),
            Attacker.data(0, 1, Attacker.zeros(1))));
  }

  @Test
  void dataOnAStreamThatIsOverOnBothSidesEndsTheLink() throws Exception {
    assertCutOff(
        Violation.LATE_DATA,
        (here, attacker) -> {
          attacker.frames(Attacker.open(1, Ping.PROTOCOL));
          attacker.frames(Attacker.data(Attacker.FIN, 1, Bytes.EMPTY));
          here.counts.await("closed IN " + Ping.PROTOCOL, 1);
          attacker.frames(Attacker.data(0, 1, Attacker.zeros(1)));
        });
  }

  @Test
  void moreOnAStreamThatWasBrokenOffThanWasUnderWayEndsTheLink() throws Exception {
    assertCutOff(
        Violation.LATE_DATA,
        (here, attacker) -> {
          attacker.frames(Attacker.data(Attacker.SYN, 1, Bytes.fromHex("ffffffffff")));
          here.counts.await(Refusal.NEGOTIATION, 1);
          assertThat(attacker.flood(i -> Attacker.data(0, 1, Attacker.zeros(60_000)), 1_000_000))
              .isTrue();
        });
  }

  @Test
  void framesThatAreTooLargeEndTheLinkByTheirHeader() throws Exception {
    assertCutOff(
        Violation.FRAMES, Attacker.header(FrameHeader.Type.DATA, Attacker.SYN, 1, 0xffff_ffffL));
  }

  /** No frame may be larger than the largest window; smaller ones have to find room in theirs. */
  @Test
  void framesThatAreTooLargeForTheirWindowEndTheLinkByTheirHeader() throws Exception {
    assertCutOff(
        Violation.FRAMES, Attacker.header(FrameHeader.Type.DATA, Attacker.SYN, 1, (16L << 20) + 1));
    assertCutOff(
        Violation.WINDOW, Attacker.header(FrameHeader.Type.DATA, Attacker.SYN, 1, 16L << 20));
  }

  @Test
  void aGiantFrameIsNotReadToItsEnd() throws Exception {
    Bytes piece = Attacker.zeros(60_000);
    assertCutOffFromAFlood(
        Violation.FRAMES,
        i ->
            i == 0 ? Attacker.header(FrameHeader.Type.DATA, Attacker.SYN, 1, 0xffff_ffffL) : piece);
  }

  @Test
  void framesOnStreamsThatWereNeverOpenedEndTheLink() throws Exception {
    assertCutOff(Violation.FRAMES, Attacker.data(0, 7, Attacker.zeros(9)));
    assertCutOff(Violation.FRAMES, Attacker.syn(2));
    assertCutOff(Violation.FRAMES, Bytes.concat(Attacker.syn(1), Attacker.syn(1)));
    assertCutOff(Violation.FRAMES, Attacker.data(Attacker.SYN, 0, Attacker.zeros(9)));
  }

  @Test
  void framesThatAreNoneEndTheLink() throws Exception {
    assertCutOff(Violation.FRAMES, Bytes.fromHex("010000000000000100000000"));
    assertCutOff(Violation.FRAMES, Bytes.fromHex("000400000000000100000000"));
  }

  @Test
  void aFloodOfEmptyMessagesOfNoiseEndsTheLink() throws Exception {
    assumeTrue(security.equals(LinkSettings.NOISE), "TLS sends none");
    assertCutOffFromAFlood(Violation.TRANSPORT, i -> Bytes.EMPTY);
  }

  @Test
  void whatDoesNotOpenEndsTheLink() throws Exception {
    boolean isTls = security.equals(LinkSettings.TLS);
    // A sealed frame of Noise, or a record of TLS.
    Bytes head = Bytes.fromHex(isTls ? "1703034000" : "4000");
    assertCutOff(
        Violation.TRANSPORT,
        (here, attacker) -> attacker.send(Bytes.concat(head, Attacker.zeros(0x4000))));
  }
}
