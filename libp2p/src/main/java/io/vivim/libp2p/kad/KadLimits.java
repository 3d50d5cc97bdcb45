package io.vivim.libp2p.kad;

import java.time.Duration;

/**
 * What lies between the router and the network at most.
 *
 * @param streamsPerPeer that a peer may open
 * @param waiting questions of all peers that are not answered yet; what comes beyond is refused
 * @param idle after which a stream on which a peer asks nothing is broken off
 */
public record KadLimits(int streamsPerPeer, int waiting, Duration idle) {
  public static final KadLimits DEFAULT = new KadLimits(32, 1024, Duration.ofMinutes(1));
}
