package io.vivim.interop;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A way in which we meet a peer of js-libp2p.
 *
 * @param version which of them
 * @param transport what carries the connection
 * @param security what keeps others out
 * @param isOurs whether we dial; else the peer does
 */
record Meeting(Version version, Transport transport, Security security, boolean isOurs) {
  /** The muxer, of which there is one. */
  static final String YAMUX = "/yamux/1.0.0";

  /** The versions of js-libp2p, as the lock files have them. */
  enum Version {
    V3("3.3.11"),
    V2("2.10.0");

    final String text;

    Version(String text) {
      this.text = text;
    }

    String folder() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** What carries connections. */
  enum Transport {
    TCP("TCP", ""),
    WS("WebSocket", "/ws"),
    WSS("secure WebSocket", "/tls/ws");

    final String text;

    /** What stands behind the port of an address. */
    final String suffix;

    Transport(String text, String suffix) {
      this.text = text;
      this.suffix = suffix;
    }

    String any() {
      return "/ip4/127.0.0.1/tcp/0" + suffix;
    }
  }

  /** What keeps others out. */
  enum Security {
    NOISE("Noise", "/noise"),
    TLS("TLS", "/tls/1.0.0");

    final String text;
    final String protocol;

    Security(String text, String protocol) {
      this.text = text;
      this.protocol = protocol;
    }
  }

  /** Every one there is. */
  static List<Meeting> all() {
    List<Meeting> all = new ArrayList<>();
    for (Version version : Version.values()) {
      for (Transport transport : Transport.values()) {
        for (Security security : Security.values()) {
          all.add(new Meeting(version, transport, security, true));
          all.add(new Meeting(version, transport, security, false));
        }
      }
    }
    return all;
  }

  @Override
  public String toString() {
    String both = transport.text + ", " + security.text + ", js-libp2p " + version.text;
    return isOurs ? both + ", which we dial" : both + ", which dials us";
  }
}
