package io.vivim.libp2p.link;

import io.vivim.libp2p.address.Multiaddr;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** A server socket. */
final class SocketListening implements Listening {
  private final Wires.Door door;
  private final String suffix;

  /**
   * @param suffix what stands behind the port
   */
  SocketListening(Wires.Door door, String suffix) {
    this.door = door;
    this.suffix = suffix;
  }

  @Override
  public List<Multiaddr> addresses() {
    InetSocketAddress bound = door.address();
    List<Multiaddr> all = new ArrayList<>();
    for (InetAddress host : hosts(bound.getAddress())) {
      all.add(SocketNames.multiaddr(new InetSocketAddress(host, bound.getPort()), suffix));
    }
    return all;
  }

  private static List<InetAddress> hosts(InetAddress bound) {
    if (!bound.isAnyLocalAddress()) {
      return List.of(bound);
    }
    try {
      return Collections.list(NetworkInterface.getNetworkInterfaces()).stream()
          .flatMap(NetworkInterface::inetAddresses)
          .filter(host -> host.getClass().equals(bound.getClass()))
          .filter(host -> !host.isLinkLocalAddress())
          .toList();
    } catch (SocketException e) {
      return List.of();
    }
  }

  @Override
  public CompletionStage<Void> close() {
    return door.close();
  }
}
