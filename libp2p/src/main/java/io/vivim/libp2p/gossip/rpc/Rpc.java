package io.vivim.libp2p.gossip.rpc;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.wire.WireException;
import java.util.List;

/**
 * What one peer says to another at once.
 *
 * @param wanted ids of messages that are asked for (IWANT)
 * @param grafts topics in whose mesh the peer has put us
 * @param unwanted ids of messages not to be sent any more (IDONTWANT)
 */
public record Rpc(
    List<Subscription> subscriptions,
    List<GossipMessage> messages,
    List<Ihave> ihaves,
    List<Bytes> wanted,
    List<String> grafts,
    List<Prune> prunes,
    List<Bytes> unwanted) {
  public Rpc {
    subscriptions = List.copyOf(subscriptions);
    messages = List.copyOf(messages);
    ihaves = List.copyOf(ihaves);
    wanted = List.copyOf(wanted);
    grafts = List.copyOf(grafts);
    prunes = List.copyOf(prunes);
    unwanted = List.copyOf(unwanted);
  }

  /** One message and nothing else. */
  public static Rpc of(GossipMessage message) {
    return new Rpc(
        List.of(), List.of(message), List.of(), List.of(), List.of(), List.of(), List.of());
  }

  /** What a peer is told of topics, and nothing else. */
  public static Rpc of(List<Subscription> subscriptions) {
    return new Rpc(subscriptions, List.of(), List.of(), List.of(), List.of(), List.of(), List.of());
  }

  /** The RPC in these bytes. */
  public static Rpc decode(Bytes bytes, RpcLimits limits) throws WireException {
    return new RpcReader(limits).read(bytes);
  }

  /** Its bytes, without a length before them. */
  public Bytes encode() {
    return RpcWriter.write(this);
  }

  /** The same in several RPCs, none of which is large but for a message in it. */
  public List<Rpc> parts() {
    return RpcParts.of(this);
  }

  /** What it says besides messages. */
  public Rpc withoutMessages() {
    return messages.isEmpty()
        ? this
        : new Rpc(subscriptions, List.of(), ihaves, wanted, grafts, prunes, unwanted);
  }

  /** Whether it says more than messages. */
  public boolean hasControl() {
    return !(subscriptions.isEmpty()
        && ihaves.isEmpty()
        && wanted.isEmpty()
        && grafts.isEmpty()
        && prunes.isEmpty()
        && unwanted.isEmpty());
  }

  public boolean isEmpty() {
    return messages.isEmpty() && !hasControl();
  }
}
