package io.vivim.libp2p.link;

import io.vivim.libp2p.address.AddressException;
import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.address.Part;
import io.vivim.libp2p.address.Protocol;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.util.Collections;
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
    try {
      return Multiaddr.parse(
          (isIp6 ? "/ip6/" : "/ip4/")
              + textOf(socket.getAddress())
              + "/tcp/"
              + socket.getPort()
              + behind);
    } catch (AddressException e) {
      throw new IllegalArgumentException("no multiaddr: " + socket, e);
    }
  }

  /** By what names and addresses a host is dialled that listens at an address. */
  static List<String> hosts(Multiaddr address) {
    Optional<Part> name = address.first(Protocol.SNI);
    if (name.isPresent()) {
      return List.of(name.get().text());
    }
    InetSocketAddress at = socket(address).orElseThrow();
    if (at.isUnresolved()) {
      return List.of(at.getHostString());
    }
    return hosts(at.getAddress()).stream().map(SocketNames::textOf).toList();
  }

  /** Where a socket is to be reached; for all interfaces the address of each. */
  static List<InetAddress> hosts(InetAddress bound) {
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

  /** Without the interface, which means something here only. */
  private static String textOf(InetAddress host) {
    String text = host.getHostAddress();
    int zone = text.indexOf('%');
    return zone < 0 ? text : text.substring(0, zone);
  }
}
