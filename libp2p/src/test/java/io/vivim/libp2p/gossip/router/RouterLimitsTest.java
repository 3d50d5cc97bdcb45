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
import io.vivim.libp2p.peer.PeerId;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Whatever peers send, each table of a router stays within its limit. */
final class RouterLimitsTest {
  private static final int MOST = 16;
  private static final int FLOOD = 20 * MOST;
  private static final long SECOND = 1_000_000_000L;

  private final ScoreParams params = ScoreParams.DEFAULT.withMostRetained(MOST);
  private final Router router =
      new Router(
          SimNetwork.peerId(0),
          RouterSettings.DEFAULT
              .withPolicy(SignaturePolicy.STRICT_NO_SIGN, MessageIds.CONTENT)
              .withLimits(RouterLimits.of(MOST)),
          new PeerScores(params, peer -> 0),
          peer -> Optional.empty(),
          new SplittableRandom(1));
  private long now = SECOND;

  private List<Output> handle(Input input) {
    now += 1000;
    return router.handle(input, now);
  }

  private PeerId come(int number) {
    PeerId peer = SimNetwork.peerId(number);
    handle(new Input.Connected(peer, Speaks.MESH_1_2, false, "place " + number));
    return peer;
  }

  private PeerId comeAndWant(int number) {
    PeerId peer = come(number);
    say(peer, Rpc.of(List.of(new Subscription("tea", true))));
    return peer;
  }

  private List<Output> say(PeerId peer, Rpc rpc) {
    return handle(new Input.Received(peer, rpc));
  }

  private static Rpc rpc(
      List<Ihave> ihaves,
      List<Bytes> wanted,
      List<String> grafts,
      List<Prune> prunes,
      List<Bytes> unwanted) {
    return new Rpc(List.of(), List.of(), ihaves, wanted, grafts, prunes, unwanted);
  }

  private static GossipMessage message(int number) {
    return GossipMessage.anonymous("tea", Bytes.utf8("message " + number));
  }

