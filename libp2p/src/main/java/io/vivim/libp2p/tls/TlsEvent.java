package io.vivim.libp2p.tls;

import io.vivim.libp2p.peer.PeerId;
import io.vivim.libp2p.peer.PublicKey;
import java.util.Optional;

/**
 * What {@link TlsSecurity}'s handlers tell the handlers behind them, as user events: first {@link
 * Secured} or {@link Failed}, and after the former at most one of the others. Where we close the
 * channel ourselves, nothing more is told.
 */
public sealed interface TlsEvent {
  /**
   * From here on data passes, and it is this peer's.
   *
   * @param key the peer's, which it has proven to have
   * @param muxer agreed on with the handshake; where there is none, multistream-select finds one
   */
  record Secured(PublicKey key, Optional<String> muxer) implements TlsEvent {
    public PeerId peer() {
      return key.peerId();
    }
  }

  /** The peer took leave: what came before is all that it has sent. The channel gets closed. */
  record Ended() implements TlsEvent {}

  /**
   * The channel gets closed, and nobody can say whether there would have been more data.
   *
   * @param detail for people, in the words of whichever library has failed
   */
  record Failed(TlsReason reason, String detail) implements TlsEvent {}
}
