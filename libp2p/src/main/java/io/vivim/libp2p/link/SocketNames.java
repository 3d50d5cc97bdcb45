package io.vivim.libp2p.link;

import io.vivim.libp2p.address.AddressException;
import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.address.Part;
import io.vivim.libp2p.address.Protocol;
import java.net.Inet6Address;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;

/** TCP addresses, as multiaddrs and as sockets have them. */
final class SocketNames {
  private SocketNames() {}

  /** The socket address of the first two parts; a name is not looked up. */
  static Optional<InetSocketAddress> socket(Multiaddr address) {
    List<Part> parts = address.parts();
    if (parts.size() < 2 || parts.get(1).protocol() != Protocol.TCP) {
      return Optional.empty();
    }
    String host = parts.get(0).text();
    int port = parts.get(1).number();
    return switch (parts.get(0).protocol()) {
      case IP4, IP6 -> Optional.of(new InetSocketAddress(host, port));
      case DNS, DNS4, DNS6 -> Optional.of(InetSocketAddress.createUnresolved(host, port));
      default -> Optional.empty();
    };
  }

  /** The multiaddr of a resolved socket address, with what stands behind it. */
  static Multiaddr multiaddr(InetSocketAddress socket, String behind) {
    boolean isIp6 = socket.getAddress() instanceof Inet6Address;
    String host = socket.getAddress().getHostAddress();
    int zone = host.indexOf('%');
    String bare = zone < 0 ? host : host.substring(0, zone);
    try {
      return Multiaddr.parse(
          (isIp6 ? "/ip6/" : "/ip4/") + bare + "/tcp/" + socket.getPort() + behind);
    } catch (AddressException e) {
      throw new IllegalArgumentException("no multiaddr: " + socket, e);
    }
  }
}
