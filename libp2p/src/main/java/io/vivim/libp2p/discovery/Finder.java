package io.vivim.libp2p.discovery;

import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.book.Source;
import io.vivim.libp2p.peer.PeerId;
import java.util.List;

/** A way by which peers are found. */
public interface Finder extends AutoCloseable {
  /** Is told of peers that were found; on any thread, and never waits. */
  @FunctionalInterface
  interface Finds {
    /**
     * A peer was found.
     *
     * @param source how far it is to be believed where it is
     */
    void found(PeerId peer, List<Multiaddr> addresses, Source source);
  }

  /** Begins; whatever is found without being asked for is told, too. */
  default void start(Finds finds) {}

  /** Looks for peers now, since there are too few. */
  void look(Finds finds);

  /** Finds nobody any more. */
  @Override
  default void close() {}
}
