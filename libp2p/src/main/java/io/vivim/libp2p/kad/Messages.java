package io.vivim.libp2p.kad;

import io.vivim.codec.Bytes;
import io.vivim.codec.Varint;
import io.vivim.libp2p.kad.rpc.KadMessage;
import io.vivim.libp2p.kad.rpc.MessageLimits;
import io.vivim.libp2p.wire.DelimitedReader;
import io.vivim.libp2p.wire.WireException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** The messages that come on one stream. */
final class Messages {
  private final MessageLimits limits;
  private final DelimitedReader frames;

  Messages(MessageLimits limits) {
    this.limits = limits;
    this.frames = new DelimitedReader(limits.messageBytes());
  }

  /** Those that are whole now. */
  List<KadMessage> take(ByteBuffer came) throws WireException {
    List<KadMessage> messages = new ArrayList<>();
    for (Bytes frame : frames.receive(came)) {
      messages.add(KadMessage.decode(frame, limits));
    }
    return messages;
  }

  /** A message with its length before it. */
  static ByteBuffer frame(KadMessage message) {
    Bytes encoded = message.encode();
    return ByteBuffer.wrap(Bytes.concat(Varint.encode(encoded.size()), encoded).toArray());
  }
}
