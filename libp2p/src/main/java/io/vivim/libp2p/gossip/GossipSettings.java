package io.vivim.libp2p.gossip;

import io.vivim.libp2p.gossip.router.MessageIds;
import io.vivim.libp2p.gossip.router.RouterSettings;
import io.vivim.libp2p.gossip.router.SignaturePolicy;
import io.vivim.libp2p.gossip.rpc.RpcLimits;
import io.vivim.libp2p.gossip.score.ScoreParams;
import io.vivim.libp2p.peer.PeerId;
import java.util.function.ToDoubleFunction;

/**
 * How a host speaks pubsub.
 *
 * @param appScore P5: what the application thinks of a peer
 */
public record GossipSettings(
    RouterSettings router,
    ScoreParams scores,
    ToDoubleFunction<PeerId> appScore,
    RpcLimits rpc,
    GossipLimits limits,
    GossipMetrics metrics) {
  /** Signed messages, as most of libp2p has it. */
  public static final GossipSettings SIGNED =
      new GossipSettings(
          RouterSettings.DEFAULT,
          ScoreParams.DEFAULT,
          peer -> 0,
          RpcLimits.DEFAULT,
          GossipLimits.DEFAULT,
          GossipMetrics.NONE);

  /** Messages that say nothing of who made them, told apart by their content. */
  public static final GossipSettings UNSIGNED =
      SIGNED.withRouter(
          RouterSettings.DEFAULT.withPolicy(SignaturePolicy.STRICT_NO_SIGN, MessageIds.CONTENT));

  public GossipSettings withRouter(RouterSettings other) {
    return new GossipSettings(other, scores, appScore, rpc, limits, metrics);
  }

  public GossipSettings withScores(ScoreParams other, ToDoubleFunction<PeerId> app) {
    return new GossipSettings(router, other, app, rpc, limits, metrics);
  }

  public GossipSettings withRpc(RpcLimits other) {
    return new GossipSettings(router, scores, appScore, other, limits, metrics);
  }

  public GossipSettings withLimits(GossipLimits other) {
    return new GossipSettings(router, scores, appScore, rpc, other, metrics);
  }

  public GossipSettings withMetrics(GossipMetrics other) {
    return new GossipSettings(router, scores, appScore, rpc, limits, other);
  }
}
