package io.vivim.libp2p.host;

import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.address.Reach;
import io.vivim.libp2p.book.PeerStore;
import io.vivim.libp2p.book.Source;
import io.vivim.libp2p.dns.Names;
import io.vivim.libp2p.link.Link;
import io.vivim.libp2p.peer.PeerId;
import java.util.List;
import java.util.function.Predicate;

/** What a host learns of peers by its links, into the store. */
final class PeerNotes {
  private final PeerStore store;
  private final Predicate<Multiaddr> isSpoken;

  /**
   * @param isSpoken whether an address is of a kind that can be dialled here
   */
  PeerNotes(PeerStore store, Predicate<Multiaddr> isSpoken) {
    this.store = store;
    this.isSpoken = isSpoken;
  }

  /** There is a link now; one that we dialled has proven its address. */
  void opened(Link link) {
    PeerId peer = link.peer();
    store.linked(peer);
    if (link.isDialled()) {
      store.said(peer, List.of(link.remote()), Source.CLAIMED);
      store.reached(peer, link.remote());
    }
  }

  void identified(Link link, Identity identity) {
    store.identified(link.peerKey(), identity.protocols(), identity.agent());
    Predicate<Multiaddr> isUseful = useful(Reach.of(link.remote()));
    if (identity.record().isPresent()) {
      boolean unused = store.signed(identity.record().get(), isUseful);
    } else {
      List<Multiaddr> useful = identity.addresses().stream().filter(isUseful).toList();
      store.said(link.peer(), useful, Source.IDENTIFIED);
    }
  }

  /**
   * Who is not near has no business to send us to addresses that are: they would be those of
   * others.
   */
  private Predicate<Multiaddr> useful(Reach peer) {
    return address -> {
      Reach reach = Reach.of(address);
      boolean isNoFartherThanPeer =
          switch (reach) {
            case LOOPBACK -> peer == Reach.LOOPBACK;
            case PRIVATE -> peer == Reach.LOOPBACK || peer == Reach.PRIVATE;
            case PUBLIC, NAMED -> true;
            case NONE -> false;
          };
      return isNoFartherThanPeer && (Names.isNamed(address) || isSpoken.test(address));
    };
  }
}
