/**
 * The router of gossip, without a network: who is told what, which messages are asked for, and who
 * is in which mesh.
 */
@NullMarked
package io.vivim.libp2p.gossip.router;

import org.jspecify.annotations.NullMarked;
