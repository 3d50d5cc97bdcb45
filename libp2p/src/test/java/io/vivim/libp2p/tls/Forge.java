package io.vivim.libp2p.tls;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.peer.PrivateKey;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Makes certificates with one thing wrong; what nobody has changed is right. */
final class Forge {
  static final Instant NOW = Instant.parse("2026-11-21T12:00:00.5Z");

  /** JavaScript's issuers and subjects. */
  static final Bytes NO_NAME = Der.sequence();

  private final KeyPair pair;
  private final List<Bytes> extensions = new ArrayList<>();

  Bytes name = Bytes.fromHex("300c310a300806035504051301" + "31");
  Bytes version = X509Fields.VERSION_3;
  Bytes algorithm = SelfSignature.ECDSA_SHA256;
  Bytes innerAlgorithm = SelfSignature.ECDSA_SHA256;
  String algorithmName = SelfSignature.ECDSA_SHA256_NAME;
  Bytes serial = Bytes.fromHex("01");
  Bytes afterKey = Bytes.EMPTY;
  Instant notBefore = NOW.minus(Duration.ofHours(1));
  Instant notAfter = NOW.plus(Duration.ofHours(1));
  KeyPair signer;

  private Forge(KeyPair pair) {
    this.pair = pair;
    this.signer = pair;
  }

  static Forge onP256() {
    return new Forge(curve("secp256r1"));
  }

  static Forge with(KeyPair pair, String algorithm, String algorithmName) {
    Forge forge = new Forge(pair);
    forge.algorithm = Bytes.fromHex(algorithm);
    forge.innerAlgorithm = forge.algorithm;
    forge.algorithmName = algorithmName;
    return forge;
  }

  static KeyPair curve(String name) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec(name));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  static KeyPair pair(String algorithm, int bits) {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
      generator.initialize(bits);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  Bytes publicKeyInfo() {
    return Bytes.owning(pair.getPublic().getEncoded());
  }

  /** What the identity would rightly say of this certificate's key. */
  SignedKey vouched(PrivateKey identity) {
    return new SignedKey(
        identity.publicKey().encode(), identity.sign(SignedKey.toSign(publicKeyInfo())));
  }

  Forge vouch(PrivateKey identity) {
    return extension(SignedKey.OBJECT_ID, false, vouched(identity).encode());
  }

  Forge extension(Bytes objectId, boolean critical, Bytes value) {
    extensions.add(
        Der.sequence(
            Der.element(Der.OBJECT_ID, objectId),
            critical ? X509Fields.TRUE : Bytes.EMPTY,
            Der.element(Der.OCTET_STRING, value)));
    return this;
  }

  Bytes toBeSigned() {
    Bytes all = Bytes.concat(extensions.toArray(Bytes[]::new));
    return Der.sequence(
        version,
        Der.element(Der.INTEGER, serial),
        innerAlgorithm,
        name,
        Der.sequence(DerTime.encode(notBefore), DerTime.encode(notAfter)),
        name,
        publicKeyInfo(),
        afterKey,
        all.isEmpty() ? Bytes.EMPTY : Der.element(Der.CONTEXT_3, Der.sequence(all)));
  }

  Bytes encode() {
    Bytes toBeSigned = toBeSigned();
    try {
      Signature signing = Signature.getInstance(algorithmName);
      signing.initSign(signer.getPrivate());
      signing.update(toBeSigned.toArray());
      return Der.sequence(toBeSigned, algorithm, Der.bits(Bytes.owning(signing.sign())));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  OwnCertificate own() {
    return new OwnCertificate(encode(), pair.getPrivate());
  }
}
