package io.vivim.libp2p.gossip.rpc;

import io.vivim.codec.Bytes;
import java.util.List;

/** Which messages of a topic a peer has, lately. */
public record Ihave(String topic, List<Bytes> ids) {
  public Ihave {
    ids = List.copyOf(ids);
  }
}
