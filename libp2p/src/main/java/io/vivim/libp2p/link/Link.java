package io.vivim.libp2p.link;

import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.peer.PeerId;
import io.vivim.libp2p.peer.PublicKey;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;

/** A connection to a peer that has proven who it is, and that carries streams. For any thread. */
public interface Link {
  /** Who is at the other end. */
  PeerId peer();

  /** The key by which the peer has proven that. */
  PublicKey peerKey();

  /** Where this end is. */
  Multiaddr local();

  /** Where the other end is, as far as this one can see. */
  Multiaddr remote();

  /** Whether we dialled; else the peer did. */
  boolean isDialled();

  /** The protocol that keeps others out. */
  String security();

  /** The protocol by which streams share the connection. */
  String muxer();

  /**
   * Opens a stream; fails with a {@link LinkException} where none can be. It waits for room;
   * whoever waits no more completes its future, and leaves the line by that.
   */
  CompletionStage<LinkStream> open();

  /** How many streams are open. */
  int streams();

  /** How long word travels there and back, in nanoseconds, once that is known. */
  OptionalLong roundTrip();

  /** Whether the peer takes leave: it takes no more streams, and those that are open go on. */
  boolean isLeaving();

  /** Takes leave: the streams that are open go on, and the last one ends the link. */
  void leave();

  /** Ends the link and all its streams at once. */
  void cut(LinkEnd reason);

  /** Why the link ended, once it has. */
  CompletionStage<LinkEnd> ended();
}
