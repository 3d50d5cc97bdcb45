package io.vivim.libp2p.gossip.rpc;

/** That a peer wants a topic's messages from now on, or no more. */
public record Subscription(String topic, boolean isWanted) {}
