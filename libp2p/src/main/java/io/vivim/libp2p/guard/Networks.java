package io.vivim.libp2p.guard;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.address.Part;
import io.vivim.libp2p.address.Protocol;
import java.util.Optional;

/**
 * Where a connection comes from, as far as it costs something to come from elsewhere.
 *
 * @param ip what one machine has: an IPv4 address, or the first 64 bits of an IPv6 one
 * @param network what one customer may have: 24 bits, or 48
 */
record Networks(Bytes ip, Bytes network) {
  /** What stands before an IPv4 address that is written as IPv6. */
  static final Bytes MAPPED = Bytes.fromHex("00000000000000000000ffff");

  private static final int IP4_BYTES = 4;
  private static final int IP4_NETWORK_BYTES = 3;
  private static final int IP6_MACHINE_BYTES = 8;
  private static final int IP6_NETWORK_BYTES = 6;

  /** Of an address that begins with an IP address. */
  static Optional<Networks> of(Multiaddr address) {
    return ip(address)
        .map(
            ip ->
                ip.size() == IP4_BYTES
                    ? new Networks(ip, ip.slice(0, IP4_NETWORK_BYTES))
                    : new Networks(ip.slice(0, IP6_MACHINE_BYTES), ip.slice(0, IP6_NETWORK_BYTES)));
  }

  /** The IP address at the beginning of an address; an IPv4 one that is written as IPv6 is IPv4. */
  static Optional<Bytes> ip(Multiaddr address) {
    Part first = address.parts().get(0);
    if (first.protocol() == Protocol.IP4) {
      return Optional.of(first.value());
    }
    if (first.protocol() != Protocol.IP6) {
      return Optional.empty();
    }
    Bytes ip = first.value();
    return Optional.of(isMapped(ip) ? ip.from(MAPPED.size()) : ip);
  }

  static boolean isMapped(Bytes ip) {
    return ip.startsWith(MAPPED);
  }
}
