package io.vivim.libp2p.dial;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.address.AddressException;
import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.dial.DialInput.Ask;
import io.vivim.libp2p.dial.DialInput.Failed;
import io.vivim.libp2p.dial.DialInput.Found;
import io.vivim.libp2p.dial.DialInput.Linked;
import io.vivim.libp2p.dial.DialInput.NotFound;
import io.vivim.libp2p.dial.DialInput.Reached;
import io.vivim.libp2p.dial.DialInput.Stop;
import io.vivim.libp2p.dial.DialInput.Woken;
import io.vivim.libp2p.dial.DialOutput.Begin;
import io.vivim.libp2p.dial.DialOutput.GiveUp;
import io.vivim.libp2p.dial.DialOutput.LookUp;
import io.vivim.libp2p.dial.DialOutput.Lost;
import io.vivim.libp2p.dial.DialOutput.WakeAt;
import io.vivim.libp2p.dial.DialOutput.Won;
import io.vivim.libp2p.peer.PeerId;
import io.vivim.libp2p.peer.PrivateKey;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The rules of dialling, with a clock that the test moves. */
final class DiallingTest {
  private static final long MS = TimeUnit.MILLISECONDS.toNanos(1);
  private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

  private static final PeerId SELF = peer(1);
  private static final PeerId PEER = peer(2);
  private static final Multiaddr A = at("/ip4/1.1.1.1/tcp/1");
  private static final Multiaddr B = at("/ip4/1.1.1.2/tcp/1");
  private static final Multiaddr C = at("/ip4/1.1.1.3/tcp/1");
  private static final Multiaddr NAME = at("/dns/example.org/tcp/1");

  private final Dialling dialling =
      new Dialling(SELF, DialLimits.DEFAULT, address -> true, () -> 0.0);
  private final List<DialOutput> outputs = new ArrayList<>();

  /** Near the end of what a long holds, for a clock may begin anywhere. */
  private long now = Long.MAX_VALUE - SECOND;

  static PeerId peer(int seed) {
    byte[] bytes = new byte[32];
    bytes[0] = (byte) seed;
    bytes[1] = (byte) (seed >>> 8);
    return PrivateKey.ofEd25519Seed(Bytes.owning(bytes)).publicKey().peerId();
  }

  static Multiaddr at(String text) {
    try {
      return Multiaddr.parse(text);
    } catch (AddressException e) {
      throw new AssertionError(e);
    }
  }

  /** What a step puts out, without when to wake. */
  private List<DialOutput> step(DialInput input) {
    outputs.clear();
    outputs.addAll(dialling.handle(input, now));
    return outputs.stream().filter(output -> !(output instanceof WakeAt)).toList();
  }

  private long wake() {
    return outputs.stream()
        .filter(WakeAt.class::isInstance)
        .map(output -> ((WakeAt) output).nanos())
        .reduce((first, last) -> last)
        .orElseThrow();
  }

  private List<DialOutput> stepAfter(long nanos, DialInput input) {
    now += nanos;
    return step(input);
  }

  private static Ask ask(PeerId peer, Multiaddr... addresses) {
    return new Ask(peer, Arrays.asList(addresses), Set.of());
  }

  private static Failed failed(long attempt) {
    return new Failed(attempt, true, "no");
  }

  @Test
  void theNextBeginsAfterTheHeadStartOfTheOneBefore() {
    assertThat(step(ask(PEER, A, B, C))).containsExactly(new Begin(1, PEER, A));
    assertThat(wake()).isEqualTo(now + 250 * MS);
    assertThat(stepAfter(249 * MS, new Woken())).isEmpty();
    assertThat(stepAfter(MS, new Woken())).containsExactly(new Begin(2, PEER, B));
    assertThat(stepAfter(250 * MS, new Woken())).containsExactly(new Begin(3, PEER, C));
    assertThat(wake()).isEqualTo(now - 500 * MS + 30 * SECOND);
  }

