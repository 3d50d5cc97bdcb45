package io.vivim.libp2p.kad.rpc;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.wire.ProtobufWriter;

/** Writes one message; the form stands at {@link MessageReader}. */
final class MessageWriter {
  private MessageWriter() {}

  static Bytes write(KadMessage message) {
    ProtobufWriter writer = new ProtobufWriter();
    putNumber(writer, 1, message.kind().code());
    putBytes(writer, 2, message.key());
    message.record().ifPresent(record -> writer.bytes(3, write(record)));
    message.closer().forEach(peer -> writer.bytes(8, write(peer)));
    message.providers().forEach(peer -> writer.bytes(9, write(peer)));
    return writer.toBytes();
  }

  private static Bytes write(KadRecord record) {
    ProtobufWriter writer = new ProtobufWriter();
    putBytes(writer, 1, record.key());
    putBytes(writer, 2, record.value());
    putBytes(writer, 5, Bytes.utf8(record.received()));
    return writer.toBytes();
  }

  private static Bytes write(KadPeer peer) {
    ProtobufWriter writer = new ProtobufWriter().bytes(1, peer.id().bytes());
    peer.addresses().forEach(address -> writer.bytes(2, address.bytes()));
    putNumber(writer, 3, peer.connection().code());
    return writer.toBytes();
  }

  /** What is 0 or empty is not written, as protobuf has it. */
  private static void putNumber(ProtobufWriter writer, int field, int number) {
    if (number != 0) {
      writer.varint(field, number);
    }
  }

  private static void putBytes(ProtobufWriter writer, int field, Bytes bytes) {
    if (!bytes.isEmpty()) {
      writer.bytes(field, bytes);
    }
  }
}
