package io.vivim.libp2p.gossip.router;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.gossip.rpc.GossipMessage;
import io.vivim.libp2p.gossip.rpc.Ihave;
import io.vivim.libp2p.gossip.rpc.Prune;
import io.vivim.libp2p.gossip.rpc.Rpc;
import io.vivim.libp2p.gossip.rpc.Subscription;
import io.vivim.libp2p.gossip.score.PeerScores;
import io.vivim.libp2p.gossip.score.ScoreParams;
import io.vivim.libp2p.peer.KeyType;
import io.vivim.libp2p.peer.PeerId;
import io.vivim.libp2p.peer.PrivateKey;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** One router, and peers that say what a test wants. */
final class RouterTest {
  private static final long SECOND = 1_000_000_000L;
  private static final Bytes RECORD = Bytes.utf8("a record");

  private RouterSettings settings =
      RouterSettings.DEFAULT.withPolicy(SignaturePolicy.STRICT_NO_SIGN, MessageIds.CONTENT);
  private double app;
  private Router router = router();
  private long now = SECOND;

  private Router router() {
    PeerScores scores = new PeerScores(ScoreParams.DEFAULT, peer -> app);
    return new Router(
        SimNetwork.peerId(0),
        settings,
        scores,
        peer -> Optional.of(RECORD),
        new SplittableRandom(1));
  }

  private List<Output> handle(Input input) {
    now += 1000;
    return router.handle(input, now);
  }

  private List<Output> say(PeerId peer, Rpc rpc) {
    return handle(new Input.Received(peer, rpc));
  }

  private PeerId come(int number, Speaks speaks, boolean isDialled) {
    PeerId peer = SimNetwork.peerId(number);
    handle(new Input.Connected(peer, speaks, isDialled, "place " + number));
    say(peer, Rpc.of(List.of(new Subscription("tea", true))));
    return peer;
  }

  private PeerId come(int number) {
    return come(number, Speaks.MESH_1_2, false);
  }

  private List<PeerId> comeAll(int from, int to) {
    List<PeerId> peers = new ArrayList<>();
    for (int i = from; i <= to; i++) {
      peers.add(come(i));
    }
    return peers;
  }

  private List<Output> heartbeat() {
    now += SECOND;
    return handle(new Input.Heartbeat());
  }

  private static GossipMessage message(String text) {
    return GossipMessage.anonymous("tea", Bytes.utf8(text));
  }

  private static Bytes id(GossipMessage message) {
    return MessageIds.CONTENT.of(message);
  }

  private static Rpc graft() {
    return new Rpc(
        List.of(), List.of(), List.of(), List.of(), List.of("tea"), List.of(), List.of());
  }

  private static Rpc prune(Prune prune) {
    return new Rpc(
        List.of(), List.of(), List.of(), List.of(), List.of(), List.of(prune), List.of());
  }

  private static Rpc ids(List<Ihave> ihaves, List<Bytes> wanted, List<Bytes> unwanted) {
    return new Rpc(List.of(), List.of(), ihaves, wanted, List.of(), List.of(), unwanted);
  }

  private static List<Output.Send> sends(List<Output> outputs) {
    return outputs.stream()
        .filter(each -> each instanceof Output.Send)
        .map(each -> (Output.Send) each)
        .toList();
  }

  /** To whom a message was sent. */
  private static Set<PeerId> told(List<Output> outputs, GossipMessage message) {
    Set<PeerId> told = new HashSet<>();
    for (Output.Send send : sends(outputs)) {
      if (send.rpc().messages().contains(message)) {
        told.add(send.peer());
      }
    }
    return told;
  }

  private static List<Drop> drops(List<Output> outputs) {
    return outputs.stream()
        .filter(each -> each instanceof Output.Dropped)
        .map(each -> ((Output.Dropped) each).why())
        .toList();
  }

