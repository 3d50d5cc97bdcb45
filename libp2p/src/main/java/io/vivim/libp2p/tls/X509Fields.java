package io.vivim.libp2p.tls;

import io.vivim.codec.Bytes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What a certificate says (RFC 5280, section 4.1), believed by nobody yet. Serial number and names
 * mean nothing here and are passed over.
 *
 * <pre>
 *   SEQUENCE {
 *     SEQUENCE {                                     -- toBeSigned
 *       [0] { INTEGER 2 }                            -- version 3
 *       INTEGER                                      -- serial number
 *       SEQUENCE                                     -- algorithm
 *       SEQUENCE                                     -- issuer
 *       SEQUENCE { Time, Time }                      -- notBefore, notAfter
 *       SEQUENCE                                     -- subject
 *       SEQUENCE { SEQUENCE, BIT STRING }            -- subjectPublicKeyInfo
 *       [3] { SEQUENCE OF                            -- extensions; [1] and [2] are refused
 *         SEQUENCE { OBJECT IDENTIFIER, BOOLEAN TRUE or nothing, OCTET STRING } } }
 *     SEQUENCE                                       -- algorithm, the same
 *     BIT STRING }                                   -- signature
 * </pre>
 *
 * @param toBeSigned with its head, as all elements here but the signature
 */
record X509Fields(
    Bytes toBeSigned,
    Bytes algorithm,
    Instant notBefore,
    Instant notAfter,
    Bytes subjectPublicKeyInfo,
    List<Extension> extensions,
    Bytes signature) {

  static final Bytes VERSION_3 = Bytes.fromHex("a003020102");

  /** The only form of a BOOLEAN that is worth writing where its default is false. */
  static final Bytes TRUE = Bytes.fromHex("0101ff");

  private static final int MAX_SERIAL_BYTES = 21;

  /** One extension, by the content of its OBJECT IDENTIFIER. */
  record Extension(Bytes objectId, boolean critical, Bytes value) {
    private static Extension read(DerReader in) throws DerException {
      Bytes objectId = in.content(Der.OBJECT_ID);
      boolean critical = in.tag() == Der.BOOLEAN;
      if (critical && !in.element(Der.BOOLEAN).equals(TRUE)) {
        throw new DerException("a truth of another form");
      }
      Extension extension = new Extension(objectId, critical, in.content(Der.OCTET_STRING));
      in.end();
      return extension;
    }
  }

  static X509Fields decode(Bytes certificate) throws DerException {
    DerReader all = new DerReader(certificate);
    DerReader outer = all.enter(Der.SEQUENCE);
    all.end();
    Bytes toBeSigned = outer.element(Der.SEQUENCE);
    Bytes algorithm = outer.element(Der.SEQUENCE);
    Bytes signature = outer.bits();
    outer.end();

    DerReader in = new DerReader(toBeSigned).enter(Der.SEQUENCE);
    boolean hasVersion = in.tag() == Der.CONTEXT_0;
    if (hasVersion && !in.element(Der.CONTEXT_0).equals(VERSION_3)) {
      throw new DerException("another version");
    }
    Bytes serial = in.content(Der.INTEGER);
    if (serial.isEmpty() || serial.size() > MAX_SERIAL_BYTES) {
      throw new DerException("no serial number");
    }
    if (!in.element(Der.SEQUENCE).equals(algorithm)) {
      throw new DerException("two algorithms");
    }
    in.content(Der.SEQUENCE);
    DerReader validity = in.enter(Der.SEQUENCE);
    Instant notBefore = DerTime.read(validity);
    Instant notAfter = DerTime.read(validity);
    validity.end();
    in.content(Der.SEQUENCE);
    Bytes publicKeyInfo = in.element(Der.SEQUENCE);
    List<Extension> extensions = hasVersion ? extensions(in) : List.of();
    in.end();
    return new X509Fields(
        toBeSigned, algorithm, notBefore, notAfter, publicKeyInfo, extensions, signature);
  }

  private static List<Extension> extensions(DerReader in) throws DerException {
    if (in.tag() == DerReader.NONE) {
      return List.of();
    }
    DerReader tagged = in.enter(Der.CONTEXT_3);
    DerReader list = tagged.enter(Der.SEQUENCE);
    tagged.end();
    List<Extension> extensions = new ArrayList<>();
    while (list.tag() != DerReader.NONE) {
      extensions.add(Extension.read(list.enter(Der.SEQUENCE)));
    }
    return extensions;
  }
}
