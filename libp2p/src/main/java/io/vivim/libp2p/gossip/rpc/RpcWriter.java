package io.vivim.libp2p.gossip.rpc;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.wire.ProtobufWriter;
import java.util.List;

/** Writes one RPC; the form stands at {@link RpcReader}. */
final class RpcWriter {
  private RpcWriter() {}

  static Bytes write(Rpc rpc) {
    ProtobufWriter writer = new ProtobufWriter();
    for (Subscription each : rpc.subscriptions()) {
      ProtobufWriter one = new ProtobufWriter().varint(1, each.isWanted() ? 1 : 0);
      writer.bytes(1, one.string(2, each.topic()).toBytes());
    }
    for (GossipMessage message : rpc.messages()) {
      writer.bytes(2, message.encoded());
    }
    Bytes control = control(rpc);
    return (control.isEmpty() ? writer : writer.bytes(3, control)).toBytes();
  }

  private static Bytes control(Rpc rpc) {
    ProtobufWriter writer = new ProtobufWriter();
    for (Ihave ihave : rpc.ihaves()) {
      ProtobufWriter one = new ProtobufWriter().string(1, ihave.topic());
      ihave.ids().forEach(id -> one.bytes(2, id));
      writer.bytes(1, one.toBytes());
    }
    if (!rpc.wanted().isEmpty()) {
      writer.bytes(2, ids(rpc.wanted()));
    }
    for (String topic : rpc.grafts()) {
      writer.bytes(3, new ProtobufWriter().string(1, topic).toBytes());
    }
    for (Prune prune : rpc.prunes()) {
      writer.bytes(4, prune(prune));
    }
    if (!rpc.unwanted().isEmpty()) {
      writer.bytes(5, ids(rpc.unwanted()));
    }
    return writer.toBytes();
  }

  private static Bytes ids(List<Bytes> ids) {
    ProtobufWriter writer = new ProtobufWriter();
    ids.forEach(id -> writer.bytes(1, id));
    return writer.toBytes();
  }

  private static Bytes prune(Prune prune) {
    ProtobufWriter writer = new ProtobufWriter().string(1, prune.topic());
    for (Prune.Exchanged peer : prune.peers()) {
      ProtobufWriter one = new ProtobufWriter().bytes(1, peer.peer().bytes());
      peer.record().ifPresent(record -> one.bytes(2, record));
      writer.bytes(2, one.toBytes());
    }
    prune.backOffSeconds().ifPresent(seconds -> writer.varint(3, seconds));
    return writer.toBytes();
  }
}
