package io.vivim.libp2p.host;

import io.vivim.libp2p.address.AddressException;
import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.link.Link;
import io.vivim.libp2p.link.LinkEnd;
import io.vivim.libp2p.link.LinkStream;
import io.vivim.libp2p.peer.PeerId;
import io.vivim.libp2p.peer.PublicKey;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A link to a peer, for streams that need none to carry them. */
record NoLink(PublicKey peerKey) implements Link {
  @Override
  public PeerId peer() {
    return peerKey.peerId();
  }

  @Override
  public Multiaddr local() {
    return anywhere();
  }

  @Override
  public Multiaddr remote() {
    return anywhere();
  }

  private static Multiaddr anywhere() {
    try {
      return Multiaddr.parse("/ip4/192.0.2.1/tcp/1");
    } catch (AddressException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public boolean isDialled() {
    return false;
  }

  @Override
  public String security() {
    return "/noise";
  }

  @Override
  public String muxer() {
    return "/yamux/1.0.0";
  }

  @Override
  public CompletionStage<LinkStream> open() {
    return new CompletableFuture<>();
  }

  @Override
  public int streams() {
    return 0;
  }

  @Override
  public OptionalLong roundTrip() {
    return OptionalLong.empty();
  }

  @Override
  public boolean isLeaving() {
    return false;
  }

  @Override
  public void leave() {}

  @Override
  public void cut(LinkEnd reason) {}

  @Override
  public CompletionStage<LinkEnd> ended() {
    return new CompletableFuture<>();
  }
}