  private static List<Bytes> ids(int count) {
    List<Bytes> ids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      ids.add(Bytes.utf8("id " + i));
    }
    return ids;
  }

  private static long drops(List<Output> outputs, Drop why) {
    return outputs.stream()
        .filter(each -> each instanceof Output.Dropped dropped && dropped.why() == why)
        .count();
  }

  private RouterLoad load() {
    return router.load();
  }

  @Test
  void peers() {
    for (int i = 1; i <= FLOOD; i++) {
      come(i);
    }
    assertThat(load().peers()).isEqualTo(MOST);
    assertThat(load().scores()).isEqualTo(MOST);
  }

  @Test
  void topicsOfAPeerAndInAll() {
    for (int peer = 1; peer <= 3; peer++) {
      List<Subscription> many = new ArrayList<>();
      for (int i = 0; i < FLOOD; i++) {
        many.add(new Subscription("topic " + peer + " " + i, true));
      }
      List<Output> outputs = say(come(peer), Rpc.of(many));
      assertThat(drops(outputs, Drop.SUBSCRIPTION)).isPositive();
      assertThat(load().topics()).isEqualTo(MOST);
    }
    assertThat(load().wanted()).isEqualTo(MOST);
  }

  @Test
  void messagesThatWaitForTheirVerdict() {
    handle(new Input.Subscribe("tea"));
    PeerId peer = comeAndWant(1);
    List<Claim> claims = new ArrayList<>();
    for (int i = 0; i < FLOOD; i++) {
      for (Output each : say(peer, Rpc.of(message(i)))) {
        if (each instanceof Output.Judge judge) {
          claims.add(judge.claim());
        }
      }
    }
    assertThat(claims).hasSize(MOST);
    assertThat(load().claims()).isEqualTo(MOST);

    claims.forEach(claim -> handle(new Input.Judged(claim, Judgement.ACCEPT)));
    assertThat(load().claims()).isZero();
    // What was not taken in can still be had.
    assertThat(say(peer, Rpc.of(message(FLOOD - 1))))
        .anyMatch(each -> each instanceof Output.Judge);
  }

  @Test
  void messagesThatAreRememberedAndKept() {
    handle(new Input.Subscribe("tea"));
    PeerId peer = comeAndWant(1);
    for (int i = 0; i < FLOOD; i++) {
      for (Output each : say(peer, Rpc.of(message(i)))) {
        if (each instanceof Output.Judge judge) {
          handle(new Input.Judged(judge.claim(), Judgement.ACCEPT));
        }
      }
    }
    assertThat(load().seen()).isEqualTo(MOST);
    assertThat(load().cached()).isEqualTo(MOST);

    for (int i = 0; i < 10; i++) {
      handle(new Input.Heartbeat());
    }
    assertThat(load().cached()).isZero();
    assertThat(load().cachedBytes()).isZero();
  }

  @Test
  void whatIsAskedForAndPromised() {
    handle(new Input.Subscribe("tea"));
    for (int peer = 1; peer <= MOST; peer++) {
      PeerId teller = comeAndWant(peer);
      for (int i = 0; i < FLOOD; i++) {
        List<Ihave> told = List.of(new Ihave("tea", List.of(Bytes.utf8(peer + " " + i))));
        say(teller, rpc(told, List.of(), List.of(), List.of(), List.of()));
      }
    }
    assertThat(load().promises()).isLessThanOrEqualTo(MOST * MOST);

    now += 10 * SECOND;
    handle(new Input.Heartbeat());
    assertThat(load().promises()).isZero();
  }

  @Test
  void whatIsSentToWhoeverAsks() {
    handle(new Input.Subscribe("tea"));
    PeerId peer = comeAndWant(1);
    handle(new Input.Publish(message(1)));
    Bytes id = MessageIds.CONTENT.of(message(1));
    Rpc ask = rpc(List.of(), Collections.nCopies(FLOOD, id), List.of(), List.of(), List.of());

    List<Output> outputs = say(peer, ask);

    long sent =
        outputs.stream()
            .filter(each -> each instanceof Output.Send)
            .mapToLong(each -> ((Output.Send) each).rpc().messages().size())
            .sum();
    assertThat(sent).isEqualTo(MOST);
    assertThat(load().sent()).isEqualTo(1);
    assertThat(drops(outputs, Drop.IWANT)).isEqualTo(1);
    assertThat(router.score(peer).orElseThrow().behaviour()).isEqualTo(1);
  }

  @Test
  void whatPeersDoNotWant() {
    PeerId peer = comeAndWant(1);
    for (int i = 0; i < 10; i++) {
      say(peer, rpc(List.of(), List.of(), List.of(), List.of(), ids(FLOOD)));
      handle(new Input.Heartbeat());
      assertThat(load().unwanted()).isLessThanOrEqualTo(MOST);
    }
    for (int i = 0; i < 5; i++) {
      handle(new Input.Heartbeat());
    }
    assertThat(load().unwanted()).isZero();
  }

  @Test
  void whoIsNotToBeGrafted() {
    handle(new Input.Subscribe("tea"));
    for (int i = 1; i <= FLOOD; i++) {
      PeerId peer = comeAndWant(i);
      Prune prune = new Prune("tea", List.of(), OptionalLong.of(-1));
      say(peer, rpc(List.of(), List.of(), List.of("tea"), List.of(prune), List.of()));
      handle(new Input.Disconnected(peer));
    }
    assertThat(load().backOffs()).isEqualTo(MOST);
    assertThat(load().peers()).isZero();
    now += 2 * 3600 * SECOND;
    handle(new Input.Heartbeat());
    assertThat(load().backOffs()).isZero();
  }

  @Test
  void scoresOfThoseWhoHaveGone() {
    for (int i = 1; i <= FLOOD; i++) {
      PeerId peer = come(i);
      handle(new Input.Garbled(peer));
      handle(new Input.Disconnected(peer));
    }
    assertThat(load().scores()).isEqualTo(MOST);
    for (int i = 0; i < 2; i++) {
      now += 2 * 3600 * SECOND;
      handle(new Input.Heartbeat());
    }
    assertThat(load().scores()).isZero();
  }

  @Test
  void nothingIsLeftOfThoseWhoHaveGone() {
    PeerId peer = comeAndWant(1);
    say(peer, rpc(List.of(), List.of(), List.of(), List.of(), ids(5)));
    handle(new Input.Disconnected(peer));

    assertThat(load()).isEqualTo(new RouterLoad(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
  }
}
