package io.vivim.libp2p.link;

import io.netty.channel.ChannelHandler;
import io.vivim.libp2p.peer.PeerId;
import java.util.List;
import java.util.Optional;

/** A way for both ends of a connection to prove who they are and to keep others out. */
interface Security {
  /** Its name in the negotiation. */
  String protocol();

  /**
   * What has to stand in the pipeline, in this order, from now to the end of the connection; it
   * begins when it is added, and tells {@link SecurityEvent}s. Each connection gets its own.
   *
   * @param expected who the peer has to be, where that is known
   */
  List<ChannelHandler> handlers(boolean isDialled, Optional<PeerId> expected);
}
