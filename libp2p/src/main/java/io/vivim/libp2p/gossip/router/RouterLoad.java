package io.vivim.libp2p.gossip.router;

/**
 * How much a router holds, table by table; {@link RouterLimits} says how much it may.
 *
 * @param wanted topics that peers want, each for each peer
 * @param backOffs peers that are not to be grafted, in all topics
 * @param sent counts of messages that were sent to whoever asked
 * @param claims messages that wait for their verdict
 * @param unwanted ids that peers do not want
 * @param scores peers that a score is kept of
 */
public record RouterLoad(
    int peers,
    int topics,
    int wanted,
    int backOffs,
    int seen,
    int cached,
    long cachedBytes,
    int sent,
    int claims,
    int promises,
    int unwanted,
    int scores) {}
