package io.vivim.libp2p.link;

import io.vivim.libp2p.address.Multiaddr;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** A server socket. */
final class SocketListening implements Listening {
  private final Wires.Door door;
  private final Wrapping wrapping;
  private final String suffix;

  /**
   * @param wrapping of those who come in, which is released with this
   * @param suffix what stands behind the port
   */
  SocketListening(Wires.Door door, Wrapping wrapping, String suffix) {
    this.door = door;
    this.wrapping = wrapping;
    this.suffix = suffix;
  }

  @Override
  public List<Multiaddr> addresses() {
    InetSocketAddress bound = door.address();
    List<Multiaddr> all = new ArrayList<>();
    for (InetAddress host : SocketNames.hosts(bound.getAddress())) {
      all.add(SocketNames.multiaddr(new InetSocketAddress(host, bound.getPort()), suffix));
    }
    return all;
  }

  @Override
  public CompletionStage<Void> close() {
    return door.close().whenComplete((closed, failure) -> wrapping.release());
  }
}
