package io.vivim.libp2p.gossip.router;

import java.util.Arrays;
import java.util.List;

/** The protocol that a peer of pubsub speaks; each knows what those before it know. */
public enum Speaks {
  FLOODSUB("/floodsub/1.0.0"),
  MESH_1_0("/meshsub/1.0.0"),
  MESH_1_1("/meshsub/1.1.0"),
  MESH_1_2("/meshsub/1.2.0");

  private final String protocol;

  Speaks(String protocol) {
    this.protocol = protocol;
  }

  public String protocol() {
    return protocol;
  }

  /** All of them, the dearest first. */
  public static List<String> protocols() {
    return List.of(MESH_1_2.protocol, MESH_1_1.protocol, MESH_1_0.protocol, FLOODSUB.protocol);
  }

  /** What somebody speaks on a stream of this protocol. */
  public static Speaks of(String protocol) {
    return Arrays.stream(values())
        .filter(each -> each.protocol.equals(protocol))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no pubsub: " + protocol));
  }

  boolean hasMesh() {
    return this != FLOODSUB;
  }

  boolean exchangesPeers() {
    return compareTo(MESH_1_1) >= 0;
  }

  boolean knowsUnwanted() {
    return compareTo(MESH_1_2) >= 0;
  }
}
