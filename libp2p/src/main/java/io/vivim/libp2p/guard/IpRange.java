package io.vivim.libp2p.guard;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.address.AddressException;
import io.vivim.libp2p.address.Multiaddr;

/**
 * IP addresses that begin alike. IPv4 ones that are written as IPv6 are IPv4, as they are wherever
 * they come from; so nothing else of IPv6 leads to them, {@code ::/0} neither.
 *
 * @param first the lowest of them, 4 or 16 bytes
 * @param bits how many of its bits they share
 */
public record IpRange(Bytes first, int bits) {
  private static final int BITS_A_BYTE = 8;

  /** Reads an address, or a range such as {@code 192.0.2.0/24} or {@code 2001:db8::/32}. */
  public static IpRange parse(String text) {
    int slash = text.indexOf('/');
    String host = slash < 0 ? text : text.substring(0, slash);
    try {
      Multiaddr address = Multiaddr.parse((host.indexOf(':') < 0 ? "/ip4/" : "/ip6/") + host);
      Bytes ip = address.parts().get(0).value();
      int bits = slash < 0 ? ip.size() * BITS_A_BYTE : Integer.parseInt(text.substring(slash + 1));
      return new IpRange(ip, bits);
    } catch (AddressException | NumberFormatException e) {
      throw new IllegalArgumentException("no range of IP addresses: " + text, e);
    }
  }

  public IpRange {
    if (bits < 0 || bits > first.size() * BITS_A_BYTE) {
      throw new IllegalArgumentException("no range: " + bits + " bits");
    }
    if (Networks.isMapped(first)) {
      bits -= Networks.MAPPED.size() * BITS_A_BYTE;
      if (bits < 0) {
        throw new IllegalArgumentException("a range of IPv4 addresses and others");
      }
      first = first.from(Networks.MAPPED.size());
    }
  }

  boolean contains(Bytes ip) {
    if (ip.size() != first.size()) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      if (bit(ip, bit) != bit(first, bit)) {
        return false;
      }
    }
    return true;
  }

  private static int bit(Bytes ip, int at) {
    return (ip.at(at / BITS_A_BYTE) >> (BITS_A_BYTE - 1 - at % BITS_A_BYTE)) & 1;
  }
}
