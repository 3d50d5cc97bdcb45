package io.vivim.libp2p.kad.router;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.kad.rpc.KadPeer;
import java.util.List;
import java.util.Optional;

/**
 * What came of something that was wanted.
 *
 * @param peers that were found: the one that was looked for, the nearest, or providers
 * @param value that was found
 * @param kept how many others keep now what they were told
 * @param course how it went
 */
public record Outcome(List<KadPeer> peers, Optional<Bytes> value, int kept, Course course) {
  public Outcome {
    peers = List.copyOf(peers);
  }

  /**
   * How a lookup went.
   *
   * @param hops from us to whoever had what was looked for, or was the nearest
   * @param asked how many were asked
   * @param failed how many of them did not answer
   */
  public record Course(int hops, int asked, int failed) {}
}
