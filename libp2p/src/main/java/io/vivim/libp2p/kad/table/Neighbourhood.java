package io.vivim.libp2p.kad.table;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.address.Part;
import io.vivim.libp2p.address.Protocol;
import io.vivim.libp2p.address.Reach;
import java.util.Optional;

/**
 * What one owner of many IP addresses is likely to have: the first 16 bits of an IPv4 address, or
 * 32 of an IPv6 one. Peers that are near in this sense may be one attacker.
 */
public record Neighbourhood(Bytes prefix) {
  private static final int IP4_BYTES = 2;
  private static final int IP6_BYTES = 4;
  private static final Bytes MAPPED = Bytes.fromHex("00000000000000000000ffff");

  /** Of an address; none where it is no public IP address, and so nobody has many of them. */
  public static Optional<Neighbourhood> of(Multiaddr address) {
    if (Reach.of(address) != Reach.PUBLIC) {
      return Optional.empty();
    }
    Part first = address.parts().get(0);
    Bytes ip = first.value();
    if (first.protocol() == Protocol.IP4) {
      return Optional.of(new Neighbourhood(ip.slice(0, IP4_BYTES)));
    }
    if (ip.startsWith(MAPPED)) {
      return Optional.of(new Neighbourhood(ip.slice(MAPPED.size(), MAPPED.size() + IP4_BYTES)));
    }
    return Optional.of(new Neighbourhood(ip.slice(0, IP6_BYTES)));
  }
}
