/** What peers of pubsub send each other: messages, subscriptions and control, and their bytes. */
@NullMarked
package io.vivim.libp2p.gossip.rpc;

import org.jspecify.annotations.NullMarked;
