package io.vivim.libp2p.kad.rpc;

import io.vivim.codec.Bytes;

/**
 * A value under a key.
 *
 * @param received when whoever sends it got it, in the form of RFC 3339; empty where nobody says,
 *     and never to be relied on
 */
public record KadRecord(Bytes key, Bytes value, String received) {}
