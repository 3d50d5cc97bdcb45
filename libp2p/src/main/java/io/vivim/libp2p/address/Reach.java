package io.vivim.libp2p.address;

import io.vivim.codec.Bytes;

/** From where an address can be reached, as far as its first part tells. */
public enum Reach {
  /** From the same machine alone. */
  LOOPBACK,
  /** From the same network: RFC 1918, RFC 4193, RFC 6598, and addresses of one link. */
  PRIVATE,
  /** From anywhere. */
  PUBLIC,
  /** A name, which has to be looked up first. */
  NAMED,
  /** From nowhere: no address of a host, or a kind that is not of the Internet. */
  NONE;

  private static final Bytes MAPPED = Bytes.fromHex("00000000000000000000ffff");

  /** The reach of an address. */
  public static Reach of(Multiaddr address) {
    Part first = address.parts().get(0);
    return switch (first.protocol()) {
      case IP4 -> ip4(first.value());
      case IP6 -> ip6(first.value());
      case DNS, DNS4, DNS6, DNSADDR -> NAMED;
      default -> NONE;
    };
  }

  private static Reach ip4(Bytes ip) {
    int a = ip.at(0);
    int b = ip.at(1);
    if (a == 127) {
      return LOOPBACK;
    }
    if (a == 0 || a >= 224) {
      return NONE;
    }
    boolean isPrivate =
        a == 10
            || (a == 172 && (b & 0xf0) == 16)
            || (a == 192 && b == 168)
            || (a == 169 && b == 254)
            || (a == 100 && (b & 0xc0) == 64);
    return isPrivate ? PRIVATE : PUBLIC;
  }

  private static Reach ip6(Bytes ip) {
    if (ip.startsWith(MAPPED)) {
      return ip4(ip.from(MAPPED.size()));
    }
    int a = ip.at(0);
    if (a == 0xff) {
      return NONE;
    }
    if ((a & 0xfe) == 0xfc || (a == 0xfe && (ip.at(1) & 0xc0) == 0x80)) {
      return PRIVATE;
    }
    boolean isZeroButLast = ip.longAt(0) == 0 && ip.longAt(Long.BYTES) >>> 1 == 0;
    if (isZeroButLast) {
      return ip.at(15) == 1 ? LOOPBACK : NONE;
    }
    return PUBLIC;
  }
}
