package io.vivim.libp2p.gossip;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.peer.PeerId;
import java.util.Optional;

/**
 * A message that came.
 *
 * @param author who says, and has signed, that it made it
 * @param from the peer that passed it on to us
 */
public record Received(Bytes id, String topic, Bytes data, Optional<PeerId> author, PeerId from) {}
