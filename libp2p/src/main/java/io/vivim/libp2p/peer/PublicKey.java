package io.vivim.libp2p.peer;

import io.vivim.codec.Bytes;

/**
 * A key that anyone may know, of any of the four kinds, in libp2p's form.
 *
 * <p>A key has one form, since its peer id is made of it: what would be the same key in other bytes
 * is refused.
 */
public final class PublicKey {
  /** An RSA key of 8192 bits takes half of it. */
  public static final int MAX_PUBLIC_KEY_BYTES = 2048;

  private final KeyMessage message;
  private final KeyScheme.Verifier verifier;

  private PublicKey(KeyMessage message, KeyScheme.Verifier verifier) {
    this.message = message;
    this.verifier = verifier;
  }

  /** The key of this kind whose {@code Data} field is {@code data}. */
  public static PublicKey of(KeyType type, Bytes data) throws PeerException {
    if (data.size() > MAX_PUBLIC_KEY_BYTES) {
      throw new PeerException(PeerReason.TOO_LARGE);
    }
    return of(new KeyMessage(type, data.compact()));
  }

  /** The key of a {@code PublicKey} message. */
  public static PublicKey decode(Bytes message) throws PeerException {
    return of(KeyMessage.decode(message, MAX_PUBLIC_KEY_BYTES));
  }

  private static PublicKey of(KeyMessage message) throws PeerException {
    return new PublicKey(message, message.type().scheme().verifier(message.data()));
  }

  /** The {@code PublicKey} message. */
  public Bytes encode() {
    return message.encode();
  }

  public KeyType type() {
    return message.type();
  }

  /** The {@code Data} field, whose form depends on the type. */
  public Bytes data() {
    return message.data();
  }

  /** Whether the key has signed just this message. */
  public boolean verify(Bytes signedMessage, Bytes signature) {
    return verifier.verify(signedMessage, signature);
  }

  public PeerId peerId() {
    return PeerId.of(this);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PublicKey that && message.equals(that.message);
  }

  @Override
  public int hashCode() {
    return message.hashCode();
  }

  @Override
  public String toString() {
    return "PublicKey[" + message.type() + " " + message.data() + "]";
  }
}
