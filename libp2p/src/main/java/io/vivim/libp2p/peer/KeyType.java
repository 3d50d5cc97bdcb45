package io.vivim.libp2p.peer;

import java.util.Optional;

/** The kinds of keys that libp2p knows, by their numbers in its messages (peer-ids.md, keys). */
public enum KeyType {
  RSA(0),
  ED25519(1),
  SECP256K1(2),
  ECDSA(3);

  private final int number;

  KeyType(int number) {
    this.number = number;
  }

  /** In the field {@code Type} of a key's message. */
  public int number() {
    return number;
  }

  KeyScheme scheme() {
    return switch (this) {
      case RSA -> new RsaScheme();
      case ED25519 -> new Ed25519Scheme();
      case SECP256K1 -> new Secp256k1Scheme();
      case ECDSA -> new EcdsaScheme();
    };
  }

  static Optional<KeyType> of(long number) {
    for (KeyType type : values()) {
      if (type.number == number) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }
}
