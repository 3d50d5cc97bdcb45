package io.vivim.libp2p.gossip.router;

import java.time.Duration;

/**
 * What a router holds at most, whatever peers send.
 *
 * @param peers that are connected
 * @param topicsPerPeer that a peer may want
 * @param topics that are known, ours left out
 * @param backOffsPerTopic peers that are not to be grafted; the oldest are forgotten
 * @param seen ids of messages that are remembered; the oldest are forgotten
 * @param seenFor how long
 * @param cachedMessages that can be asked for; the oldest are forgotten
 * @param cachedBytes of these
 * @param claimsPerPeer messages of a peer that wait for their verdict
 * @param claimsPerTopic the same of a topic
 * @param ihavesPerHeartbeat that a peer may send
 * @param askedPerHeartbeat messages that a peer is asked for, and may ask for
 * @param sendsPerRequest how often a message is sent to a peer that asks for it
 * @param sent counts of these, in all
 * @param unwantedPerPeer ids that a peer does not want
 */
public record RouterLimits(
    int peers,
    int topicsPerPeer,
    int topics,
    int backOffsPerTopic,
    int seen,
    Duration seenFor,
    int cachedMessages,
    long cachedBytes,
    int claimsPerPeer,
    int claimsPerTopic,
    int ihavesPerHeartbeat,
    int askedPerHeartbeat,
    int sendsPerRequest,
    int sent,
    int unwantedPerPeer) {
  private static final int MIB = 1 << 20;

  public static final RouterLimits DEFAULT =
      new RouterLimits(
          2048,
          1024,
          16_384,
          4096,
          131_072,
          Duration.ofMinutes(2),
          32_768,
          64L * MIB,
          1024,
          8192,
          10,
          5000,
          3,
          262_144,
          1024);

  /** Hardly anything of anything; for a test of limits. */
  static RouterLimits of(int each) {
    return new RouterLimits(
        each,
        each,
        each,
        each,
        each,
        Duration.ofMinutes(2),
        each,
        64L * MIB,
        each,
        each,
        each,
        each,
        each,
        each,
        each);
  }

  /** The same with other limits on what waits for a verdict. */
  public RouterLimits withClaims(int perPeer, int perTopic) {
    return new RouterLimits(
        peers,
        topicsPerPeer,
        topics,
        backOffsPerTopic,
        seen,
        seenFor,
        cachedMessages,
        cachedBytes,
        perPeer,
        perTopic,
        ihavesPerHeartbeat,
        askedPerHeartbeat,
        sendsPerRequest,
        sent,
        unwantedPerPeer);
  }
}