  private static Claim claim(List<Output> outputs) {
    return outputs.stream()
        .filter(each -> each instanceof Output.Judge)
        .map(each -> ((Output.Judge) each).claim())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void whoeverComesIsToldWhatIsWanted() {
    handle(new Input.Subscribe("tea"));

    List<Output> outputs =
        handle(new Input.Connected(SimNetwork.peerId(1), Speaks.MESH_1_2, true, "here"));

    assertThat(sends(outputs))
        .containsExactly(
            new Output.Send(SimNetwork.peerId(1), Rpc.of(List.of(new Subscription("tea", true)))));
  }

  @Test
  void nothingIsDeliveredOrPassedOnBeforeItsVerdict() {
    handle(new Input.Subscribe("tea"));
    List<PeerId> peers = comeAll(1, 5);
    heartbeat();
    GossipMessage message = message("one");

    List<Output> before = say(peers.get(0), Rpc.of(message));
    Claim claim = claim(before);
    List<Output> again = say(peers.get(1), Rpc.of(message));
    List<Output> after = handle(new Input.Judged(claim, Judgement.ACCEPT));

    assertThat(before).hasSize(1);
    assertThat(drops(again)).containsExactly(Drop.DUPLICATE);
    assertThat(after).contains(new Output.Deliver(claim.id(), message, peers.get(0)));
    assertThat(told(after, message)).containsExactlyInAnyOrderElementsOf(peers.subList(2, 5));
    assertThat(handle(new Input.Judged(claim, Judgement.ACCEPT))).isEmpty();
  }

  @Test
  void whatIsIgnoredOrRejectedGoesNowhere() {
    handle(new Input.Subscribe("tea"));
    List<PeerId> peers = comeAll(1, 3);
    heartbeat();
    Claim ignored = claim(say(peers.get(0), Rpc.of(message("ignored"))));
    Claim rejected = claim(say(peers.get(1), Rpc.of(message("rejected"))));
    say(peers.get(2), Rpc.of(message("rejected")));

    assertThat(sends(handle(new Input.Judged(ignored, Judgement.IGNORE)))).isEmpty();
    assertThat(sends(handle(new Input.Judged(rejected, Judgement.REJECT)))).isEmpty();

    assertThat(router.score(peers.get(0)).orElseThrow().score()).isNotNegative();
    assertThat(router.score(peers.get(1)).orElseThrow().score()).isNegative();
    assertThat(router.score(peers.get(2)).orElseThrow().score()).isNegative();
    assertThat(drops(say(peers.get(2), Rpc.of(message("ignored"))))).contains(Drop.DUPLICATE);
  }

  @Test
  void aForgeryDoesNotStandInTheWayOfTheTrueMessage() {
    settings = settings.withPolicy(SignaturePolicy.STRICT_SIGN, MessageIds.AUTHOR_AND_NUMBER);
    router = router();
    handle(new Input.Subscribe("tea"));
    List<PeerId> peers = comeAll(1, 2);
    PrivateKey author = PrivateKey.generate(KeyType.ED25519, new SecureRandom());
    GossipMessage truth = GossipMessage.signed("tea", Bytes.utf8("true"), author, 1);
    GossipMessage lie = GossipMessage.signed("tea", Bytes.utf8("lie"), author, 1);

    Claim forged = claim(say(peers.get(0), Rpc.of(lie)));
    Claim rival = claim(say(peers.get(1), Rpc.of(truth)));
    handle(new Input.Judged(forged, Judgement.FORGED));
    List<Output> after = handle(new Input.Judged(rival, Judgement.ACCEPT));

    assertThat(after).contains(new Output.Deliver(rival.id(), truth, peers.get(1)));
    assertThat(router.score(peers.get(0)).orElseThrow().score()).isNegative();
    assertThat(router.score(peers.get(1)).orElseThrow().score()).isPositive();
  }

  @Test
  void aForgeryAloneIsForgotten() {
    settings = settings.withPolicy(SignaturePolicy.STRICT_SIGN, MessageIds.AUTHOR_AND_NUMBER);
    router = router();
    handle(new Input.Subscribe("tea"));
    PeerId peer = come(1);
    PrivateKey author = PrivateKey.generate(KeyType.ED25519, new SecureRandom());
    GossipMessage message = GossipMessage.signed("tea", Bytes.utf8("x"), author, 1);

    handle(new Input.Judged(claim(say(peer, Rpc.of(message))), Judgement.FORGED));

    assertThat(claim(say(peer, Rpc.of(message))).message()).isEqualTo(message);
  }

  @Test
  void aMeshGrowsToItsDegreeAndIsCutBackToIt() {
    handle(new Input.Subscribe("tea"));
    comeAll(1, 5);
    heartbeat();
    assertThat(router.mesh("tea")).hasSize(5);
    for (PeerId peer : comeAll(6, 30)) {
      say(peer, graft());
    }
    assertThat(router.mesh("tea")).hasSize(12);
    PeerId dialled = come(31, Speaks.MESH_1_2, true);
    PeerId second = come(32, Speaks.MESH_1_2, true);
    say(dialled, graft());
    say(second, graft());
    assertThat(router.mesh("tea")).hasSize(14);

    List<Output> outputs = heartbeat();

    assertThat(router.mesh("tea")).hasSize(6).contains(dialled, second);
    List<Prune> prunes =
        sends(outputs).stream().flatMap(send -> send.rpc().prunes().stream()).toList();
    assertThat(prunes).hasSize(8);
    assertThat(prunes)
        .allSatisfy(
            prune -> {
              assertThat(prune.backOffSeconds()).hasValue(60);
              assertThat(prune.peers()).hasSize(16);
              assertThat(prune.peers().get(0).record()).contains(RECORD);
            });
  }

  @Test
  void whoeverComesBackTooEarlyIsPrunedAndBlamed() {
    handle(new Input.Subscribe("tea"));
    PeerId peer = come(1);
    say(peer, graft());
    say(peer, prune(new Prune("tea", List.of(), OptionalLong.of(60))));
    assertThat(router.mesh("tea")).isEmpty();

    List<Output> outputs = say(peer, graft());

    assertThat(drops(outputs)).containsExactly(Drop.GRAFT);
    assertThat(sends(outputs).get(0).rpc().prunes().get(0).peers()).isEmpty();
    assertThat(router.score(peer).orElseThrow().behaviour()).isEqualTo(2);
    now += 30 * SECOND;
    say(peer, graft());
    assertThat(router.score(peer).orElseThrow().behaviour()).isEqualTo(3);
    heartbeat();
    assertThat(router.mesh("tea")).isEmpty();
    now += 62 * SECOND;
    heartbeat();
    assertThat(router.mesh("tea")).containsExactly(peer);
  }

  @Test
  void peersThatAPrunerNamesAreBelievedIfItIsWorthIt() {
    handle(new Input.Subscribe("tea"));
    PeerId peer = come(1);
    Prune.Exchanged named = new Prune.Exchanged(SimNetwork.peerId(9), Optional.of(RECORD));
    Prune prune = new Prune("tea", List.of(named), OptionalLong.of(60));

    assertThat(say(peer, prune(prune))).isEmpty();
    app = 10;
    PeerId worthy = come(2);
    assertThat(say(worthy, prune(prune)))
        .containsExactly(new Output.Connect(named.peer(), Optional.of(RECORD)));
  }

  @Test
  void whatOneHasNotHeardOfIsAskedForAndAPromiseNotKeptCounts() {
    handle(new Input.Subscribe("tea"));
    PeerId peer = come(1);
    Bytes id = id(message("later"));

    List<Output> outputs =
        say(peer, ids(List.of(new Ihave("tea", List.of(id))), List.of(), List.of()));

    assertThat(sends(outputs).get(0).rpc().wanted()).containsExactly(id);
    now += 4 * SECOND;
    heartbeat();
    assertThat(router.score(peer).orElseThrow().behaviour()).isPositive();
  }

  @Test
  void aPromiseThatIsKeptByAnyoneCountsForNothing() {
    handle(new Input.Subscribe("tea"));
    PeerId peer = come(1);
    PeerId other = come(2);
    Bytes id = id(message("later"));
    say(peer, ids(List.of(new Ihave("tea", List.of(id))), List.of(), List.of()));

    say(other, Rpc.of(message("later")));

    now += 4 * SECOND;
    heartbeat();
    assertThat(router.score(peer).orElseThrow().behaviour()).isZero();
  }

  @Test
  void whoComesIntoTheMeshIsToldOnceOfWhatCameBefore() {
    handle(new Input.Subscribe("tea"));
    comeAll(1, 2);
    heartbeat();
    GossipMessage message = message("one");
    handle(new Input.Publish(message));
    List<PeerId> late = comeAll(3, 4);
    say(late.get(0), graft());

    List<Output> first = heartbeat();
    List<Output> second = heartbeat();

    assertThat(router.mesh("tea")).hasSize(4);
    assertThat(ihaves(first))
        .containsExactlyInAnyOrder(
            late.get(0) + " " + id(message), late.get(1) + " " + id(message));
    assertThat(ihaves(second)).isEmpty();
  }

  private static List<String> ihaves(List<Output> outputs) {
    return sends(outputs).stream()
        .flatMap(
            send ->
                send.rpc().ihaves().stream()
                    .flatMap(ihave -> ihave.ids().stream())
                    .map(id -> send.peer() + " " + id))
        .toList();
  }

  @Test
  void peersOutsideTheMeshAreToldOfMessagesForAWhile() {
    settings = settings.withMesh(MeshParams.DEFAULT.withFloodPublish(false));
    router = router();
    handle(new Input.Subscribe("tea"));
    List<PeerId> peers = comeAll(1, 5);
    heartbeat();
    PeerId outside = come(6);
    GossipMessage message = message("one");
    assertThat(told(handle(new Input.Publish(message)), message))
        .containsExactlyInAnyOrderElementsOf(peers);

    int tellings = 0;
    for (int i = 0; i < 6; i++) {
      for (Output.Send send : sends(heartbeat())) {
        tellings += send.peer().equals(outside) ? send.rpc().ihaves().size() : 0;
      }
    }

    assertThat(tellings).isEqualTo(3);
  }

  @Test
  void largeMessagesAreSaidNotToBeWantedAgain() {
    handle(new Input.Subscribe("tea"));
    List<PeerId> peers = comeAll(1, 3);
    PeerId older = come(4, Speaks.MESH_1_1, false);
    heartbeat();
    GossipMessage large = GossipMessage.anonymous("tea", Bytes.owning(new byte[2000]));

    List<Output> outputs = say(peers.get(0), Rpc.of(large));

    assertThat(sends(outputs))
        .extracting(Output.Send::peer)
        .containsOnly(peers.get(1), peers.get(2));
    assertThat(sends(outputs)).allMatch(send -> send.rpc().unwanted().equals(List.of(id(large))));
    say(peers.get(1), ids(List.of(), List.of(), List.of(id(large))));
    assertThat(told(handle(new Input.Judged(claim(outputs), Judgement.ACCEPT)), large))
        .containsExactlyInAnyOrder(peers.get(2), older);
  }

  @Test
  void ourOwnMessagesGoToAllWhoWantThemUnlessTheyAreDistrusted() {
    List<PeerId> peers = comeAll(1, 20);
    for (int i = 0; i < 9; i++) {
      handle(new Input.Garbled(peers.get(0)));
    }
    GossipMessage message = message("flood");

    List<Output> outputs = handle(new Input.Publish(message));

    assertThat(told(outputs, message)).containsExactlyInAnyOrderElementsOf(peers.subList(1, 20));
    assertThat(outputs).contains(new Output.Published(id(message), message, 19));
    assertThat(drops(handle(new Input.Publish(message)))).containsExactly(Drop.DUPLICATE);
    assertThat(drops(say(peers.get(0), Rpc.of(message)))).containsExactly(Drop.GRAYLISTED);
  }

  @Test
  void withoutFloodingAFanOutIsKeptForAWhile() {
    settings = settings.withMesh(MeshParams.DEFAULT.withFloodPublish(false));
    router = router();
    comeAll(1, 20);

    Set<PeerId> first = told(handle(new Input.Publish(message("1"))), message("1"));
    heartbeat();
    Set<PeerId> second = told(handle(new Input.Publish(message("2"))), message("2"));

    assertThat(first).hasSize(6).isEqualTo(second);
    List<Output> outputs = handle(new Input.Subscribe("tea"));
    assertThat(router.mesh("tea")).isEqualTo(first);
    assertThat(sends(outputs)).filteredOn(send -> !send.rpc().grafts().isEmpty()).hasSize(6);
  }

  @Test
  void floodsubAndDirectPeersGetEverythingAndAreInNoMesh() {
    PeerId direct = SimNetwork.peerId(1);
    settings = settings.withDirect(Set.of(direct));
    router = router();
    assertThat(heartbeat()).containsExactly(new Output.Connect(direct, Optional.empty()));
    handle(new Input.Subscribe("tea"));
    come(1);
    PeerId flood = come(2, Speaks.FLOODSUB, true);
    PeerId other = come(3);
    heartbeat();
    assertThat(router.mesh("tea")).containsExactly(other);
    assertThat(drops(say(direct, graft()))).containsExactly(Drop.GRAFT);
    for (int i = 0; i < 9; i++) {
      handle(new Input.Garbled(direct));
    }

    Claim claim = claim(say(other, Rpc.of(message("x"))));

    assertThat(told(handle(new Input.Judged(claim, Judgement.ACCEPT)), message("x")))
        .containsExactlyInAnyOrder(direct, flood);
    assertThat(claim(say(direct, Rpc.of(message("y")))).from()).isEqualTo(direct);
  }

  @Test
  void messagesThatThePolicyForbidsCountAgainstTheirSender() {
    handle(new Input.Subscribe("tea"));
    PeerId peer = come(1);
    PrivateKey author = PrivateKey.generate(KeyType.ED25519, new SecureRandom());
    GossipMessage signed = GossipMessage.signed("tea", Bytes.utf8("x"), author, 1);

    assertThat(drops(say(peer, Rpc.of(signed)))).containsExactly(Drop.POLICY);
    assertThat(router.score(peer).orElseThrow().score()).isNegative();
    assertThat(SignaturePolicy.STRICT_SIGN.takes(message("x"))).isFalse();
    assertThat(SignaturePolicy.STRICT_SIGN.takes(signed)).isTrue();
    assertThat(SignaturePolicy.ANONYMOUS.takes(signed)).isTrue();
    assertThat(SignaturePolicy.ANONYMOUS.takes(message("x"))).isTrue();
  }

  @Test
  void leavingATopicPrunesTheMeshWithAShortBackOff() {
    handle(new Input.Subscribe("tea"));
    comeAll(1, 4);
    heartbeat();

    List<Output> outputs = handle(new Input.Unsubscribe("tea"));

    assertThat(sends(outputs))
        .hasSize(4)
        .allSatisfy(
            send -> {
              assertThat(send.rpc().subscriptions())
                  .containsExactly(new Subscription("tea", false));
              assertThat(send.rpc().prunes().get(0).backOffSeconds()).hasValue(10);
            });
    assertThat(drops(say(SimNetwork.peerId(1), Rpc.of(message("x")))))
        .containsExactly(Drop.OTHER_TOPIC);
  }

  @Test
  void topicsThatNobodyTracksAreNotRemembered() {
    settings = settings.withTracked(topic -> topic.equals("milk"));
    router = router();

    come(1);

    assertThat(router.wanting("tea")).isEmpty();
    assertThat(router.load().topics()).isZero();
  }
}
