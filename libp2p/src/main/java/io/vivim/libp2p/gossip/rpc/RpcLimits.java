package io.vivim.libp2p.gossip.rpc;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.wire.WireException;
import io.vivim.libp2p.wire.WireReason;

/**
 * What one RPC may hold; one with more is refused whole.
 *
 * @param rpcBytes in all
 * @param messageBytes in a message, with its topic, signature and key
 * @param messages in an RPC
 * @param subscriptions said or taken back in an RPC
 * @param ids of messages, in all control messages together
 * @param idBytes in each
 * @param controls control messages of each kind
 * @param peersPerPrune that whoever prunes us may name
 * @param recordBytes in the record of each
 * @param topicBytes in a topic's name, as UTF-8
 */
public record RpcLimits(
    int rpcBytes,
    int messageBytes,
    int messages,
    int subscriptions,
    int ids,
    int idBytes,
    int controls,
    int peersPerPrune,
    int recordBytes,
    int topicBytes) {
  private static final int MIB = 1 << 20;

  /** What most implementations send at most, with some room. */
  public static final RpcLimits DEFAULT =
      new RpcLimits(MIB, MIB, 8192, 4096, 20_000, 256, 4096, 64, 16 * 1024, 1024);

  /** The same for messages of up to so many bytes. */
  public RpcLimits withBytes(int inRpc, int inMessage) {
    return new RpcLimits(
        inRpc,
        inMessage,
        messages,
        subscriptions,
        ids,
        idBytes,
        controls,
        peersPerPrune,
        recordBytes,
        topicBytes);
  }

  /** Whether a topic may have this name. */
  public boolean takes(String topic) {
    // No character has more than three bytes.
    return topic.length() <= topicBytes
        && (topic.length() * 3 <= topicBytes || Bytes.utf8(topic).size() <= topicBytes);
  }

  String topic(String name) throws WireException {
    if (!takes(name)) {
      throw new WireException(WireReason.TOO_LARGE, 0);
    }
    return name;
  }

  Bytes id(Bytes id) throws WireException {
    if (id.size() > idBytes) {
      throw new WireException(WireReason.TOO_LARGE, 0);
    }
    return id;
  }
}
