package io.vivim.libp2p.discovery;

import io.vivim.libp2p.book.KnownPeer;
import io.vivim.libp2p.book.PeerStore;
import io.vivim.libp2p.book.Source;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Finds peers that were linked to the host before, those that were lately first. */
public final class Remembered implements Finder {
  /** So many at a look, of all that there are. */
  private static final int AT_A_LOOK = 8;

  private final PeerStore peers;

  public Remembered(PeerStore peers) {
    this.peers = peers;
  }

  @Override
  public void look(Finds finds) {
    List<KnownPeer> lately =
        peers.peers().stream()
            .map(peers::find)
            .flatMap(Optional::stream)
            .filter(known -> known.seen() > 0)
            .sorted(Comparator.comparingLong(KnownPeer::seen).reversed())
            .limit(AT_A_LOOK)
            .toList();
    // What was said before counts as it did.
    lately.forEach(
        known -> finds.found(known.peer(), peers.addresses(known.peer()), Source.CLAIMED));
  }
}
