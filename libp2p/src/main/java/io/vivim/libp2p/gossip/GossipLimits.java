package io.vivim.libp2p.gossip;

import java.time.Duration;

/**
 * What lies between the router and the network at most.
 *
 * @param publishBytes of our messages that not all peers have room for; who waits is slowed there
 * @param mostPublishBytes the same of those who do not wait; beyond, publishing fails
 * @param queueBytes for a peer, beyond which publishers are slowed
 * @param forwardBytes for a peer, beyond which what others have made is not sent to it
 * @param controlBytes for a peer, beyond which its stream is broken off and begun anew
 * @param stall how long a peer may take nothing before it slows nobody any more
 * @param inboxMessages of a peer that are not judged and delivered yet; beyond, it is not read
 * @param inboxBytes of these
 * @param streamsPerPeer that a peer may open
 * @param reopen how long after a stream broke another one is opened
 * @param tries that nobody speaks pubsub with, after which it is given up until there is a new link
 * @param judges threads that check signatures and judge
 */
public record GossipLimits(
    int publishBytes,
    int mostPublishBytes,
    int queueBytes,
    int forwardBytes,
    int controlBytes,
    Duration stall,
    int inboxMessages,
    int inboxBytes,
    int streamsPerPeer,
    Duration reopen,
    int tries,
    int judges) {
  private static final int MIB = 1 << 20;

  public static final GossipLimits DEFAULT =
      new GossipLimits(
          4 * MIB,
          64 * MIB,
          MIB,
          8 * MIB,
          4 * MIB,
          Duration.ofSeconds(10),
          512,
          2 * MIB,
          4,
          Duration.ofSeconds(1),
          5,
          2);
}
