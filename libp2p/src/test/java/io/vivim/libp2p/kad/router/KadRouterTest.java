package io.vivim.libp2p.kad.router;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.kad.rpc.KadMessage;
import io.vivim.libp2p.kad.rpc.KadPeer;
import io.vivim.libp2p.kad.rpc.KadRecord;
import io.vivim.libp2p.kad.rpc.Kind;
import io.vivim.libp2p.kad.table.Place;
import io.vivim.libp2p.peer.PeerId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class KadRouterTest {
  private static final Bytes NAME = Bytes.utf8("/n/tea");
  private static final Bytes CONTENT = Names.content(1);

  private final Alone alone = new Alone(KadParams.DEFAULT);

  private static KadMessage value(String value) {
    KadRecord record = new KadRecord(NAME, Bytes.utf8(value), "");
    return KadMessage.about(Kind.GET_VALUE, NAME).with(record);
  }

  private void meet(int count) {
    IntStream.range(0, count).forEach(i -> alone.meet(Names.peer(i)));
  }

  /** Answers what is asked until nothing is, each by what its peer says; silent ones fail. */
  private void play(Map<PeerId, KadMessage> said) {
    while (!alone.asks.isEmpty()) {
      Output.Ask ask = alone.asks.remove();
      KadMessage answer = said.get(ask.peer());
      if (!ask.message().kind().isAnswered()) {
        alone.handle(new Input.Told(ask.request()));
      } else if (answer == null) {
        alone.answer(ask, ask.message());
      } else {
        alone.answer(ask, answer);
      }
    }
  }

  private List<Output.Ask> asked(Kind kind) {
    return alone.outputs.stream()
        .filter(Output.Ask.class::isInstance)
        .map(Output.Ask.class::cast)
        .filter(ask -> ask.message().kind() == kind)
        .toList();
  }

  @Test
  void whoSaysThatItServesIsAskedBeforeItHasAPlace() {
    PeerId peer = Names.peer(1);
    alone.handle(new Input.Met(peer, Optional.empty()));
    assertThat(alone.router.peers()).isEmpty();
    Output.Ask ask = alone.asks.remove();
    assertThat(ask.message()).isEqualTo(KadMessage.find(Alone.SELF));

    alone.fail(ask);
    assertThat(alone.router.peers()).isEmpty();
    alone.meet(peer);
    assertThat(alone.router.peers()).containsExactly(peer);
    alone.handle(new Input.Retired(peer));
    assertThat(alone.router.peers()).isEmpty();
  }

  @Test
  void noMoreThanSomeAreAskedWhetherTheyAreThere() {
    IntStream.range(0, 100)
        .forEach(i -> alone.handle(new Input.Met(Names.peer(i), Optional.empty())));

    assertThat(alone.asks).hasSize(KadParams.DEFAULT.checks());
    assertThat(alone.router.load().questions()).isEqualTo(KadParams.DEFAULT.checks());
  }

  @Test
  void whoDoesNotAnswerInTimeHasNoPlace() {
    alone.meet(Names.peer(1));
    alone.handle(new Input.FindNearest(1, CONTENT));
    assertThat(alone.asks).hasSize(1);

    alone.pass(Duration.ofSeconds(11));

    assertThat(alone.router.peers()).isEmpty();
    assertThat(alone.outcome(1)).hasValueSatisfying(done -> assertThat(done.peers()).isEmpty());
    assertThat(alone.router.load().jobs()).isZero();
    assertThat(alone.router.load().questions()).isZero();
  }

  @Test
  void aLookupAsksTheNearestThatItHearsOf() {
    meet(1);
    List<PeerId> others = new ArrayList<>(IntStream.range(1, 60).mapToObj(Names::peer).toList());
    others.sort(Place.of(CONTENT).nearest(Place::of));
    Map<PeerId, KadMessage> said = new HashMap<>();
    KadMessage empty = KadMessage.about(Kind.FIND_NODE, CONTENT);
    List<KadPeer> far = others.subList(30, 50).stream().map(Alone::named).toList();
    List<KadPeer> near = others.subList(0, 20).stream().map(Alone::named).toList();
    said.put(Names.peer(0), empty.with(far, List.of()));
    far.forEach(peer -> said.put(peer.id(), empty.with(near, List.of())));

    alone.handle(new Input.FindNearest(1, CONTENT));
    assertThat(alone.asks).hasSize(1);
    play(said);

    Outcome outcome = alone.outcome(1).orElseThrow();
    List<PeerId> expected = new ArrayList<>(others.subList(0, 20));
    assertThat(outcome.peers().stream().map(KadPeer::id)).containsAll(expected.subList(0, 19));
    assertThat(outcome.course().hops()).isEqualTo(3);
    assertThat(outcome.course().failed()).isZero();
  }

  @Test
  void noMoreAreAskedAtATimeThanAlpha() {
    meet(20);
    alone.handle(new Input.FindNearest(1, CONTENT));
    assertThat(alone.asks).hasSize(KadParams.DEFAULT.parallel());
  }

  @Test
  void aValueIsPutToTheNearestAndCounted() {
    meet(25);
    alone.handle(new Input.Put(1, NAME, Bytes.utf8("1")));
    play(Map.of());

    Outcome outcome = alone.outcome(1).orElseThrow();
    assertThat(asked(Kind.PUT_VALUE)).hasSize(outcome.kept());
    assertThat(outcome.kept()).isEqualTo(20);
    assertThat(alone.router.load().records()).isOne();
    assertThatThrownBy(() -> alone.handle(new Input.Put(2, NAME, Bytes.utf8("ten"))))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theBestValueWinsAndWhoeverHasAWorseOneIsToldOfIt() {
    meet(4);
    alone.handle(new Input.Get(1, NAME, 10));
    play(
        Map.of(
            Names.peer(0), value("1"),
            Names.peer(1), value("3"),
            Names.peer(2), value("2")));

    assertThat(alone.outcome(1).orElseThrow().value()).contains(Bytes.utf8("3"));
    assertThat(asked(Kind.PUT_VALUE))
        .allMatch(ask -> ask.message().record().orElseThrow().value().equals(Bytes.utf8("3")))
        .extracting(Output.Ask::peer)
        .containsExactlyInAnyOrder(Names.peer(0), Names.peer(2));
  }

  @Test
  void valuesThatAreNotValidCountForNothing() {
    meet(3);
    alone.handle(new Input.Get(1, NAME, 10));
    KadRecord other = new KadRecord(Bytes.utf8("/n/milk"), Bytes.utf8("9"), "");
    play(
        Map.of(
            Names.peer(0), value("ten"),
            Names.peer(1), KadMessage.about(Kind.GET_VALUE, NAME).with(other)));

    assertThat(alone.outcome(1).orElseThrow().value()).isEmpty();
    assertThat(asked(Kind.PUT_VALUE)).isEmpty();
  }

  @Test
  void aQuorumIsEnough() {
    meet(20);
    alone.handle(new Input.Get(1, NAME, 2));
    List<Output.Ask> asks = List.copyOf(alone.asks);
    alone.answer(asks.get(0), value("1"));
    assertThat(alone.outcome(1)).isEmpty();
    alone.answer(asks.get(1), value("1"));

    assertThat(alone.outcome(1).orElseThrow().value()).contains(Bytes.utf8("1"));
    assertThat(alone.outputs.stream().filter(Output.Abandon.class::isInstance))
        .hasSizeGreaterThanOrEqualTo(8);
  }

  @Test
  void whatWeKeepOurselvesCountsForOne() {
    alone.answer(Names.peer(0), KadMessage.put(new KadRecord(NAME, Bytes.utf8("4"), "")));
    alone.handle(new Input.Get(1, NAME, 1));

    assertThat(alone.outcome(1).orElseThrow().value()).contains(Bytes.utf8("4"));
    assertThat(asked(Kind.GET_VALUE)).isEmpty();
  }

  @Test
  void providersAreToldAsSoonAsTheyAreKnown() {
    meet(3);
    KadMessage found =
        KadMessage.about(Kind.GET_PROVIDERS, CONTENT)
            .with(List.of(), List.of(Alone.named(Names.peer("p")), Alone.named(Names.peer("q"))));
    alone.handle(new Input.FindProviders(1, CONTENT, 5));
    Output.Ask first = alone.asks.remove();
    alone.answer(first, found);

    assertThat(alone.outputs)
        .contains(new Output.Found(1, Alone.named(Names.peer("p"))))
        .contains(new Output.Learned(Alone.named(Names.peer("q"))));
    assertThat(alone.outcome(1)).isEmpty();
    play(Map.of());
    assertThat(alone.outcome(1).orElseThrow().peers()).hasSize(2);
  }

  @Test
  void enoughProvidersAreEnough() {
    meet(20);
    KadMessage found =
        KadMessage.about(Kind.GET_PROVIDERS, CONTENT)
            .with(List.of(), List.of(Alone.named(Names.peer("p")), Alone.named(Names.peer("q"))));
    alone.handle(new Input.FindProviders(1, CONTENT, 1));
    alone.answer(alone.asks.remove(), found);

    assertThat(alone.outcome(1).orElseThrow().peers()).hasSize(1);
    assertThat(alone.asks).isEmpty();
  }

  @Test
  void whatWeProvideIsToldAgainUntilItIsTakenBack() {
    meet(3);
    alone.handle(new Input.Provide(1, CONTENT));
    play(Map.of());
    assertThat(alone.outcome(1).orElseThrow().kept()).isEqualTo(3);
    assertThat(asked(Kind.ADD_PROVIDER)).hasSize(3);
    assertThat(asked(Kind.ADD_PROVIDER).get(0).message().providers())
        .containsExactly(KadPeer.at(Alone.SELF, List.of(Alone.address(4001))));

    alone.pass(Duration.ofHours(21));
    play(Map.of());
    assertThat(asked(Kind.ADD_PROVIDER)).hasSize(3);
    alone.pass(Duration.ofHours(1));
    play(Map.of());
    assertThat(asked(Kind.ADD_PROVIDER)).hasSize(6);

    alone.handle(new Input.Withdraw(CONTENT));
    alone.pass(Duration.ofHours(22));
    play(Map.of());
    assertThat(asked(Kind.ADD_PROVIDER)).hasSize(6);
    assertThat(alone.router.load().provided()).isZero();
  }

  @Test
  void aPeerThatAnswersItselfIsFound() {
    PeerId wanted = Names.peer("wanted");
    meet(2);
    KadMessage near = KadMessage.find(wanted).with(List.of(Alone.named(wanted)), List.of());
    alone.handle(new Input.FindPeer(1, wanted));
    alone.answer(alone.asks.remove(), near);
    Output.Ask ask =
        alone.asks.stream().filter(each -> each.peer().equals(wanted)).findFirst().orElseThrow();
    assertThat(alone.asks.remove(ask)).isTrue();
    assertThat(ask.addresses()).containsExactly(Alone.address(1));
    alone.answer(ask, KadMessage.find(wanted));

    assertThat(alone.outcome(1).orElseThrow().peers()).containsExactly(Alone.named(wanted));
    assertThat(alone.asks).isEmpty();
  }

  @Test
  void aPeerThatDoesNotServeIsFoundByWhatOthersSay() {
    PeerId wanted = Names.peer("wanted");
    meet(2);
    KadMessage near = KadMessage.find(wanted).with(List.of(Alone.named(wanted)), List.of());
    alone.handle(new Input.FindPeer(1, wanted));
    while (!alone.asks.isEmpty()) {
      Output.Ask ask = alone.asks.remove();
      if (ask.peer().equals(wanted)) {
        alone.fail(ask);
      } else {
        alone.answer(ask, near);
      }
    }

    assertThat(alone.outcome(1).orElseThrow().peers()).containsExactly(Alone.named(wanted));
  }

  @Test
  void anAnswerToSomethingElseIsNone() {
    alone.meet(Names.peer(1));
    alone.handle(new Input.FindNearest(1, CONTENT));
    alone.answer(alone.asks.remove(), KadMessage.PING);

    assertThat(alone.router.peers()).isEmpty();
    assertThat(alone.outcome(1).orElseThrow().course().failed()).isOne();
  }

  @Test
  void whoNamesPeersThatAreNotThereIsNotBelievedForLong() {
    alone.meet(Names.peer(0));
    List<KadPeer> nobody =
        IntStream.range(100, 120).mapToObj(i -> Alone.named(Names.peer(i))).toList();
    alone.handle(new Input.FindNearest(1, CONTENT));
    Output.Ask first = alone.asks.remove();
    alone.answer(first, KadMessage.about(Kind.FIND_NODE, CONTENT).with(nobody, List.of()));
    assertThat(alone.asks).hasSize(KadParams.DEFAULT.falseNames());
    List.copyOf(alone.asks).forEach(alone::fail);

    Outcome outcome = alone.outcome(1).orElseThrow();
    assertThat(outcome.course().asked()).isEqualTo(1 + KadParams.DEFAULT.falseNames());
    assertThat(outcome.peers()).extracting(KadPeer::id).containsExactly(Names.peer(0));
  }

  @Test
  void aLookupEndsWhateverIsNamed() {
    KadParams usual = KadParams.DEFAULT;
    KadParams few =
        new KadParams(
            usual.table(), 10, 30, 2000, 3, usual.checks(), usual.addresses(), usual.times());
    Alone small = new Alone(few);
    small.meet(Names.peer(0));
    small.handle(new Input.FindNearest(1, CONTENT));
    List<PeerId> everNearer =
        new ArrayList<>(IntStream.range(1, 1000).mapToObj(Names::peer).toList());
    everNearer.sort(Place.of(CONTENT).nearest((PeerId peer) -> Place.of(peer)).reversed());
    for (int asked = 0; small.outcome(1).isEmpty(); asked++) {
      List<KadPeer> named =
          everNearer.subList(20 * asked, 20 * asked + 20).stream().map(Alone::named).toList();
      KadMessage said = KadMessage.about(Kind.FIND_NODE, CONTENT).with(named, List.of());
      small.answer(small.asks.remove(), said);
    }
    assertThat(small.outcome(1).orElseThrow().course().asked()).isEqualTo(30);
    assertThat(small.router.load().questions()).isZero();
  }

  @Test
  void whatTakesTooLongEndsWithWhatThereIs() {
    meet(20);
    alone.handle(new Input.Put(1, NAME, Bytes.utf8("1")));
    alone.answer(alone.asks.remove(), KadMessage.about(Kind.FIND_NODE, NAME));
    for (int i = 0; i < 20 && alone.outcome(1).isEmpty(); i++) {
      alone.pass(Duration.ofSeconds(5));
    }

    assertThat(asked(Kind.PUT_VALUE)).isNotEmpty();
    assertThat(alone.outcome(1)).isPresent();
  }

  @Test
  void nobodyIsToldOfWhatWasCancelled() {
    meet(5);
    alone.handle(new Input.FindNearest(1, CONTENT));
    assertThat(alone.asks).isNotEmpty();
    alone.handle(new Input.Cancel(1));

    assertThat(alone.asks).isEmpty();
    assertThat(alone.router.load().jobs()).isZero();
    assertThat(alone.outcome(1)).isEmpty();
  }

  @Test
  void partsOfTheSpaceWhereNobodyWasLookedForAreLookedInto() {
    meet(10);
    play(Map.of());
    alone.pass(Duration.ofSeconds(1));
    play(Map.of());
    int before = asked(Kind.FIND_NODE).size();

    alone.pass(Duration.ofMinutes(1));
    play(Map.of());
    assertThat(asked(Kind.FIND_NODE)).hasSize(before);
    alone.pass(Duration.ofMinutes(10));
    play(Map.of());
    assertThat(asked(Kind.FIND_NODE).size()).isGreaterThan(before + 10);
  }
}
