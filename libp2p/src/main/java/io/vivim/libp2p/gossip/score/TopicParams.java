package io.vivim.libp2p.gossip.score;

import java.time.Duration;

/**
 * How what a peer does in one topic counts (libp2p specifications, "gossipsub 1.1", "The Score
 * Function"). Counters are multiplied by their decay each {@link ScoreParams#decayInterval}.
 *
 * @param weight of the topic among all
 * @param timeInMesh P1
 * @param firstDeliveries P2
 * @param meshDeliveries P3
 * @param meshFailures P3b
 * @param invalid P4; its weight is multiplied by the square of the counter
 */
public record TopicParams(
    double weight,
    TimeInMesh timeInMesh,
    Counter firstDeliveries,
    MeshDeliveries meshDeliveries,
    Counter meshFailures,
    Counter invalid) {
  private static final double NO_CAP = Double.MAX_VALUE;

  /**
   * For a topic of which nothing is known: deliveries count for a peer and invalid messages against
   * it, but silence does not, since nobody can say how many messages there are to be.
   */
  public static final TopicParams DEFAULT =
      new TopicParams(
          1,
          new TimeInMesh(0.005, Duration.ofSeconds(1), 600),
          new Counter(0.5, 0.9, 40),
          new MeshDeliveries(0, 0.9, 1, 100, Duration.ofSeconds(30), Duration.ofMillis(10)),
          new Counter(0, 0.9, NO_CAP),
          new Counter(-20, 0.99, NO_CAP));

  public TopicParams {
    boolean isRight =
        weight >= 0
            && timeInMesh.weight >= 0
            && firstDeliveries.weight >= 0
            && meshDeliveries.weight <= 0
            && meshFailures.weight <= 0
            && invalid.weight <= 0;
    if (!isRight) {
      throw new IllegalArgumentException("a weight has the wrong sign");
    }
  }

  /**
   * For how long a peer has been in the mesh.
   *
   * @param quantum what counts as one
   * @param cap the highest count
   */
  public record TimeInMesh(double weight, Duration quantum, double cap) {
    public TimeInMesh {
      if (quantum.isNegative() || quantum.isZero() || cap < 0) {
        throw new IllegalArgumentException("no time in mesh");
      }
    }
  }

  /** What is counted, up to a cap. */
  public record Counter(double weight, double decay, double cap) {
    public Counter {
      checkDecay(decay);
    }
  }

  /**
   * How much a peer of the mesh has to deliver.
   *
   * @param threshold the square of what is missing from it counts
   * @param activation how long a peer has to be in the mesh before that
   * @param window how long after the verdict on a message a copy of it counts as delivered
   */
  public record MeshDeliveries(
      double weight,
      double decay,
      double threshold,
      double cap,
      Duration activation,
      Duration window) {
    public MeshDeliveries {
      checkDecay(decay);
      if (threshold <= 0 || cap < threshold || activation.isNegative() || window.isNegative()) {
        throw new IllegalArgumentException("no threshold of deliveries");
      }
    }
  }

  static void checkDecay(double decay) {
    if (!(decay > 0 && decay < 1)) {
      throw new IllegalArgumentException("a decay lies between 0 and 1");
    }
  }

  public TopicParams withMeshDeliveries(MeshDeliveries expected, Counter failures) {
    return new TopicParams(weight, timeInMesh, firstDeliveries, expected, failures, invalid);
  }
}
