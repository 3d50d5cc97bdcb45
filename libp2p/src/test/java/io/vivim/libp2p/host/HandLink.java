package io.vivim.libp2p.host;

import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.link.Link;
import io.vivim.libp2p.link.LinkEnd;
import io.vivim.libp2p.link.LinkStream;
import io.vivim.libp2p.peer.PeerId;
import io.vivim.libp2p.peer.PublicKey;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A link without a connection, which does what the test says, and keeps what it is told. */
final class HandLink implements Link {
  /** The next stream, once the test says so. */
  final CompletableFuture<LinkStream> opened = new CompletableFuture<>();

  int streams;
  boolean hasLeft;
  boolean isLeaving;
  Optional<LinkEnd> cut = Optional.empty();

  /** What happens whenever somebody asks who the peer is. */
  Runnable whenAsked = () -> {};

  private final NoLink facts;
  private final boolean isDialled;

  HandLink(PublicKey peer, boolean isDialled) {
    this.facts = new NoLink(peer);
    this.isDialled = isDialled;
  }

  @Override
  public PeerId peer() {
    whenAsked.run();
    return facts.peer();
  }

  @Override
  public PublicKey peerKey() {
    return facts.peerKey();
  }

  @Override
  public Multiaddr local() {
    return facts.local();
  }

  @Override
  public Multiaddr remote() {
    return facts.remote();
  }

  @Override
  public boolean isDialled() {
    return isDialled;
  }

  @Override
  public String security() {
    return facts.security();
  }

  @Override
  public String muxer() {
    return facts.muxer();
  }

  @Override
  public CompletionStage<LinkStream> open() {
    return opened;
  }

  @Override
  public int streams() {
    return streams;
  }

  @Override
  public OptionalLong roundTrip() {
    return OptionalLong.empty();
  }

  @Override
  public boolean isLeaving() {
    return isLeaving;
  }

  @Override
  public void leave() {
    hasLeft = true;
  }

  @Override
  public void cut(LinkEnd reason) {
    cut = Optional.of(reason);
  }

  @Override
  public CompletionStage<LinkEnd> ended() {
    return new CompletableFuture<>();
  }
}
