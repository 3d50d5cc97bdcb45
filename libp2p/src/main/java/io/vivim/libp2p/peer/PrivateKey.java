package io.vivim.libp2p.peer;

import io.vivim.codec.Bytes;
import java.security.SecureRandom;

/** A key that signs, of any of the four kinds. It prints as its peer id. */
public final class PrivateKey {
  /** An RSA key of 8192 bits takes a little more than half of it. */
  public static final int MAX_PRIVATE_KEY_BYTES = 8192;

  private final KeyType type;
  private final KeyScheme.Signer signer;
  private final PublicKey publicKey;

  private PrivateKey(KeyType type, KeyScheme.Signer signer) throws PeerException {
    this.type = type;
    this.signer = signer;
    this.publicKey = PublicKey.of(type, signer.publicData());
  }

  /** A new key: Ed25519, secp256k1, ECDSA on P-256, or RSA with 2048 bits. */
  public static PrivateKey generate(KeyType type, SecureRandom random) {
    try {
      return new PrivateKey(type, type.scheme().generate(random));
    } catch (PeerException e) {
      throw new IllegalStateException("a new key is a good key", e);
    }
  }

  /**
   * The Ed25519 key of a seed.
   *
   * @throws IllegalArgumentException where the seed has not 32 bytes
   */
  public static PrivateKey ofEd25519Seed(Bytes seed) {
    try {
      return new PrivateKey(KeyType.ED25519, Ed25519Scheme.ofSeed(seed));
    } catch (PeerException e) {
      throw new IllegalStateException("an Ed25519 key can be made of every seed", e);
    }
  }

  /** The key of a {@code PrivateKey} message, as other implementations keep it on disk. */
  public static PrivateKey decode(Bytes message) throws PeerException {
    KeyMessage key = KeyMessage.decode(message, MAX_PRIVATE_KEY_BYTES);
    return new PrivateKey(key.type(), key.type().scheme().signer(key.data()));
  }

  /** The {@code PrivateKey} message; whoever has it has the key. */
  public Bytes encode() {
    return new KeyMessage(type, signer.privateData()).encode();
  }

  public KeyType type() {
    return type;
  }

  public PublicKey publicKey() {
    return publicKey;
  }

  public Bytes sign(Bytes message) {
    return signer.sign(message);
  }

  /** The peer id; nothing of the secret. */
  @Override
  public String toString() {
    return "PrivateKey[" + publicKey.peerId() + "]";
  }
}
