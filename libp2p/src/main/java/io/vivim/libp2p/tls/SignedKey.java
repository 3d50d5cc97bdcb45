package io.vivim.libp2p.tls;

import io.vivim.codec.Bytes;

/**
 * What libp2p's extension holds (libp2p specifications, "tls"): a key of libp2p, and what it has
 * signed of the certificate.
 *
 * <pre>
 *   SEQUENCE { publicKey OCTET STRING, signature OCTET STRING }
 *   signature over "libp2p-tls-handshake:" | the certificate's SubjectPublicKeyInfo
 * </pre>
 */
record SignedKey(Bytes publicKey, Bytes signature) {
  /** The content of the extension's OBJECT IDENTIFIER, 1.3.6.1.4.1.53594.1.1. */
  static final Bytes OBJECT_ID = Bytes.fromHex("2b0601040183a25a0101");

  private static final Bytes PURPOSE = Bytes.utf8("libp2p-tls-handshake:");

  static Bytes toSign(Bytes subjectPublicKeyInfo) {
    return Bytes.concat(PURPOSE, subjectPublicKeyInfo);
  }

  Bytes encode() {
    return Der.sequence(
        Der.element(Der.OCTET_STRING, publicKey), Der.element(Der.OCTET_STRING, signature));
  }

  static SignedKey decode(Bytes bytes) throws DerException {
    DerReader all = new DerReader(bytes);
    DerReader in = all.enter(Der.SEQUENCE);
    all.end();
    SignedKey key = new SignedKey(in.content(Der.OCTET_STRING), in.content(Der.OCTET_STRING));
    in.end();
    return key;
  }
}
