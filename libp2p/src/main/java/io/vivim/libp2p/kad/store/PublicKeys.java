package io.vivim.libp2p.kad.store;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.peer.PeerException;
import io.vivim.libp2p.peer.PeerId;
import io.vivim.libp2p.peer.PublicKey;
import java.util.Optional;

/** Judges public keys, each under the name of its peer: {@code /pk/} and the bytes of the id. */
public final class PublicKeys implements Validator {
  public static final String NAMESPACE = "pk";

  private static final Bytes PREFIX = Bytes.utf8("/" + NAMESPACE + "/");

  /** The key under which a peer's public key stands. */
  public static Bytes keyOf(PeerId peer) {
    return Bytes.concat(PREFIX, peer.bytes());
  }

  /** The peer whose key stands under this one. */
  public static Optional<PeerId> peerOf(Bytes key) {
    if (!key.startsWith(PREFIX)) {
      return Optional.empty();
    }
    try {
      return Optional.of(PeerId.decode(key.from(PREFIX.size())));
    } catch (PeerException e) {
      return Optional.empty();
    }
  }

  @Override
  public boolean isValid(Bytes key, Bytes value) {
    try {
      PublicKey named = PublicKey.decode(value);
      return peerOf(key).filter(peer -> peer.isOf(named)).isPresent();
    } catch (PeerException e) {
      return false;
    }
  }

  /** All valid ones are of one key. */
  @Override
  public boolean isBetter(Bytes key, Bytes value, Bytes than) {
    return false;
  }
}
