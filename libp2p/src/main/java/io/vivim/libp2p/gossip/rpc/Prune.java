package io.vivim.libp2p.gossip.rpc;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.peer.PeerId;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * That a peer has us in its mesh of a topic no more.
 *
 * @param peers whom to turn to instead
 * @param backOffSeconds how long not to come back
 */
public record Prune(String topic, List<Exchanged> peers, OptionalLong backOffSeconds) {
  /**
   * A peer that another one names.
   *
   * @param record its signed record, not opened yet
   */
  public record Exchanged(PeerId peer, Optional<Bytes> record) {}

  public Prune {
    peers = List.copyOf(peers);
  }
}
