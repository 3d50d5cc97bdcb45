package io.vivim.libp2p.gossip.score;

/**
 * Scores below which a peer is trusted with less. Below 0 it is in no mesh.
 *
 * @param gossip below this, no gossip is told to it or heard from it
 * @param publish below this, our own messages do not go to it
 * @param graylist below this, nothing is heard from it
 * @param acceptExchange from here on, the peers that it names are believed to be peers
 * @param opportunisticGraft where the median of a mesh lies below this, better peers are sought
 */
public record Thresholds(
    double gossip,
    double publish,
    double graylist,
    double acceptExchange,
    double opportunisticGraft) {
  public static final Thresholds DEFAULT = new Thresholds(-10, -50, -100, 10, 1);

  public Thresholds {
    boolean isRight =
        gossip <= 0
            && publish <= gossip
            && graylist <= publish
            && acceptExchange >= 0
            && opportunisticGraft >= 0;
    if (!isRight) {
      throw new IllegalArgumentException("thresholds go down from 0");
    }
  }
}
