package io.vivim.libp2p.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vivim.libp2p.dial.DialException;
import io.vivim.libp2p.guard.DenyList;
import io.vivim.libp2p.guard.Gate;
import io.vivim.libp2p.guard.HostLimits;
import io.vivim.libp2p.guard.IpRange;
import io.vivim.libp2p.guard.Refusal;
import io.vivim.libp2p.link.Link;
import io.vivim.libp2p.link.LinkEnd;
import io.vivim.libp2p.link.LinkException;
import io.vivim.libp2p.link.UpgradeException.Reason;
import io.vivim.libp2p.peer.PeerId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whom a host lets in, which links it keeps, and what it counts of honest peers. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class HostGuardTest {
  private static final String HOLE = "/hole/1.0.0";

  private static Besieged open() {
    return new Besieged(HostLimits.DEFAULT);
  }

  /** Time stands still, so it pushes nothing on a stream that a test does not know of. */
  private static HostBuilder tellingNobody(HostBuilder builder) {
    return builder.timers(new HandTimers());
  }

  private static <T> T get(CompletionStage<T> stage) {
    return stage.toCompletableFuture().orTimeout(60, TimeUnit.SECONDS).join();
  }

  private static CompletionStage<Link> connect(Besieged from, Besieged to) {
    return from.host.connect(to.host.id(), List.of(to.address()));
  }

  @Test
  void whomTheGateDoesNotLetBeDialledIsNotDialled() throws Exception {
    DenyList list = new DenyList();
    try (Besieged there = open();
        Besieged here = new Besieged(HostLimits.DEFAULT, builder -> builder.gate(list))) {
      list.deny(there.host.id());
      assertThatThrownBy(() -> get(connect(here, there))).hasStackTraceContaining("NOT_ADMITTED");
      here.counts.await(Refusal.GATE, 1);
      // A connection that is refused later is one that failed.
      assertThat(here.counts.of(Reason.NOT_ADMITTED)).isZero();
      here.awaitNothingInUse();
    }
  }

  @Test
  void whoComesFromADeniedRangeIsClosedAtOnce() throws Exception {
    DenyList list = new DenyList();
    list.deny(IpRange.parse("127.0.0.0/8"));
    try (Besieged here = new Besieged(HostLimits.DEFAULT, builder -> builder.gate(list));
        Attacker attacker = Attacker.connect(here.address())) {
      attacker.awaitClose();
      here.counts.await(Refusal.GATE, 1);
      here.awaitNothingInUse();
    }
  }

  @Test
  void aPeerOnTheListIsCutOffOnceItIsProven() throws Exception {
    DenyList list = new DenyList();
    try (Besieged there = open();
        Besieged here = new Besieged(HostLimits.DEFAULT, builder -> builder.gate(list))) {
      list.deny(there.host.id());
      CompletionStage<Link> unused = connect(there, here);
      here.counts.await(Refusal.GATE, 1);
      here.counts.await(Reason.NOT_ADMITTED, 1);
      assertThat(here.counts.of("linked IN")).isZero();
      here.awaitNothingInUse();
    }
  }

  @Test
  void aLinkThatTheGateDoesNotLetStayIsCut() throws Exception {
    Gate none =
        new Gate() {
          @Override
          public boolean mayStay(Link link) {
            return false;
          }
        };
    try (Besieged there = open();
        Besieged here = new Besieged(HostLimits.DEFAULT, builder -> builder.gate(none))) {
      CompletionStage<Link> unused = connect(there, here);
      here.counts.await(Refusal.GATE, 1);
      here.counts.await(LinkEnd.Cause.CUT, 1);
      here.awaitNothingInUse();
    }
  }

  /** Cuts each link as soon as it is told of it. */
  private static final class Cutting implements HostListener {
    final List<String> told = Collections.synchronizedList(new ArrayList<>());

    @Override
    public void connected(Link link) {
      told.add("connected");
      link.cut(LinkEnd.cut("not wanted"));
    }

    @Override
    public void closed(Link link, LinkEnd why) {
      told.add("closed");
    }
  }

  @Test
  void aLinkThatEndsWhileItIsToldOfIsForgottenAndHandedToNobody() throws Exception {
    Cutting cutting = new Cutting();
    try (Besieged there = open();
        Besieged here = new Besieged(HostLimits.DEFAULT, builder -> builder.listener(cutting))) {
      int held = here.host.held();
      assertThatThrownBy(() -> get(connect(here, there)))
          .hasCauseInstanceOf(DialException.class)
          .hasMessageContaining("not wanted");
      here.counts.await(() -> here.host.held() == held, "forgotten");
      there.counts.await(() -> there.host.links().isEmpty(), "told of the end");
      CompletionStage<Link> unused = connect(there, here);
      here.counts.await(LinkEnd.Cause.CUT, 2);
      here.counts.await(() -> here.host.held() == held, "forgotten");
      here.counts.await(() -> cutting.told.size() == 4, "told");
      assertThat(cutting.told).containsExactly("connected", "closed", "connected", "closed");
    }
  }

  @Test
  void aboveTheHighMarkTheNewestLinksGoAndProtectedOnesStay() throws Exception {
    HostLimits few =
        HostLimits.DEFAULT.withMarks(new HostLimits.Marks(2, 3, Duration.ZERO, Besieged.LONG));
    BlockingQueue<LinkEnd> ends = new LinkedBlockingQueue<>();
    HostListener listener =
        new HostListener() {
          @Override
          public void closed(Link link, LinkEnd why) {
            ends.add(why);
          }
        };
    List<Besieged> peers = new ArrayList<>();
    try (Besieged here = new Besieged(few, builder -> builder.listener(listener))) {
      for (int i = 0; i < 4; i++) {
        Besieged peer = open();
        peers.add(peer);
        if (i == 3) {
          here.host.tags().protect(peer.host.id(), "test");
        }
        get(connect(peer, here));
        int links = i + 1;
        here.counts.await(() -> here.counts.of("linked IN") == links, "links");
      }
      here.counts.await(LinkEnd.Cause.CUT, 2);
      assertThat(ends.poll(60, TimeUnit.SECONDS)).isEqualTo(LinkTrimmer.TRIMMED);
      assertThat(here.host.links()).hasSize(2).extracting(Link::peer).contains(id(peers, 3));
    } finally {
      peers.forEach(Besieged::close);
    }
  }

  private static PeerId id(List<Besieged> peers, int at) {
    return peers.get(at).host.id();
  }

  @Test
  void noMoreConnectionsAndStreamsAreOpenedThanMay() throws Exception {
    HostLimits few =
        HostLimits.DEFAULT
            .withConnections(new HostLimits.Connections(10, 10, 1, 8, 10, 10, 10, 10, 10))
            .withStreams(new HostLimits.Streams(10, 10, 10, 10, 10, 10, 10, 3));
    try (Besieged there = open();
        Besieged another = open();
        Besieged here = new Besieged(few, HostGuardTest::tellingNobody)) {
      there.host.handle(HOLE, stream -> stream.input().readAllBytes());
      get(connect(here, there));
      assertThatThrownBy(() -> get(connect(here, another))).hasStackTraceContaining("NOT_ADMITTED");
      here.counts.await(Refusal.OUTBOUND_CONNECTIONS, 1);
      here.counts.await("closed OUT " + IdentifyProtocol.ASK, 1);
      for (int i = 0; i < 3; i++) {
        get(here.host.open(there.host.id(), HOLE));
      }
      assertThatThrownBy(() -> get(here.host.open(there.host.id(), HOLE)))
          .hasRootCauseInstanceOf(RefusedException.class);
      here.counts.await(Refusal.OUTBOUND_STREAMS_OF_PEER, 1);
    }
  }

  @Test
  void noMoreStreamsAreOpenedToAllPeersTogetherThanMay() throws Exception {
    HostLimits few =
        HostLimits.DEFAULT.withStreams(new HostLimits.Streams(10, 10, 10, 10, 10, 10, 2, 10));
    try (Besieged there = open();
        Besieged here = new Besieged(few, HostGuardTest::tellingNobody)) {
      there.host.handle(HOLE, stream -> stream.input().readAllBytes());
      get(connect(here, there));
      here.counts.await("closed OUT " + IdentifyProtocol.ASK, 1);
      for (int i = 0; i < 2; i++) {
        get(here.host.open(there.host.id(), HOLE));
      }
      assertThatThrownBy(() -> get(here.host.open(there.host.id(), HOLE)))
          .hasRootCauseInstanceOf(RefusedException.class);
      here.counts.await(Refusal.OUTBOUND_STREAMS, 1);
    }
  }

  @Test
  void aStreamThatCannotBeOpenedIsNoneThatCounts() throws Exception {
    try (Besieged there = open();
        Besieged here = new Besieged(HostLimits.DEFAULT, HostGuardTest::tellingNobody)) {
      Link link = get(connect(here, there));
      here.counts.await("closed OUT " + IdentifyProtocol.ASK, 1);
      get(here.host.open(there.host.id(), Ping.PROTOCOL));
      link.leave();
      assertThatThrownBy(() -> get(here.host.open(there.host.id(), Ping.PROTOCOL)))
          .hasRootCauseInstanceOf(LinkException.class);
      here.counts.await(() -> here.books.used(Refusal.OUTBOUND_STREAMS) == 1, "one");
    }
  }

  @Test
  void bytesAndStreamsAreCountedByProtocolAndAllIsGivenBack() throws Exception {
    try (Besieged there = open();
        Besieged here = open()) {
      there.host.handle(Perf.PROTOCOL, Perf::answer);
      get(connect(here, there));
      Perf.run(get(here.host.open(there.host.id(), Perf.PROTOCOL)), 100_000, 5_000_000);
      here.counts.await("wrote " + Perf.PROTOCOL, 100_008);
      here.counts.await("read " + Perf.PROTOCOL, 5_000_000);
      there.counts.await("read " + Perf.PROTOCOL, 100_008);
      there.counts.await("wrote " + Perf.PROTOCOL, 5_000_000);
      there.counts.await("opened IN " + Perf.PROTOCOL, 1);
      there.counts.await("closed IN " + Perf.PROTOCOL, 1);
      here.counts.await("closed OUT " + Perf.PROTOCOL, 1);
      // What is on its way does not wait any more; a link keeps some room for what comes next.
      there.counts.await(() -> there.books.used(Refusal.BYTES) <= 1 << 20, "room given back");
      here.host.links().forEach(link -> link.cut(LinkEnd.CLOSED));
      there.counts.await(() -> there.host.links().isEmpty(), "no links");
      there.awaitNothingInUse();
      here.awaitNothingInUse();
    }
  }
}
