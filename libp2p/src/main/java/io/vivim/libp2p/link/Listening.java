package io.vivim.libp2p.link;

import io.vivim.libp2p.address.Multiaddr;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** An address at which connections are taken. */
public interface Listening {
  /** Where it is to be reached; for an address of all interfaces one for each. */
  List<Multiaddr> addresses();

  /** Takes no more; the links that are there go on. */
  CompletionStage<Void> close();
}
