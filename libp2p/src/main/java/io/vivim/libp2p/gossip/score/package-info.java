/** What each peer is worth to a router of gossip, by what it was seen to do: P1 to P7. */
@NullMarked
package io.vivim.libp2p.gossip.score;

import org.jspecify.annotations.NullMarked;
