package io.vivim.libp2p.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Bytes;

/** What holds for any input whatever. */
final class PeerLaws {
  private PeerLaws() {}

  /** Bytes are refused, or are the one form of a key, which does not hold for any signature. */
  static void publicKey(Bytes input) throws PeerException {
    PublicKey key;
    try {
      key = PublicKey.decode(input);
    } catch (PeerException e) {
      return;
    }
    assertThat(key.encode()).isEqualTo(input);
    assertThat(PublicKey.of(key.type(), key.data())).isEqualTo(key);
    assertThat(PeerId.decode(key.peerId().bytes())).isEqualTo(key.peerId());
    assertThat(key.verify(input, input)).isFalse();
  }

  /** Bytes are refused, or are a key that is written once and for all. */
  static void privateKey(Bytes input) throws PeerException {
    PrivateKey key;
    try {
      key = PrivateKey.decode(input);
    } catch (PeerException e) {
      return;
    }
    PrivateKey again = PrivateKey.decode(key.encode());
    assertThat(again.encode()).isEqualTo(key.encode());
    assertThat(again.publicKey()).isEqualTo(key.publicKey());
  }

  /** A text is refused, or names a peer whose other texts and bytes name the same. */
  static void peerIdText(String input) throws PeerException {
    PeerId id;
    try {
      id = PeerId.parse(input);
    } catch (PeerException e) {
      return;
    }
    assertThat(PeerId.parse(id.toString())).isEqualTo(id);
    assertThat(PeerId.parse(id.toCid().toString())).isEqualTo(id);
    peerIdBinary(id.bytes());
  }

  /** Bytes are refused, or are a peer id of just these bytes. */
  static void peerIdBinary(Bytes input) throws PeerException {
    PeerId id;
    try {
      id = PeerId.decode(input);
    } catch (PeerException e) {
      return;
    }
    assertThat(id.bytes()).isEqualTo(input);
    assertThat(PeerId.parse(id.toString())).isEqualTo(id);
    id.publicKey().ifPresent(key -> assertThat(key.peerId()).isEqualTo(id));
  }

  /** Bytes are refused, or are an envelope that keeps them. */
  static void envelope(Bytes input, String domain) {
    try {
      assertThat(SignedEnvelope.open(input, domain).encode()).isEqualTo(input);
    } catch (PeerException e) {
      // Refused, as most bytes are.
    }
  }
}
