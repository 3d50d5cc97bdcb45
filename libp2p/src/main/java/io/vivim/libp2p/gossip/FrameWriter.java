package io.vivim.libp2p.gossip;

import io.vivim.codec.Bytes;
import io.vivim.codec.Varint;
import io.vivim.libp2p.gossip.rpc.GossipMessage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A piece of a stream, with RPCs one behind the other; used again once it is written. */
final class FrameWriter extends ByteArrayOutputStream {
  private static final int FIRST_ROOM_BYTES = 4 * 1024;

  /** Field 2 of an RPC, which holds bytes. */
  private static final int MESSAGE_TAG = 0x12;

  FrameWriter() {
    super(FIRST_ROOM_BYTES);
  }

  /** An RPC that is written already. */
  void rpc(Bytes rpc) {
    put(Varint.encode(rpc.size()));
    put(rpc);
  }

  /** An RPC with one message, which is the only copy that is made of it. */
  void message(GossipMessage message) {
    Bytes encoded = message.encoded();
    Bytes size = Varint.encode(encoded.size());
    put(Varint.encode(1L + size.size() + encoded.size()));
    write(MESSAGE_TAG);
    put(size);
    put(encoded);
  }

  private void put(Bytes bytes) {
    try {
      bytes.writeTo(this);
    } catch (IOException e) {
      throw new IllegalStateException("memory takes everything", e);
    }
  }

  /** What is in it, in its own memory. */
  synchronized ByteBuffer content() {
    return ByteBuffer.wrap(buf, 0, count);
  }
}
