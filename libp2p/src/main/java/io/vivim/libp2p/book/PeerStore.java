package io.vivim.libp2p.book;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.peer.PeerId;
import io.vivim.libp2p.peer.PublicKey;
import java.io.Closeable;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * What a host remembers of other peers, up to a bound: where that is reached, peers of which only
 * others have spoken make room first, and those that are linked to us never. For any thread; never
 * waits for a disk.
 */
public interface PeerStore extends Closeable {
  /** What is known of a peer. */
  Optional<KnownPeer> find(PeerId peer);

  /** Where a peer may be, the most promising first. */
  List<Multiaddr> addresses(PeerId peer);

  /** The peers of which something is known. */
  List<PeerId> peers();

  /** Somebody says where a peer is. */
  void said(PeerId peer, List<Multiaddr> addresses, Source source);

  /**
   * A peer says under its signature where it is; counts if the envelope is good and newer than the
   * last. The last itself holds for its time again.
   *
   * @param isUseful which of its addresses are kept
   * @return whether it counted
   */
  boolean signed(Bytes envelope, Predicate<Multiaddr> isUseful);

  /** A peer has proven its key, and said what it is. */
  void identified(PublicKey key, List<String> protocols, String agent);

  /** There is a link to a peer now. */
  void linked(PeerId peer);

  /** There is none any more. */
  void unlinked(PeerId peer);

  /** An address led to its peer. */
  void reached(PeerId peer, Multiaddr address);

  /** An address did not lead to its peer. */
  void failed(PeerId peer, Multiaddr address);

  /** Nothing is to be known of a peer any more. */
  void forget(PeerId peer);
}
