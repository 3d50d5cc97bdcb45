package io.vivim.libp2p.link;

import io.netty.channel.ChannelHandler;
import io.vivim.libp2p.peer.PeerId;
import io.vivim.libp2p.peer.PublicKey;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A way for both ends of a connection to prove who they are and to keep others out. */
interface Security {
  /** Its name in the negotiation. */
  String protocol();

  /**
   * What has to stand in the pipeline, in this order, from now to the end of the connection; it
   * begins when it is added. Each connection gets its own.
   *
   * @param expected who the peer has to be, where that is known
   * @param done is completed on the event loop, before anything that the peer says is passed on; or
   *     fails with an {@link UpgradeException}
   */
  List<ChannelHandler> handlers(
      boolean isDialled, Optional<PeerId> expected, CompletableFuture<Secured> done);

  /**
   * A proof that has been given.
   *
   * @param muxer what was agreed on along with it, if anything
   */
  record Secured(PublicKey key, Optional<String> muxer) {}
}
