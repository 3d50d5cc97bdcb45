package io.vivim.libp2p.gossip.score;

import java.util.Map;

/**
 * A peer's score, and all that it was made of.
 *
 * @param topicSum what the topics are worth together, capped
 * @param app P5, what the application says
 * @param colocated P6, the square of peers in its place beyond the threshold
 * @param behaviour P7, the counter
 */
public record ScoreSheet(
    double score,
    Map<String, Topic> topics,
    double topicSum,
    double app,
    double colocated,
    double behaviour) {
  public ScoreSheet {
    topics = Map.copyOf(topics);
  }

  /**
   * What a peer did in one topic.
   *
   * @param timeInMesh P1, in quanta
   * @param firstDeliveries P2
   * @param meshDeliveries the counter of P3
   * @param deficit what is missing from P3's threshold
   * @param meshFailures P3b
   * @param invalid the counter of P4
   */
  public record Topic(
      boolean inMesh,
      double timeInMesh,
      double firstDeliveries,
      double meshDeliveries,
      double deficit,
      double meshFailures,
      double invalid) {}
}
