package io.vivim.libp2p.gossip.score;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How peers are scored.
 *
 * @param topics those that are scored in a way of their own
 * @param otherTopics how all others are, if at all
 * @param topicCap what all topics together can be worth at most
 * @param appWeight P5, of what the application says
 * @param colocation P6
 * @param behaviour P7
 * @param decayInterval how often counters decay
 * @param decayToZero a counter below this is 0
 * @param retain how long a bad score outlives its connection
 * @param mostRetained scores of peers that are not connected; the oldest are given up
 */
public record ScoreParams(
    Map<String, TopicParams> topics,
    Optional<TopicParams> otherTopics,
    double topicCap,
    double appWeight,
    Colocation colocation,
    Behaviour behaviour,
    Duration decayInterval,
    double decayToZero,
    Duration retain,
    int mostRetained) {
  /**
   * What is against the rules is down to a hundredth after ten minutes. Where it was forgotten
   * sooner, who floods would be heard again every few seconds, since one that is not heard cannot
   * do worse.
   */
  private static final double TEN_MINUTES = Math.pow(0.01, 1.0 / 600);

  public static final ScoreParams DEFAULT =
      new ScoreParams(
          Map.of(),
          Optional.of(TopicParams.DEFAULT),
          100,
          1,
          new Colocation(-10, 10, Set.of()),
          new Behaviour(-10, 6, TEN_MINUTES),
          Duration.ofSeconds(1),
          0.01,
          Duration.ofHours(1),
          16_384);

  /**
   * Many peers in one place.
   *
   * @param weight of the square of those beyond the threshold
   * @param threshold how many may be in one place
   * @param uncounted places that many share without fault
   */
  public record Colocation(double weight, int threshold, Set<String> uncounted) {
    public Colocation {
      uncounted = Set.copyOf(uncounted);
      if (weight > 0 || threshold < 1) {
        throw new IllegalArgumentException("no colocation");
      }
    }
  }

  /**
   * What is against the rules of gossip, whatever the messages.
   *
   * @param weight of the square of the counter beyond the threshold
   */
  public record Behaviour(double weight, double threshold, double decay) {
    public Behaviour {
      TopicParams.checkDecay(decay);
      if (weight > 0 || threshold < 0) {
        throw new IllegalArgumentException("no penalty");
      }
    }
  }

  public ScoreParams {
    topics = Map.copyOf(topics);
    boolean isRight =
        topicCap >= 0
            && appWeight >= 0
            && decayToZero > 0
            && mostRetained > 0
            && !decayInterval.isNegative()
            && !decayInterval.isZero()
            && !retain.isNegative();
    if (!isRight) {
      throw new IllegalArgumentException("scores do not work like this");
    }
  }

  /** The same, with these ways for these topics. */
  public ScoreParams withTopics(Map<String, TopicParams> own, Optional<TopicParams> others) {
    return new ScoreParams(
        own,
        others,
        topicCap,
        appWeight,
        colocation,
        behaviour,
        decayInterval,
        decayToZero,
        retain,
        mostRetained);
  }

  /** The same, where places that many share are treated like this. */
  public ScoreParams withColocation(Colocation other) {
    return new ScoreParams(
        topics,
        otherTopics,
        topicCap,
        appWeight,
        other,
        behaviour,
        decayInterval,
        decayToZero,
        retain,
        mostRetained);
  }

  /** The same, with room for so many scores of peers that have gone. */
  public ScoreParams withMostRetained(int most) {
    return new ScoreParams(
        topics,
        otherTopics,
        topicCap,
        appWeight,
        colocation,
        behaviour,
        decayInterval,
        decayToZero,
        retain,
        most);
  }

  Optional<TopicParams> of(String topic) {
    TopicParams own = topics.get(topic);
    return own == null ? otherTopics : Optional.of(own);
  }
}
