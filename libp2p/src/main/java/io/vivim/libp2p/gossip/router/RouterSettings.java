package io.vivim.libp2p.gossip.router;

import io.vivim.libp2p.gossip.score.Thresholds;
import io.vivim.libp2p.peer.PeerId;
import java.util.Set;
import java.util.function.Predicate;

/**
 * How a router works.
 *
 * @param tracked which topics of peers are of interest; that of other topics is not remembered
 * @param direct peers that every message goes to, whatever their score, and that do the same
 */
public record RouterSettings(
    MeshParams mesh,
    RouterLimits limits,
    Thresholds thresholds,
    SignaturePolicy policy,
    MessageIds ids,
    Predicate<String> tracked,
    Set<PeerId> direct) {
  public static final RouterSettings DEFAULT =
      new RouterSettings(
          MeshParams.DEFAULT,
          RouterLimits.DEFAULT,
          Thresholds.DEFAULT,
          SignaturePolicy.STRICT_SIGN,
          MessageIds.AUTHOR_AND_NUMBER,
          topic -> true,
          Set.of());

  public RouterSettings {
    direct = Set.copyOf(direct);
    if (policy != SignaturePolicy.STRICT_SIGN && ids == MessageIds.AUTHOR_AND_NUMBER) {
      throw new IllegalArgumentException("messages that name nobody need ids of another kind");
    }
  }

  public RouterSettings withMesh(MeshParams other) {
    return new RouterSettings(other, limits, thresholds, policy, ids, tracked, direct);
  }

  public RouterSettings withLimits(RouterLimits other) {
    return new RouterSettings(mesh, other, thresholds, policy, ids, tracked, direct);
  }

  public RouterSettings withThresholds(Thresholds other) {
    return new RouterSettings(mesh, limits, other, policy, ids, tracked, direct);
  }

  /** What messages say of who made them, and how they are told apart. */
  public RouterSettings withPolicy(SignaturePolicy other, MessageIds by) {
    return new RouterSettings(mesh, limits, thresholds, other, by, tracked, direct);
  }

  public RouterSettings withTracked(Predicate<String> other) {
    return new RouterSettings(mesh, limits, thresholds, policy, ids, other, direct);
  }

  public RouterSettings withDirect(Set<PeerId> other) {
    return new RouterSettings(mesh, limits, thresholds, policy, ids, tracked, other);
  }
}
