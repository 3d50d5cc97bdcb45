package io.vivim.libp2p.gossip.score;

import io.vivim.libp2p.gossip.score.TopicParams.MeshDeliveries;

/** What one peer did in one topic, lately. */
final class TopicStats {
  private final TopicParams params;

  private boolean inMesh;
  private long graftedNanos;
  private long meshNanos;
  private boolean isExpectedToDeliver;
  private double firstDeliveries;
  private double meshDeliveries;
  private double meshFailures;
  private double invalid;

  TopicStats(TopicParams params) {
    this.params = params;
  }

  void grafted(long now) {
    inMesh = true;
    graftedNanos = now;
    meshNanos = 0;
    isExpectedToDeliver = false;
  }

  /** Out of the mesh; what it failed to deliver there stays with it for a while. */
  void pruned() {
    if (inMesh) {
      meshFailures += square(deficit());
    }
    inMesh = false;
    meshNanos = 0;
    isExpectedToDeliver = false;
  }

  private double deficit() {
    return isExpectedToDeliver
        ? Math.max(0, params.meshDeliveries().threshold() - meshDeliveries)
        : 0;
  }

  private static double square(double value) {
    return value * value;
  }

  void firstDelivery() {
    firstDeliveries = Math.min(params.firstDeliveries().cap(), firstDeliveries + 1);
    nearlyFirstDelivery();
  }

  /** A copy that came while the first one was judged, or just after. */
  void nearlyFirstDelivery() {
    if (inMesh) {
      meshDeliveries = Math.min(params.meshDeliveries().cap(), meshDeliveries + 1);
    }
  }

  void invalid() {
    invalid++;
  }

  /** The peer has gone; it is not to come back to what it has earned. */
  void left() {
    pruned();
    firstDeliveries = 0;
  }

  /** Lets counters shrink. */
  void decay(long now, double toZero) {
    firstDeliveries = shrunk(firstDeliveries, params.firstDeliveries().decay(), toZero);
    meshDeliveries = shrunk(meshDeliveries, params.meshDeliveries().decay(), toZero);
    meshFailures = shrunk(meshFailures, params.meshFailures().decay(), toZero);
    invalid = shrunk(invalid, params.invalid().decay(), toZero);
    if (inMesh) {
      meshNanos = now - graftedNanos;
      MeshDeliveries expected = params.meshDeliveries();
      isExpectedToDeliver |= meshNanos > expected.activation().toNanos();
    }
  }

  static double shrunk(double counter, double decay, double toZero) {
    double left = counter * decay;
    return left < toZero ? 0 : left;
  }

  /** What all of it is worth. */
  double worth() {
    return params.weight()
        * (params.timeInMesh().weight() * timeInMesh()
            + params.firstDeliveries().weight() * firstDeliveries
            + params.meshDeliveries().weight() * square(deficit())
            + params.meshFailures().weight() * meshFailures
            + params.invalid().weight() * square(invalid));
  }

  private double timeInMesh() {
    TopicParams.TimeInMesh time = params.timeInMesh();
    return Math.min(time.cap(), Math.floor((double) meshNanos / time.quantum().toNanos()));
  }

  /** Whether there is nothing to remember. */
  boolean isBlank() {
    return !inMesh
        && firstDeliveries == 0
        && meshDeliveries == 0
        && meshFailures == 0
        && invalid == 0;
  }

  ScoreSheet.Topic sheet() {
    return new ScoreSheet.Topic(
        inMesh, timeInMesh(), firstDeliveries, meshDeliveries, deficit(), meshFailures, invalid);
  }
}
