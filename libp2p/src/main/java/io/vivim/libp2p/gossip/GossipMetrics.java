package io.vivim.libp2p.gossip;

import io.vivim.libp2p.gossip.router.Drop;

/** Counts what gossip does; on its threads, and never for long. */
public interface GossipMetrics {
  /** Counts nothing. */
  GossipMetrics NONE = new GossipMetrics() {};

  /** A message of ours was published to so many peers. */
  default void published(int peers) {}

  /** A message of others was delivered to whoever wants it. */
  default void delivered() {}

  /** Something was not taken in. */
  default void dropped(Drop why) {}

  /** A message was not sent to a peer that takes nothing. */
  default void unsent() {}
}
