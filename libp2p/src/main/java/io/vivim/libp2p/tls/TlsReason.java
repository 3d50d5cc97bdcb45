package io.vivim.libp2p.tls;

import java.util.Locale;

/**
 * Why a peer's certificate was refused, or a connection over TLS came to its end: a closed list.
 */
public enum TlsReason {
  /** None, or a chain of several. */
  CHAIN("it is not exactly one certificate"),
  /** Longer than any certificate that is read. */
  TOO_LARGE("the certificate exceeds its size limit"),
  /** Other bytes than an X.509 certificate in strict DER, or fields that have no place in one. */
  FORM("it is no well-formed certificate"),
  NOT_YET_VALID("the certificate is not valid yet"),
  EXPIRED("the certificate has expired"),
  /** No key of libp2p vouches for it. */
  NO_EXTENSION("the certificate lacks libp2p's extension"),
  REPEATED_EXTENSION("libp2p's extension is there more than once"),
  /** Whoever made the certificate says that it must not be used by who does not know this. */
  CRITICAL_EXTENSION("an unknown extension is critical"),
  /** Signed by an algorithm, or with a key, that is not used here. */
  ALGORITHM("the certificate's key or signature is of no known kind"),
  /** Not signed by the key that it holds. */
  SELF_SIGNATURE("the certificate's own signature does not hold"),
  /** The extension holds something else than a key and a signature. */
  SIGNED_KEY("libp2p's extension is malformed"),
  /** The extension's key is none of libp2p's. */
  HOST_KEY("libp2p's extension holds no key of libp2p"),
  /** The key of libp2p has not signed the certificate's key. */
  SIGNATURE("the signature in libp2p's extension does not hold"),
  /** A good certificate of somebody else. */
  OTHER_PEER("it is another peer than the one that was dialled"),
  /** The dialler offers neither {@code libp2p} nor a muxer that we speak. */
  NO_PROTOCOL("no protocol in common"),
  /** Not TLS, another version than 1.3, no certificate, or the peer would not have it. */
  HANDSHAKE("the handshake failed"),
  /** The handshake took too long. */
  TIMEOUT("the handshake was not done in time"),
  /** A record that does not open, or an alert of the peer's. */
  RECORD("the connection broke"),
  /** The connection was cut without the peer's farewell. */
  TRUNCATED("the connection was cut off");

  private final String code;
  private final String text;

  TlsReason(String text) {
    this.code = name().toLowerCase(Locale.ROOT).replace('_', '-');
    this.text = text;
  }

  /** The stable code, such as {@code other-peer}. */
  public String code() {
    return code;
  }

  /** One clause for people. */
  public String text() {
    return text;
  }

  @Override
  public String toString() {
    return code;
  }
}