  @Test
  void theNextBeginsAsSoonAsOneFails() {
    step(ask(PEER, A, B));
    assertThat(stepAfter(MS, failed(1))).containsExactly(new Begin(2, PEER, B));
  }

  @Test
  void theNextBeginsAsSoonAsOneFailsAlsoBesideOthers() {
    step(ask(PEER, A, B, C));
    stepAfter(250 * MS, new Woken());
    assertThat(stepAfter(MS, failed(1))).containsExactly(new Begin(3, PEER, C));
  }

  @Test
  void theFirstLinkWinsAndTheOthersAreGivenUp() {
    step(ask(PEER, A, B, C));
    stepAfter(250 * MS, new Woken());
    assertThat(step(new Linked(2))).containsExactlyInAnyOrder(new Won(PEER, 2), new GiveUp(1));
    assertThat(step(new Linked(1))).containsExactly(new GiveUp(1));
    assertThat(step(failed(1))).isEmpty();
    assertThat(dialling.dials()).isZero();
    assertThat(dialling.attempts()).isZero();
  }

  @Test
  void aDialThatFailsTellsWhatEachAddressCameTo() {
    Multiaddr ofAnother = at("/ip4/1.1.1.9/tcp/1/p2p/" + peer(3));
    step(ask(PEER, A, ofAnother, NAME));
    assertThat(step(new NotFound(PEER, NAME, "nothing"))).isEmpty();
    assertThat(step(failed(1)))
        .containsExactly(
            new Lost(
                PEER,
                "no address led to it",
                List.of(
                    new Tried(ofAnother, "leads to another peer"),
                    new Tried(NAME, "not found: nothing"),
                    new Tried(A, "no"))));
  }

  @Test
  void nobodyDialsOneself() {
    assertThat(step(ask(SELF, A)))
        .containsExactly(new Lost(SELF, "that is this host itself", List.of()));
  }

  @Test
  void withoutAnAddressNothingIsDialled() {
    assertThat(step(ask(PEER))).containsExactly(new Lost(PEER, "no address is known", List.of()));
  }

  @Test
  void whoAsksLaterJoinsTheDialAndAddsToIt() {
    step(ask(PEER, A));
    assertThat(step(ask(PEER, A, B))).isEmpty();
    assertThat(step(failed(1))).containsExactly(new Begin(2, PEER, B));
    assertThat(dialling.dials()).isOne();
  }

  @Test
  void anAddressCountsOnceWithOrWithoutItsPeer() {
    step(ask(PEER, A, at(A + "/p2p/" + PEER)));
    assertThat(step(failed(1)))
        .containsExactly(new Lost(PEER, "no address led to it", List.of(new Tried(A, "no"))));
  }

  @Test
  void namesAreLookedUpWhileOthersAreTried() {
    assertThat(step(ask(PEER, A, NAME)))
        .containsExactly(new LookUp(PEER, NAME), new Begin(1, PEER, A));
    assertThat(stepAfter(MS, new Found(PEER, NAME, List.of(B, A, at(C + "/p2p/" + peer(3))))))
        .isEmpty();
    assertThat(step(failed(1))).containsExactly(new Begin(2, PEER, B));
    assertThat(step(failed(2)))
        .first()
        .isEqualTo(
            new Lost(
                PEER, "no address led to it", List.of(new Tried(A, "no"), new Tried(B, "no"))));
  }

  @Test
  void whatANameLeadsToIsNoNameAgain() {
    step(ask(PEER, NAME));
    assertThat(step(new Found(PEER, NAME, List.of(at("/dns/other.example/tcp/1")))))
        .containsExactly(new Lost(PEER, "no address led to it", List.of()));
    assertThat(step(new Found(PEER, NAME, List.of(A)))).isEmpty();
  }

