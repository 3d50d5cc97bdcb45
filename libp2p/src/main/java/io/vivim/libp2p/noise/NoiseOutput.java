package io.vivim.libp2p.noise;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.peer.PublicKey;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a handshake asks of whoever runs it, to be done in order. */
public sealed interface NoiseOutput {
  /** These bytes go to the peer, as they are. */
  record Send(Bytes bytes) implements NoiseOutput {}

  /**
   * The handshake is over, and the peer has proven who it is. What the input still holds, and all
   * that comes after it, is sealed.
   *
   * @param peer the peer's key
   * @param muxer what carries the streams; null where that is to be agreed on over the sealed
   *     connection
   * @param certificateHashes those that the peer named
   * @param outbound seals what goes to the peer
   * @param inbound opens what comes from it
   */
  record Done(
      PublicKey peer,
      @Nullable String muxer,
      List<Bytes> certificateHashes,
      NoiseCipher outbound,
      NoiseCipher inbound)
      implements NoiseOutput {}

  /** The handshake is over, and the connection is to be closed without a word. */
  record Failed(NoiseError error) implements NoiseOutput {}
}
