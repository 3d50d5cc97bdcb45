package io.vivim.libp2p.link;

import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.peer.PeerId;
import io.vivim.libp2p.peer.PublicKey;

/** What is known of a link from the start. */
record LinkFacts(
    PeerId peer,
    PublicKey peerKey,
    Multiaddr local,
    Multiaddr remote,
    boolean isDialled,
    String security,
    String muxer) {}
