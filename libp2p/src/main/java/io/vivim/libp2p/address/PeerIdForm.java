package io.vivim.libp2p.address;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.peer.PeerException;
import io.vivim.libp2p.peer.PeerId;
import java.util.Optional;

/** A peer id: either of its texts when read, base58btc when written. */
final class PeerIdForm implements ValueForm {
  @Override
  public Optional<Bytes> read(String text) {
    try {
      return Optional.of(PeerId.parse(text).bytes());
    } catch (PeerException e) {
      return Optional.empty();
    }
  }

  @Override
  public boolean accepts(Bytes value) {
    try {
      PeerId.decode(value);
      return true;
    } catch (PeerException e) {
      return false;
    }
  }

  @Override
  public String write(Bytes value) {
    return valueOf(value).toString();
  }

  /** The peer id that a value which was accepted is. */
  static PeerId valueOf(Bytes value) {
    try {
      return PeerId.decode(value);
    } catch (PeerException e) {
      throw new IllegalArgumentException("the value was not accepted", e);
    }
  }
}