  @Test
  void aNameOfStrangersLeadsToNoNetworkOfOurs() {
    step(new Ask(PEER, List.of(NAME), Set.of(NAME)));
    List<Multiaddr> found =
        List.of(
            at("/ip4/127.0.0.1/tcp/1"),
            at("/ip4/10.0.0.1/tcp/1"),
            at("/ip6/::1/tcp/1"),
            at("/ip6/::ffff:192.168.0.1/tcp/1"),
            at("/ip6/fe80::1/tcp/1"),
            A);
    assertThat(step(new Found(PEER, NAME, found))).containsExactly(new Begin(1, PEER, A));
    assertThat(step(failed(1)).get(0))
        .isEqualTo(
            new Lost(
                PEER,
                "no address led to it",
                List.of(
                    new Tried(NAME, "leads nearer than a name of strangers may"),
                    new Tried(A, "no"))));
  }

  @Test
  void aDialHasADeadlineForAllOfIt() {
    step(ask(PEER, A));
    assertThat(stepAfter(30 * SECOND - 1, new Woken())).isEmpty();
    assertThat(stepAfter(1, new Woken()))
        .containsExactly(
            new Lost(PEER, "not done in time", List.of(new Tried(A, "no link in time"))),
            new GiveUp(1));
  }

  @Test
  void whatFailedRestsLongerEachTime() {
    for (long rest = 1; rest < 300; rest *= 2) {
      assertThat(step(ask(PEER, A))).hasSize(1).first().isInstanceOf(Begin.class);
      step(failed(((Begin) outputs.get(0)).attempt()));
      assertThat(stepAfter(rest * SECOND - 1, ask(PEER, A)))
          .containsExactly(
              new Lost(
                  PEER,
                  "no address can be tried",
                  List.of(new Tried(A, "failed just now and is tried again later"))));
      now++;
    }
  }

  @Test
  void whatFailedByOurDoingDoesNotRest() {
    step(ask(PEER, A));
    step(new Failed(1, false, "not admitted"));
    assertThat(step(ask(PEER, A))).containsExactly(new Begin(2, PEER, A));
  }

  @Test
  void aLinkEndsTheRest() {
    step(ask(PEER, A, B));
    step(failed(1));
    step(new Linked(2));
    assertThat(step(ask(PEER, A))).containsExactly(new Begin(3, PEER, A));
  }

  @Test
  void whatIsUnderWayGoesOnWhenThePeerComesToUs() {
    step(ask(PEER, A, B));
    assertThat(step(new Reached(PEER))).isEmpty();
    assertThat(stepAfter(SECOND, new Woken())).isEmpty();
    assertThat(step(new Linked(1))).containsExactly(new Won(PEER, 1));
  }

  @Test
  void aDialThatIsNotNeededAnyMoreFailsInSilence() {
    step(ask(PEER, A, B));
    step(new Reached(PEER));
    assertThat(step(failed(1))).isEmpty();
    assertThat(dialling.dials()).isZero();
  }

  @Test
  void whoAsksAgainAfterThePeerCameAndWentIsServed() {
    step(ask(PEER, A, B));
    step(new Reached(PEER));
    assertThat(step(ask(PEER, B))).isEmpty();
    assertThat(step(failed(1))).containsExactly(new Begin(2, PEER, B));
  }

  @Test
  void noMoreAddressesOfAPeerCountThanTheLimit() {
    Multiaddr[] many =
        IntStream.range(0, 40).mapToObj(i -> at("/ip4/1.1.1.1/tcp/" + i)).toArray(Multiaddr[]::new);
    step(ask(PEER, many));
    for (int i = 1; i < 32; i++) {
      assertThat(step(failed(i))).hasSize(1);
    }
    assertThat(step(failed(32))).first().isInstanceOf(Lost.class);
  }

  private static Multiaddr[] with(Multiaddr last, IntFunction<String> others) {
    return Stream.concat(IntStream.range(0, 40).mapToObj(i -> at(others.apply(i))), Stream.of(last))
        .toArray(Multiaddr[]::new);
  }

