package io.vivim.libp2p.gossip.rpc;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.peer.PeerException;
import io.vivim.libp2p.peer.PeerId;
import io.vivim.libp2p.wire.ProtobufReader;
import io.vivim.libp2p.wire.WireException;
import io.vivim.libp2p.wire.WireReason;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Reads one RPC (libp2p specifications, "pubsub" and "gossipsub" 1.0 to 1.2).
 *
 * <pre>
 *   RPC       1 repeated { 1 subscribe  2 topic }   2 repeated message   3 control
 *   control   1 repeated ihave { 1 topic  2 repeated id }      2 repeated iwant { 1 repeated id }
 *             3 repeated graft { 1 topic }                     5 repeated idontwant { 1 repeated id }
 *             4 repeated prune { 1 topic  2 repeated { 1 peer id  2 signed record }  3 seconds }
 * </pre>
 */
final class RpcReader {
  /** A message that is much smaller than what it came in gets memory of its own. */
  private static final int MOST_TIMES_LARGER = 2;

  private final RpcLimits limits;
  private final List<Subscription> subscriptions = new ArrayList<>();
  private final List<GossipMessage> messages = new ArrayList<>();
  private final List<Ihave> ihaves = new ArrayList<>();
  private final List<Bytes> wanted = new ArrayList<>();
  private final List<String> grafts = new ArrayList<>();
  private final List<Prune> prunes = new ArrayList<>();
  private final List<Bytes> unwanted = new ArrayList<>();

  /** Ids that were read, in whatever they stood. */
  private int ids;

  /** Control messages that hold ids, which leave no other trace. */
  private int idLists;

  RpcReader(RpcLimits limits) {
    this.limits = limits;
  }

  Rpc read(Bytes bytes) throws WireException {
    ProtobufReader reader = ProtobufReader.of(bytes, limits.rpcBytes());
    while (reader.next()) {
      switch (reader.field()) {
        case 1 -> readSubscription(reader.bytes());
        case 2 -> readMessage(reader.bytes(), bytes.size());
        case 3 -> readControl(reader.once().bytes());
        default -> {}
      }
    }
    return new Rpc(subscriptions, messages, ihaves, wanted, grafts, prunes, unwanted);
  }

  private static void checkCount(int count, int most) throws WireException {
    if (count >= most) {
      throw new WireException(WireReason.TOO_LARGE, 0);
    }
  }

  private ProtobufReader inside(Bytes bytes) throws WireException {
    return ProtobufReader.of(bytes, limits.rpcBytes());
  }

  private void readSubscription(Bytes bytes) throws WireException {
    checkCount(subscriptions.size(), limits.subscriptions());
    ProtobufReader reader = inside(bytes);
    boolean isWanted = false;
    String topic = null;
    while (reader.next()) {
      switch (reader.field()) {
        case 1 -> isWanted = reader.once().varint() != 0;
        case 2 -> topic = limits.topic(reader.once().string());
        default -> {}
      }
    }
    if (topic != null) {
      subscriptions.add(new Subscription(topic, isWanted));
    }
  }

  private void readMessage(Bytes bytes, int frame) throws WireException {
    checkCount(messages.size(), limits.messages());
    boolean isSmall = (long) bytes.size() * MOST_TIMES_LARGER < frame;
    messages.add(GossipMessage.decode(isSmall ? bytes.compact() : bytes, limits));
  }

  private void readControl(Bytes bytes) throws WireException {
    ProtobufReader reader = inside(bytes);
    while (reader.next()) {
      switch (reader.field()) {
        case 1 -> readIhave(reader.bytes());
        case 2 -> readIds(reader.bytes(), wanted);
        case 3 -> readGraft(reader.bytes());
        case 4 -> readPrune(reader.bytes());
        case 5 -> readIds(reader.bytes(), unwanted);
        default -> {}
      }
    }
  }

  private void readIhave(Bytes bytes) throws WireException {
    checkCount(idLists++, limits.controls());
    ProtobufReader reader = inside(bytes);
    String topic = null;
    List<Bytes> had = new ArrayList<>();
    while (reader.next()) {
      switch (reader.field()) {
        case 1 -> topic = limits.topic(reader.once().string());
        case 2 -> had.add(readId(reader));
        default -> {}
      }
    }
    if (topic != null) {
      ihaves.add(new Ihave(topic, had));
    }
  }

  private void readIds(Bytes bytes, List<Bytes> into) throws WireException {
    checkCount(idLists++, limits.controls());
    ProtobufReader reader = inside(bytes);
    while (reader.next()) {
      if (reader.field() == 1) {
        into.add(readId(reader));
      }
    }
  }

  private Bytes readId(ProtobufReader reader) throws WireException {
    checkCount(ids++, limits.ids());
    return limits.id(reader.bytes()).compact();
  }

  private void readGraft(Bytes bytes) throws WireException {
    checkCount(grafts.size(), limits.controls());
    ProtobufReader reader = inside(bytes);
    while (reader.next()) {
      if (reader.field() == 1) {
        grafts.add(limits.topic(reader.once().string()));
      }
    }
  }

  private void readPrune(Bytes bytes) throws WireException {
    checkCount(prunes.size(), limits.controls());
    ProtobufReader reader = inside(bytes);
    String topic = null;
    List<Prune.Exchanged> peers = new ArrayList<>();
    OptionalLong backOff = OptionalLong.empty();
    while (reader.next()) {
      switch (reader.field()) {
        case 1 -> topic = limits.topic(reader.once().string());
        case 2 -> {
          checkCount(peers.size(), limits.peersPerPrune());
          Prune.Exchanged peer = readPeer(reader.bytes());
          if (peer != null) {
            peers.add(peer);
          }
        }
        case 3 -> backOff = OptionalLong.of(reader.once().varint());
        default -> {}
      }
    }
    if (topic != null) {
      prunes.add(new Prune(topic, peers, backOff));
    }
  }

  /** Nothing where it has no name that we can read. */
  private Prune.@Nullable Exchanged readPeer(Bytes bytes) throws WireException {
    ProtobufReader reader = inside(bytes);
    PeerId peer = null;
    Optional<Bytes> record = Optional.empty();
    while (reader.next()) {
      switch (reader.field()) {
        case 1 -> peer = peerId(reader.once().bytes());
        case 2 -> record = Optional.of(reader.once().bytes());
        default -> {}
      }
    }
    if (record.map(Bytes::size).orElse(0) > limits.recordBytes()) {
      throw new WireException(WireReason.TOO_LARGE, 0);
    }
    return peer == null ? null : new Prune.Exchanged(peer, record.map(Bytes::compact));
  }

  private static @Nullable PeerId peerId(Bytes bytes) {
    try {
      return PeerId.decode(bytes.compact());
    } catch (PeerException e) {
      return null;
    }
  }
}
