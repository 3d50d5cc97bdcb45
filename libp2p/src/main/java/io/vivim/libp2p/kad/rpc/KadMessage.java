package io.vivim.libp2p.kad.rpc;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.peer.PeerId;
import io.vivim.libp2p.wire.WireException;
import java.util.List;
import java.util.Optional;

/**
 * What a peer of a DHT asks or answers (libp2p specifications, "kad-dht").
 *
 * @param key that it is about: a peer id's bytes, a record's key, a multihash; empty in a ping
 * @param closer peers near the key
 * @param providers peers that have what the key stands for
 */
public record KadMessage(
    Kind kind,
    Bytes key,
    Optional<KadRecord> record,
    List<KadPeer> closer,
    List<KadPeer> providers) {
  public static final KadMessage PING =
      new KadMessage(Kind.PING, Bytes.EMPTY, Optional.empty(), List.of(), List.of());

  public KadMessage {
    closer = List.copyOf(closer);
    providers = List.copyOf(providers);
  }

  /** Asks about a key, and says nothing itself. */
  public static KadMessage about(Kind kind, Bytes key) {
    return new KadMessage(kind, key, Optional.empty(), List.of(), List.of());
  }

  /** Asks where a peer is. */
  public static KadMessage find(PeerId peer) {
    return about(Kind.FIND_NODE, peer.bytes());
  }

  /** Asks to keep a record; who does answers the same. */
  public static KadMessage put(KadRecord record) {
    return new KadMessage(Kind.PUT_VALUE, record.key(), Optional.of(record), List.of(), List.of());
  }

  /** Tells that somebody has what a key stands for. */
  public static KadMessage provide(Bytes key, KadPeer provider) {
    return new KadMessage(Kind.ADD_PROVIDER, key, Optional.empty(), List.of(), List.of(provider));
  }

  /** The message in these bytes. */
  public static KadMessage decode(Bytes bytes, MessageLimits limits) throws WireException {
    return new MessageReader(limits).read(bytes);
  }

  /** Its bytes, without a length before them. */
  public Bytes encode() {
    return MessageWriter.write(this);
  }

  /** The same with peers that are near, and those that provide. */
  public KadMessage with(List<KadPeer> near, List<KadPeer> providing) {
    return new KadMessage(kind, key, record, near, providing);
  }

  /** The same with a record. */
  public KadMessage with(KadRecord found) {
    return new KadMessage(kind, key, Optional.of(found), closer, providers);
  }
}
