package io.vivim.libp2p.peer;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.wire.ProtobufReader;
import io.vivim.libp2p.wire.ProtobufWriter;
import io.vivim.libp2p.wire.WireException;
import org.jspecify.annotations.Nullable;

/**
 * The message around a public or a private key (peer-ids.md, keys): both fields, in this order, and
 * nothing else, since peer ids are made of its bytes.
 *
 * <pre>
 *   0x08 type   0x12 size data
 * </pre>
 */
record KeyMessage(KeyType type, Bytes data) {
  private static final int TYPE = 1;
  private static final int DATA = 2;

  static KeyMessage decode(Bytes bytes, int maxBytes) throws PeerException {
    @Nullable Long number = null;
    @Nullable Bytes data = null;
    try {
      ProtobufReader reader = ProtobufReader.of(bytes, maxBytes);
      while (reader.next()) {
        switch (reader.field()) {
          case TYPE -> number = reader.once().varint();
          case DATA -> data = reader.once().bytes();
          default -> throw new PeerException(PeerReason.NOT_CANONICAL);
        }
      }
    } catch (WireException e) {
      throw PeerException.of(e);
    }
    if (number == null || data == null) {
      throw new PeerException(PeerReason.PROTOBUF);
    }
    KeyType type = KeyType.of(number).orElseThrow(() -> new PeerException(PeerReason.KEY_TYPE));
    KeyMessage message = new KeyMessage(type, data.compact());
    if (!message.encode().equals(bytes)) {
      throw new PeerException(PeerReason.NOT_CANONICAL);
    }
    return message;
  }

  Bytes encode() {
    return new ProtobufWriter().varint(TYPE, type.number()).bytes(DATA, data).toBytes();
  }

  /** The type alone: the data may be a secret. */
  @Override
  public String toString() {
    return "KeyMessage[" + type + "]";
  }
}
