package io.vivim.libp2p.noise;

import io.vivim.codec.Bytes;
import java.util.List;

/**
 * What a peer says along with its proof.
 *
 * @param certificateHashes of certificates that a listener uses on WebTransport, multihashes
 * @param muxers the protocols that can carry streams on this connection, the dearest first; none
 *     where they are agreed on later
 */
public record NoiseExtensions(List<Bytes> certificateHashes, List<String> muxers) {
  public static final NoiseExtensions NONE = new NoiseExtensions(List.of(), List.of());

  public NoiseExtensions {
    certificateHashes = List.copyOf(certificateHashes);
    muxers = List.copyOf(muxers);
  }

  /** Muxers alone. */
  public static NoiseExtensions ofMuxers(List<String> muxers) {
    return new NoiseExtensions(List.of(), muxers);
  }

  boolean isEmpty() {
    return certificateHashes.isEmpty() && muxers.isEmpty();
  }
}
