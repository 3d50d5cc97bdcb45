package io.vivim.libp2p.host;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufAllocatorMetricProvider;
import io.vivim.codec.Bytes;
import io.vivim.libp2p.guard.HostLimits;
import io.vivim.libp2p.guard.Refusal;
import io.vivim.libp2p.link.LinkEnd;
import io.vivim.libp2p.link.StreamException;
import io.vivim.libp2p.yamux.FrameHeader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Peers with links, who break the rules or keep to them and take what they can. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class SiegeTest {
  private static final String HOLE = "/hole/1.0.0";
  private static final int MIB = 1 << 20;

  @Test
  void streamsOnWhichNothingIsAgreedOnAreBrokenOffInTime() throws Exception {
    HostLimits quick =
        HostLimits.DEFAULT.withTimes(new HostLimits.Times(Besieged.SHORT, Besieged.LONG));
    try (Besieged here = new Besieged(quick);
        Attacker attacker = Attacker.link(here.address())) {
      for (int i = 0; i < 100; i++) {
        attacker.frames(
            Attacker.data(
                Attacker.SYN,
                Attacker.odd(i),
                Attacker.line("/multistream/1.0.0").slice(0, i % 15)));
      }
      here.counts.await(Refusal.NEGOTIATION_TIMEOUT, 100);
      here.counts.await(
          () -> here.books.used(Refusal.INBOUND_STREAMS) == 0, "all streams given back");
      assertThat(here.host.links()).hasSize(1);
    }
  }

  @Test
  void negotiationsThatBreakTheirRulesAreBrokenOff() throws Exception {
    try (Besieged here = new Besieged(HostLimits.DEFAULT);
        Attacker attacker = Attacker.link(here.address())) {
      Bytes header = Attacker.line("/multistream/1.0.0");
      attacker.frames(Attacker.data(Attacker.SYN, 1, Bytes.fromHex("ffffffffff")));
      attacker.frames(Attacker.data(Attacker.SYN, 3, Bytes.concat(header, Bytes.fromHex("ff7f"))));
      attacker.frames(Attacker.data(Attacker.SYN, 5, Attacker.line("/other/1.0.0")));
      Bytes proposals = header;
      for (int i = 0; i < 65; i++) {
        proposals = Bytes.concat(proposals, Attacker.line("/in/vain/" + i));
      }
      attacker.frames(Attacker.data(Attacker.SYN, 7, proposals));
      here.counts.await(Refusal.NEGOTIATION, 4);
      here.counts.await(
          () -> here.books.used(Refusal.INBOUND_STREAMS) == 0, "all streams given back");
      assertThat(here.host.links()).hasSize(1);
    }
  }

  @Test
  void streamsOfAPeerAndForAProtocolAreLimited() throws Exception {
    HostLimits few =
        HostLimits.DEFAULT.withStreams(new HostLimits.Streams(100, 12, 100, 100, 100, 4, 100, 100));
    CountDownLatch over = new CountDownLatch(1);
    try (Besieged here = new Besieged(few);
        Attacker attacker = Attacker.link(here.address())) {
      here.host.handle(HOLE, stream -> over.await());
      for (int i = 0; i < 6; i++) {
        attacker.frames(Attacker.open(Attacker.odd(i), HOLE));
      }
      here.counts.await(Refusal.INBOUND_STREAMS_OF_PEER_AND_PROTOCOL, 2);
      for (int i = 6; i < 20; i++) {
        attacker.frames(Attacker.syn(Attacker.odd(i)));
      }
      here.counts.await(Refusal.INBOUND_STREAMS_OF_PEER, 6);
      assertThat(here.books.used(Refusal.INBOUND_STREAMS)).isEqualTo(12);
      attacker.hangUp();
      here.awaitNothingInUse();
    } finally {
      over.countDown();
    }
  }

  @ParameterizedTest
  @CsvSource({Ping.PROTOCOL + ", 2", IdentifyProtocol.PUSH + ", 16"})
  void ofTheProtocolsThatKeepInTouchAPeerHasFewStreamsEach(String protocol, int most)
      throws Exception {
    HostLimits often =
        HostLimits.DEFAULT.withPushes(new HostLimits.Pushes(100, Duration.ofHours(1)));
    try (Besieged here = new Besieged(often);
        Attacker attacker = Attacker.link(here.address())) {
      for (int i = 0; i < 20; i++) {
        attacker.frames(Attacker.open(Attacker.odd(i), protocol));
      }
      here.counts.await(Refusal.INBOUND_STREAMS_OF_PEER_AND_PROTOCOL, 20 - most);
      here.counts.await("opened IN " + protocol, most);
      attacker.hangUp();
      here.awaitNothingInUse();
    }
  }

  @Test
  void streamsOfAllPeersAndOfAllForAProtocolAreLimited() throws Exception {
    HostLimits few =
        HostLimits.DEFAULT.withStreams(new HostLimits.Streams(12, 10, 100, 100, 5, 4, 100, 100));
    CountDownLatch over = new CountDownLatch(1);
    try (Besieged here = new Besieged(few);
        Attacker one = Attacker.link(here.address());
        Attacker other = Attacker.link(here.address())) {
      here.host.handle(HOLE, stream -> over.await());
      for (int i = 0; i < 4; i++) {
        one.frames(Attacker.open(Attacker.odd(i), HOLE));
      }
      here.counts.await("opened IN " + HOLE, 4);
      for (int i = 0; i < 3; i++) {
        other.frames(Attacker.open(Attacker.odd(i), HOLE));
      }
      here.counts.await(Refusal.INBOUND_STREAMS_OF_PROTOCOL, 2);
      here.counts.await(() -> here.books.used(Refusal.INBOUND_STREAMS) == 5, "two refused");
      for (int i = 3; i < 12; i++) {
        other.frames(Attacker.syn(Attacker.odd(i)));
      }
      here.counts.await(Refusal.INBOUND_STREAMS, 2);
      assertThat(here.books.used(Refusal.INBOUND_STREAMS)).isEqualTo(12);
      assertThat(here.counts.of(Refusal.INBOUND_STREAMS_OF_PEER)).isZero();
      one.hangUp();
      other.hangUp();
      here.awaitNothingInUse();
    } finally {
      over.countDown();
    }
  }

  /** Keys cost nothing: those of one machine have no more than it has. */
  @Test
  void newNamesGetAMachineNoMoreStreams() throws Exception {
    HostLimits few =
        HostLimits.DEFAULT.withStreams(new HostLimits.Streams(100, 8, 12, 100, 100, 4, 100, 100));
    try (Besieged here = new Besieged(few);
        Attacker one = Attacker.link(here.address());
        Attacker other = Attacker.link(here.address())) {
      for (int i = 0; i < 8; i++) {
        one.frames(Attacker.syn(Attacker.odd(i)));
      }
      here.counts.await(() -> here.books.used(Refusal.INBOUND_STREAMS) == 8, "all of one");
      for (int i = 0; i < 8; i++) {
        other.frames(Attacker.syn(Attacker.odd(i)));
      }
      here.counts.await(Refusal.INBOUND_STREAMS_OF_IP, 4);
      assertThat(here.books.used(Refusal.INBOUND_STREAMS)).isEqualTo(12);
      assertThat(here.host.links()).hasSize(2);
      one.hangUp();
      other.hangUp();
      here.awaitNothingInUse();
    }
  }

  @Test
  void aFloodOfStreamsMakesNoMoreThreadsThanMay() throws Exception {
    CountDownLatch over = new CountDownLatch(1);
    try (Besieged here =
            new Besieged(
                HostLimits.DEFAULT.withHandlers(new HostLimits.Handlers(3, 40, 40, 40, 5)));
        Attacker attacker = Attacker.link(here.address())) {
      here.host.handle(HOLE, stream -> over.await());
      for (int i = 0; i < 40; i++) {
        attacker.frames(Attacker.open(Attacker.odd(i), HOLE));
      }
      here.counts.await(Refusal.HANDLERS, 32);
      assertThat(here.counts.of(Refusal.HANDLERS)).isEqualTo(32);
      attacker.hangUp();
      here.awaitNothingInUse();
    } finally {
      over.countDown();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aHandlerThatFailsByAnErrorLosesItsStream(boolean isStaged) throws Exception {
    try (Besieged here = new Besieged(HostLimits.DEFAULT);
        Attacker attacker = Attacker.link(here.address())) {
      if (isStaged) {
        here.host.handleStaged(HOLE, 100, stream -> fail());
      } else {
        here.host.handle(HOLE, stream -> fail());
      }
      for (int i = 0; i < 20; i++) {
        attacker.frames(Attacker.open(Attacker.odd(i), HOLE));
      }
      here.counts.await(StreamException.Cause.HERE, 20);
      assertThat(here.host.links()).hasSize(1);
      attacker.hangUp();
      here.awaitNothingInUse();
    }
  }

  private static CompletionStage<Void> fail() {
    throw new StackOverflowError("as a handler may run into");
  }

  @Test
  void whoHoldsAllTheThreadsOfAPeerStandsInNobodysWay() throws Exception {
    HostLimits few = HostLimits.DEFAULT.withHandlers(new HostLimits.Handlers(5, 3, 5, 5, 5));
    CountDownLatch over = new CountDownLatch(1);
    try (Besieged here = new Besieged(few);
        Attacker attacker = Attacker.link(here.address());
        Attacker honest = Attacker.link(here.address())) {
      here.host.handle(
          HOLE,
          stream -> {
            here.counts.add("runs of " + stream.peer(), 1);
            over.await();
          });
      for (int i = 0; i < 40; i++) {
        attacker.frames(Attacker.open(Attacker.odd(i), HOLE));
      }
      here.counts.await("opened IN " + HOLE, 40);
      honest.frames(Attacker.open(1, HOLE));
      here.counts.await("runs of " + honest.peer(), 1);
      here.counts.await("runs of " + attacker.peer(), 3);
      assertThat(here.counts.of(Refusal.HANDLERS)).isZero();
      // What waits for a turn is gone with its stream.
      for (int i = 0; i < 40; i++) {
        attacker.frames(Attacker.reset(Attacker.odd(i)));
      }
      here.counts.await("closed IN " + HOLE, 40);
      over.countDown();
      honest.hangUp();
      attacker.hangUp();
      here.awaitNothingInUse();
      assertThat(here.counts.of("runs of " + attacker.peer())).isEqualTo(3);
    } finally {
      over.countDown();
    }
  }

  @Test
  void aNetworkHasNoMoreThreadsThanItMay() throws Exception {
    HostLimits few = HostLimits.DEFAULT.withHandlers(new HostLimits.Handlers(5, 40, 40, 2, 5));
    CountDownLatch over = new CountDownLatch(1);
    try (Besieged here = new Besieged(few);
        Attacker attacker = Attacker.link(here.address())) {
      here.host.handle(
          HOLE,
          stream -> {
            here.counts.add("runs", 1);
            over.await();
          });
      for (int i = 0; i < 20; i++) {
        attacker.frames(Attacker.open(Attacker.odd(i), HOLE));
      }
      here.counts.await("opened IN " + HOLE, 20);
      here.counts.await("runs", 2);
      assertThat(here.counts.of("runs")).isEqualTo(2);
      assertThat(here.counts.of(Refusal.HANDLERS)).isZero();
      attacker.hangUp();
      over.countDown();
      here.awaitNothingInUse();
    } finally {
      over.countDown();
    }
  }

  @Test
  void whatIsGatheredOfPushesCountsAsWaitingAndIsGivenBack() throws Exception {
    HostLimits few =
        HostLimits.DEFAULT.withMemory(new HostLimits.Memory(8 * MIB, MIB / 4, MIB, MIB));
    try (Besieged here = new Besieged(few);
        Attacker attacker = Attacker.link(here.address())) {
      // 65,536 bytes are announced, and the last ones never come.
      Bytes part = Bytes.concat(Bytes.fromHex("808004"), Attacker.zeros(60_000));
      for (int i = 0; i < 8; i++) {
        long stream = Attacker.odd(i);
        attacker.frames(
            Bytes.concat(
                Attacker.open(stream, IdentifyProtocol.PUSH), Attacker.data(0, stream, part)));
      }
      here.counts.await(Refusal.BYTES_OF_PEER, 4);
      assertThat(here.books.used(Refusal.BYTES_OF_PEER, attacker.peer()))
          .isBetween(60_000L, MIB / 4L);
      assertThat(here.host.links()).hasSize(1);
      attacker.hangUp();
      here.awaitNothingInUse();
    }
  }

  @Test
  void aFloodOfIdentifyPushesIsHeldToItsRate() throws Exception {
    try (Besieged here =
            new Besieged(
                HostLimits.DEFAULT.withPushes(new HostLimits.Pushes(3, Duration.ofHours(1))));
        Attacker attacker = Attacker.link(here.address())) {
      for (int i = 0; i < 20; i++) {
        Bytes push = Bytes.concat(Attacker.open(Attacker.odd(i), IdentifyProtocol.PUSH));
        attacker.frames(
            Bytes.concat(push, Attacker.data(Attacker.FIN, Attacker.odd(i), Attacker.zeros(1))));
      }
      here.counts.await(Refusal.PUSH_RATE, 17);
      assertThat(here.counts.of(Refusal.PUSH_RATE)).isEqualTo(17);
      here.counts.await(
          () -> here.books.used(Refusal.INBOUND_STREAMS) == 0, "all streams given back");
    }
  }

  @Test
  void identifyMessagesWithoutAnEndAreBrokenOff() throws Exception {
    try (Besieged here = new Besieged(HostLimits.DEFAULT);
        Attacker attacker = Attacker.link(here.address())) {
      String[] bad = {"ffffffffffff", "818004", "0aff", "030affffff"};
      for (int i = 0; i < bad.length; i++) {
        attacker.frames(Attacker.open(Attacker.odd(i), IdentifyProtocol.PUSH));
        attacker.frames(Attacker.data(Attacker.FIN, Attacker.odd(i), Bytes.fromHex(bad[i])));
      }
      here.counts.await(Refusal.IDENTIFY, bad.length);
      here.counts.await(StreamException.Cause.HERE, bad.length);
      assertThat(here.host.links()).hasSize(1);
    }
  }

  @Test
  void identifyMessagesThatDoNotComeAreGivenUpInTime() throws Exception {
    HostLimits quick =
        HostLimits.DEFAULT.withTimes(new HostLimits.Times(Besieged.LONG, Besieged.SHORT));
    try (Besieged here = new Besieged(quick);
        Attacker attacker = Attacker.link(here.address())) {
      attacker.frames(Attacker.open(1, IdentifyProtocol.PUSH));
      attacker.frames(Attacker.data(0, 1, Bytes.fromHex("80")));
      here.counts.await(Refusal.IDENTIFY_TIMEOUT, 1);
      here.counts.await(StreamException.Cause.HERE, 1);
    }
  }

  /** They are answered, and the stream is not over by that alone. */
  @Test
  void whoAsksWhoWeAreAndNeverEndsTheStreamIsBrokenOffInTime() throws Exception {
    HostLimits quick =
        HostLimits.DEFAULT.withTimes(new HostLimits.Times(Besieged.LONG, Besieged.SHORT));
    try (Besieged here = new Besieged(quick);
        Attacker attacker = Attacker.link(here.address())) {
      attacker.frames(Attacker.open(1, IdentifyProtocol.ASK));
      here.counts.await("opened IN " + IdentifyProtocol.ASK, 1);
      here.counts.await(Refusal.IDENTIFY_TIMEOUT, 1);
      here.counts.await("closed IN " + IdentifyProtocol.ASK, 1);
      here.counts.await(
          () -> here.books.used(Refusal.INBOUND_STREAMS) == 0, "all streams given back");
    }
  }

  private static Bytes ask(long stream) {
    Bytes much = Bytes.owning(ByteBuffer.allocate(Long.BYTES).putLong(1L << 40).array());
    return Bytes.concat(
        Attacker.data(Attacker.FIN, stream, much),
        Attacker.header(FrameHeader.Type.WINDOW_UPDATE, 0, stream, 1 << 30));
  }

  /**
   * What waits to go out stays small, and the link does not last though the peer keeps talking:
   * whoever talks is there, and is not lost for being silent.
   */
  @Test
  void whoNeverReadsWhatItAsksForIsLost() throws Exception {
    long before = direct();
    ScheduledExecutorService talk = Executors.newSingleThreadScheduledExecutor();
    try (Besieged here =
            new Besieged(HostLimits.DEFAULT, builder -> builder.linkLimits(Besieged.impatient()));
        Attacker attacker = Attacker.link(here.address())) {
      here.host.handle(Perf.PROTOCOL, Perf::answer);
      for (int i = 0; i < 20; i++) {
        attacker.frames(Attacker.open(Attacker.odd(i), Perf.PROTOCOL));
      }
      // What the first ask for would stand in the way of the others' agreement.
      here.counts.await("opened IN " + Perf.PROTOCOL, 20);
      for (int i = 0; i < 20; i++) {
        attacker.frames(ask(Attacker.odd(i)));
      }
      var unused = talk.scheduleAtFixedRate(() -> ping(attacker), 0, 50, TimeUnit.MILLISECONDS);
      here.counts.await(LinkEnd.Cause.LOST, 1);
      assertThat(direct() - before).isLessThan(64 * MIB);
      // Each stream of the host's has two pieces of 256 KiB to write, at most.
      assertThat(here.books.used(Refusal.BYTES)).isLessThanOrEqualTo((2 + 20 / 2) * MIB);
      here.awaitNothingInUse();
    } finally {
      talk.shutdownNow();
    }
  }

  private static void ping(Attacker attacker) {
    try {
      attacker.frames(Attacker.header(FrameHeader.Type.PING, Attacker.SYN, 0, 1));
    } catch (IOException e) {
      throw new IllegalStateException("closed by now", e);
    }
  }

  private static long direct() {
    return ((ByteBufAllocatorMetricProvider) ByteBufAllocator.DEFAULT).metric().usedDirectMemory();
  }

  private static HostLimits memory(long bytes) {
    return HostLimits.DEFAULT.withMemory(new HostLimits.Memory(bytes, bytes, bytes, bytes));
  }

  @Test
  void newNamesGetAMachineNoMoreRoom() throws Exception {
    HostLimits small =
        HostLimits.DEFAULT.withMemory(new HostLimits.Memory(8 * MIB, MIB / 4, MIB / 2, 8 * MIB));
    CountDownLatch over = new CountDownLatch(1);
    try (Besieged here = new Besieged(small);
        Attacker one = Attacker.link(here.address());
        Attacker other = Attacker.link(here.address());
        Attacker third = Attacker.link(here.address())) {
      here.host.handle(HOLE, stream -> over.await());
      for (Attacker each : List.of(one, other, third)) {
        each.frames(Attacker.open(1, HOLE));
        for (int sent = 0; sent < 3; sent++) {
          each.frames(Attacker.data(0, 1, Attacker.zeros(60_000)));
        }
      }
      here.counts.await(Refusal.BYTES_OF_IP, 1);
      here.counts.await(StreamException.Cause.TOO_MUCH_UNREAD, 1);
      assertThat(here.counts.of(Refusal.BYTES_OF_PEER)).isZero();
      assertThat(here.books.used(Refusal.BYTES)).isLessThanOrEqualTo(MIB / 2);
      assertThat(here.host.links()).hasSize(3);
      for (Attacker each : List.of(one, other, third)) {
        each.hangUp();
      }
      here.awaitNothingInUse();
    } finally {
      over.countDown();
    }
  }

  @Test
  void whatNobodyReadsHasNoMoreRoomThanThereIs() throws Exception {
    HostLimits small = memory(512 * 1024);
    CountDownLatch over = new CountDownLatch(1);
    try (Besieged here = new Besieged(small);
        Attacker attacker = Attacker.link(here.address())) {
      here.host.handle(HOLE, stream -> over.await());
      for (int i = 0; i < 20; i++) {
        attacker.frames(Attacker.open(Attacker.odd(i), HOLE));
        for (int sent = 0; sent < 4; sent++) {
          attacker.frames(Attacker.data(0, Attacker.odd(i), Attacker.zeros(60_000)));
        }
      }
      here.counts.await(Refusal.BYTES_OF_PEER, 1);
      here.counts.await(StreamException.Cause.TOO_MUCH_UNREAD, 1);
      assertThat(here.books.used(Refusal.BYTES)).isLessThanOrEqualTo(512 * 1024);
      assertThat(here.host.links()).hasSize(1);
      attacker.hangUp();
      here.awaitNothingInUse();
    } finally {
      over.countDown();
    }
  }

  @Test
  void whatComesRightBehindAnAgreementHasNoMoreRoomThanThereIs() throws Exception {
    HostLimits small = memory(512 * 1024);
    CountDownLatch over = new CountDownLatch(1);
    try (Besieged here = new Besieged(small);
        Attacker attacker = Attacker.link(here.address())) {
      here.host.handle(HOLE, stream -> over.await());
      Bytes first =
          Bytes.concat(
              Attacker.line("/multistream/1.0.0"), Attacker.line(HOLE), Attacker.zeros(60_000));
      for (int i = 0; i < 20; i++) {
        attacker.frames(Attacker.data(Attacker.SYN, Attacker.odd(i), first));
      }
      here.counts.await(Refusal.BYTES_OF_PEER, 1);
      here.counts.await(StreamException.Cause.TOO_MUCH_UNREAD, 1);
      assertThat(here.books.used(Refusal.BYTES)).isBetween(64 * 1024L, 512 * 1024L);
      attacker.hangUp();
      here.awaitNothingInUse();
    } finally {
      over.countDown();
    }
  }

  @Test
  void whatIsToBeWrittenHasNoMoreRoomThanThereIs() throws Exception {
    HostLimits small = memory(MIB);
    try (Besieged here = new Besieged(small);
        Attacker attacker = Attacker.link(here.address())) {
      BlockingQueue<CompletionStage<Void>> writes = new LinkedBlockingQueue<>();
      CountDownLatch written = new CountDownLatch(1);
      here.host.handle(
          HOLE,
          stream -> {
            for (int i = 0; i < 40; i++) {
              writes.add(stream.write(ByteBuffer.allocate(100_000)));
            }
            written.countDown();
          });
      attacker.frames(Attacker.open(1, HOLE));
      written.await();
      here.counts.await(StreamException.Cause.TOO_MUCH_UNSENT, 1);
      assertThat(here.counts.of(Refusal.BYTES_OF_PEER)).isPositive();
      assertThat(writes.stream().filter(SiegeTest::isTooMuch).count()).isBetween(25L, 39L);
      here.counts.await(() -> here.books.used(Refusal.BYTES) < MIB / 2, "given back");
      assertThat(here.host.links()).hasSize(1);
      attacker.hangUp();
      here.awaitNothingInUse();
    }
  }

  private static boolean isTooMuch(CompletionStage<Void> write) {
    Throwable why = write.handle((done, failure) -> failure).toCompletableFuture().join();
    return why != null
        && why.getCause() instanceof StreamException broken
        && broken.brokenBy() == StreamException.Cause.TOO_MUCH_UNSENT;
  }
}
