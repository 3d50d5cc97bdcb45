package io.vivim.libp2p.gossip.router;

import java.time.Duration;

/**
 * How meshes are kept and gossip is told (libp2p specifications, "gossipsub 1.0" and "1.1"); the
 * names in brackets are theirs.
 *
 * @param degree peers that a mesh is to have (D)
 * @param low with fewer, peers are grafted (D_lo)
 * @param high with more, peers are pruned (D_hi)
 * @param best how many of those with the best scores stay then (D_score)
 * @param dialled how many we must have dialled ourselves (D_out)
 * @param lazy peers outside a mesh that are told gossip, at least (D_lazy)
 * @param gossipFactor the part of all peers outside a mesh that are
 * @param windows heartbeats for which a message is kept to be asked for
 * @param gossipWindows heartbeats for which it is told of
 * @param floodPublish whether our own messages go to all peers of the topic
 * @param exchangePeers whether those that are pruned are told of other peers
 * @param exchanged how many
 * @param times how long things take
 * @param unwantedFromBytes from this size on, peers are told not to send what we have
 * @param opportunisticGrafts peers that are grafted where a mesh is poor
 */
public record MeshParams(
    int degree,
    int low,
    int high,
    int best,
    int dialled,
    int lazy,
    double gossipFactor,
    int windows,
    int gossipWindows,
    boolean floodPublish,
    boolean exchangePeers,
    int exchanged,
    Times times,
    int unwantedFromBytes,
    int opportunisticGrafts) {
  public static final MeshParams DEFAULT =
      new MeshParams(6, 4, 12, 4, 2, 6, 0.25, 5, 3, true, true, 16, Times.DEFAULT, 1024, 2);

  /**
   * How long things take.
   *
   * @param fanout for which the peers of a topic that we only publish to are remembered
   * @param pruneBackOff for which nobody grafts again after a prune
   * @param unsubscribeBackOff the same after we have left a topic
   * @param mostBackOff that a peer can ask us for
   * @param graftFlood a graft that comes so soon after a prune counts twice against its sender
   * @param promise in which a message has to come that a peer has told of
   * @param opportunistic from one look for better peers to the next
   * @param direct from one look for direct peers to the next
   */
  public record Times(
      Duration heartbeat,
      Duration fanout,
      Duration pruneBackOff,
      Duration unsubscribeBackOff,
      Duration mostBackOff,
      Duration graftFlood,
      Duration promise,
      Duration opportunistic,
      Duration direct) {
    public static final Times DEFAULT =
        new Times(
            Duration.ofSeconds(1),
            Duration.ofSeconds(60),
            Duration.ofSeconds(60),
            Duration.ofSeconds(10),
            Duration.ofHours(1),
            Duration.ofSeconds(10),
            Duration.ofSeconds(3),
            Duration.ofSeconds(60),
            Duration.ofMinutes(5));
  }

  public MeshParams {
    boolean isRight =
        0 <= low
            && low <= degree
            && degree <= high
            && best >= 0
            && dialled >= 0
            && (dialled < low || (low == 0 && dialled == 0))
            && dialled <= degree / 2
            && lazy >= 0
            && gossipFactor >= 0
            && gossipFactor <= 1
            && gossipWindows <= windows
            && gossipWindows > 0;
    if (!isRight) {
      throw new IllegalArgumentException("no mesh can be kept like this");
    }
  }

  /** The same, where our own messages go to all peers of a topic, or to the mesh alone. */
  public MeshParams withFloodPublish(boolean all) {
    return new MeshParams(
        degree,
        low,
        high,
        best,
        dialled,
        lazy,
        gossipFactor,
        windows,
        gossipWindows,
        all,
        exchangePeers,
        exchanged,
        times,
        unwantedFromBytes,
        opportunisticGrafts);
  }
}