  @Test
  void addressesThatAreNotTriedStandInNoOnesWay() {
    Dialling other =
        new Dialling(SELF, DialLimits.DEFAULT, address -> address.parts().size() == 2, () -> 0.0);
    Multiaddr[] undialled = with(A, i -> "/ip4/1.1.1.1/udp/" + i + "/quic-v1");
    assertThat(other.handle(ask(PEER, undialled), now)).contains(new Begin(1, PEER, A));
    Multiaddr[] ofOthers = with(A, i -> "/ip4/1.1.1.1/tcp/" + i + "/p2p/" + peer(3));
    assertThat(step(ask(PEER, ofOthers))).contains(new Begin(1, PEER, A));
    assertThat(step(failed(1)))
        .first()
        .isInstanceOfSatisfying(
            Lost.class, lost -> assertThat(lost.tried()).hasSize(33).endsWith(new Tried(A, "no")));
  }

  @Test
  void addressesThatRestStandInNoOnesWay() {
    Multiaddr[] many = with(A, i -> "/ip4/1.1.1.1/tcp/" + (100 + i));
    step(ask(PEER, many));
    for (int i = 1; i <= 32; i++) {
      step(failed(i));
    }
    assertThat(step(ask(PEER, many))).first().isEqualTo(new Begin(33, PEER, many[32]));
  }

  @Test
  void noMoreThanTheLimitIsTriedAtOnceForAPeer() {
    Multiaddr[] many =
        IntStream.range(0, 20).mapToObj(i -> at("/ip4/1.1.1.1/tcp/" + i)).toArray(Multiaddr[]::new);
    step(ask(PEER, many));
    for (int i = 0; i < 20; i++) {
      stepAfter(250 * MS, new Woken());
    }
    assertThat(dialling.attempts()).isEqualTo(8);
    assertThat(stepAfter(MS, failed(3))).hasSize(1);
  }

  @Test
  void noMoreThanTheLimitIsTriedAtOnceInAllAndTheRestFollows() {
    for (int i = 0; i < 300; i++) {
      step(ask(peer(10 + i), A, B));
    }
    assertThat(dialling.attempts()).isEqualTo(128);
    long wake = wakeOfAll();
    assertThat(wake - now).isPositive();
    now = wake;
    step(new Woken());
    assertThat(dialling.attempts()).isEqualTo(128);
    assertThat(outputs.stream().filter(WakeAt.class::isInstance))
        .allSatisfy(output -> assertThat(((WakeAt) output).nanos() - now).isPositive());
    assertThat(step(failed(1))).hasSize(1);
    assertThat(dialling.attempts()).isEqualTo(128);
  }

  private long wakeOfAll() {
    step(new Woken());
    return wake();
  }

  @Test
  void noMorePeersThanTheLimitAreDialledAtOnce() {
    for (int i = 0; i < 512; i++) {
      step(ask(peer(10 + i), A));
    }
    assertThat(step(ask(PEER, A)))
        .containsExactly(new Lost(PEER, "too many peers are being dialled", List.of()));
    assertThat(step(ask(peer(10), B))).isEmpty();
  }

  @Test
  void whatIsOursOrOfNoKindThatWeSpeakIsNotTried() {
    Dialling other = new Dialling(SELF, DialLimits.DEFAULT, address -> false, () -> 0.0);
    assertThat(other.handle(ask(PEER, A), now))
        .containsExactly(
            new Lost(PEER, "no address can be tried", List.of(new Tried(A, "cannot be dialled"))));
  }

  @Test
  void nothingIsDialledAfterTheEnd() {
    step(ask(PEER, A, NAME));
    assertThat(step(new Stop())).hasSize(2).contains(new GiveUp(1));
    assertThat(step(ask(PEER, A))).first().isInstanceOf(Lost.class);
    assertThat(step(new Found(PEER, NAME, List.of(B)))).isEmpty();
    assertThat(dialling.dials()).isZero();
  }
}
