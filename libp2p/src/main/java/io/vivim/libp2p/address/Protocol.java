package io.vivim.libp2p.address;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The protocols that an address is made of: the public table of the multiaddr project, row by row:
 * a code, a name and how many bytes a value has.
 */
public enum Protocol {
  IP4(4, "ip4", 4),
  TCP(6, "tcp", 2),
  DCCP(33, "dccp", 2),
  IP6(41, "ip6", 16),
  IP6ZONE(42, "ip6zone", Protocol.VARIABLE),
  IPCIDR(43, "ipcidr", 1),
  DNS(53, "dns", Protocol.VARIABLE),
  DNS4(54, "dns4", Protocol.VARIABLE),
  DNS6(55, "dns6", Protocol.VARIABLE),
  DNSADDR(56, "dnsaddr", Protocol.VARIABLE),
  SCTP(132, "sctp", 2),
  UDP(273, "udp", 2),
  P2P_WEBRTC_STAR(275, "p2p-webrtc-star"),
  P2P_WEBRTC_DIRECT(276, "p2p-webrtc-direct"),
  P2P_STARDUST(277, "p2p-stardust"),
  WEBRTC_DIRECT(280, "webrtc-direct"),
  WEBRTC(281, "webrtc"),
  P2P_CIRCUIT(290, "p2p-circuit"),
  UDT(301, "udt"),
  UTP(302, "utp"),
  UNIX(400, "unix", Protocol.VARIABLE),
  P2P(421, "p2p", Protocol.VARIABLE),
  HTTPS(443, "https"),
  ONION(444, "onion", 12),
  ONION3(445, "onion3", 37),
  GARLIC64(446, "garlic64", Protocol.VARIABLE),
  GARLIC32(447, "garlic32", Protocol.VARIABLE),
  TLS(448, "tls"),
  SNI(449, "sni", Protocol.VARIABLE),
  NOISE(454, "noise"),
  QUIC(460, "quic"),
  QUIC_V1(461, "quic-v1"),
  WEBTRANSPORT(465, "webtransport"),
  CERTHASH(466, "certhash", Protocol.VARIABLE),
  WS(477, "ws"),
  WSS(478, "wss"),
  P2P_WEBSOCKET_STAR(479, "p2p-websocket-star"),
  HTTP(480, "http"),
  HTTP_PATH(481, "http-path", Protocol.VARIABLE),
  MEMORY(777, "memory", Protocol.VARIABLE);

  /** The size of a value that says its own size. */
  static final int VARIABLE = -1;

  /** The older name of {@link #P2P}, which is read and never written. */
  private static final String IPFS = "ipfs";

  private static final Map<Long, Protocol> BY_CODE = byCode();
  private static final Map<String, Protocol> BY_NAME = byName();

  private final int code;
  private final String tableName;
  private final int valueBytes;

  Protocol(int code, String tableName) {
    this(code, tableName, 0);
  }

  Protocol(int code, String tableName, int valueBytes) {
    this.code = code;
    this.tableName = tableName;
    this.valueBytes = valueBytes;
  }

  /** The code in the table and in bytes. */
  public int code() {
    return code;
  }

  /** The name in the table and in texts. */
  public String tableName() {
    return tableName;
  }

  /** Whether a value follows the protocol. */
  public boolean hasValue() {
    return valueBytes != 0;
  }

  /** Whether the value is a path, which takes the rest of a text and keeps its slashes. */
  boolean isPath() {
    return this == UNIX;
  }

  /** How many bytes a value has, or {@link #VARIABLE}. */
  int valueBytes() {
    return valueBytes;
  }

  /** How the protocol's values are written. */
  ValueForm form() {
    return switch (this) {
      case IP4 -> new Ip4Form();
      case IP6 -> new Ip6Form();
      case IPCIDR -> NumberForm.PREFIX_LENGTH;
      case TCP, UDP, DCCP, SCTP -> NumberForm.PORT;
      case IP6ZONE, DNS, DNS4, DNS6, DNSADDR, SNI, MEMORY -> NameForm.NAME;
      case UNIX -> NameForm.PATH;
      case P2P -> new PeerIdForm();
      case ONION, ONION3 -> new OnionForm();
      case GARLIC64 -> new Garlic64Form();
      case GARLIC32 -> new Garlic32Form();
      case CERTHASH -> new CertHashForm();
      case HTTP_PATH -> new HttpPathForm();
      default -> new NoForm();
    };
  }

  static Optional<Protocol> of(long code) {
    return Optional.ofNullable(BY_CODE.get(code));
  }

  static Optional<Protocol> named(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  private static Map<Long, Protocol> byCode() {
    Map<Long, Protocol> protocols = new HashMap<>();
    for (Protocol protocol : values()) {
      protocols.put((long) protocol.code, protocol);
    }
    return Map.copyOf(protocols);
  }

  private static Map<String, Protocol> byName() {
    Map<String, Protocol> protocols = new HashMap<>();
    for (Protocol protocol : values()) {
      protocols.put(protocol.tableName, protocol);
    }
    protocols.put(IPFS, P2P);
    return Map.copyOf(protocols);
  }
}
