package io.vivim.libp2p.link;

import io.vivim.libp2p.link.UpgradeException.Reason;
import io.vivim.libp2p.peer.PublicKey;
import java.util.Optional;

/** What a {@link Security} tells the handlers behind it, as user events. */
sealed interface SecurityEvent {
  /**
   * From here on data passes, and it is this peer's.
   *
   * @param muxer what was agreed on along with the proof, if anything
   */
  record Proven(PublicKey key, Optional<String> muxer) implements SecurityEvent {}

  /** The peer took leave: what came before is all that it has sent. */
  record Ended() implements SecurityEvent {}

  /**
   * The connection is not to be trusted any further, and is closed.
   *
   * @param reason where it is no link yet
   * @param detail the words of the layer, to be counted
   */
  record Failed(Reason reason, String detail) implements SecurityEvent {}
}
