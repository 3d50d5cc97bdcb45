package io.vivim.libp2p.mdns;

import io.vivim.codec.Bytes;
import java.io.IOException;
import java.util.function.Consumer;

/** Datagrams to and from all that are on one network. */
interface Multicast extends AutoCloseable {
  /**
   * A datagram that came.
   *
   * @param isOurs whether a process of this machine has sent it
   */
  record Came(Bytes bytes, boolean isOurs) {}

  /** Begins to listen; each datagram is told of on one thread. */
  void listen(Consumer<Came> listener);

  /** Sends a datagram to all, ourselves among them. */
  void send(Bytes datagram) throws IOException;

  @Override
  void close();
}
