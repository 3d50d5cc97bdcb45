package io.vivim.libp2p.tls;

import static java.nio.charset.StandardCharsets.US_ASCII;

import io.netty.util.NetUtil;
import io.vivim.codec.Bytes;
import java.util.List;

/**
 * For which hosts a certificate of the web is: the extension subjectAltName (RFC 5280, section
 * 4.2.1.6).
 *
 * <pre>
 *   SEQUENCE {
 *     OBJECT IDENTIFIER 2.5.29.17
 *     OCTET STRING { SEQUENCE OF
 *       [2] IA5String          -- the name of a host
 *       [7] OCTET STRING } }   -- its address, of 4 or 16 bytes
 * </pre>
 */
final class HostNames {
  private static final Bytes OBJECT_ID = Bytes.fromHex("551d11");

  private static final int NAME = 0x82;
  private static final int ADDRESS = 0x87;

  private HostNames() {}

  /**
   * @param hosts names, or addresses as text
   */
  static Bytes extension(List<String> hosts) {
    Bytes[] names = hosts.stream().map(HostNames::name).toArray(Bytes[]::new);
    return Der.sequence(
        Der.element(Der.OBJECT_ID, OBJECT_ID), Der.element(Der.OCTET_STRING, Der.sequence(names)));
  }

  private static Bytes name(String host) {
    byte[] address = NetUtil.createByteArrayFromIpAddressString(host);
    return address == null
        ? Der.element(NAME, Bytes.owning(host.getBytes(US_ASCII)))
        : Der.element(ADDRESS, Bytes.owning(address));
  }
}
