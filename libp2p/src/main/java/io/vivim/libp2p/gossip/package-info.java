/** Publish and subscribe on a host: GossipSub on streams, with everything that is bounded. */
@NullMarked
package io.vivim.libp2p.gossip;

import org.jspecify.annotations.NullMarked;
