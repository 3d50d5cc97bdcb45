package io.vivim.libp2p.link;

import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.peer.PeerId;
import java.util.Optional;
import java.util.function.BiConsumer;

/**
 * A connection that is to become a link.
 *
 * @param expected who the peer has to be, where that is known
 * @param passage follows it
 * @param incoming takes each stream that the peer opens on the link, on the event loop
 */
record Crossing(
    Multiaddr local,
    Multiaddr remote,
    boolean isDialled,
    Optional<PeerId> expected,
    Passage passage,
    BiConsumer<Link, LinkStream> incoming) {}
