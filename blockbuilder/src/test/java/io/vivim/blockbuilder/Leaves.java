package io.vivim.blockbuilder;

import io.vivim.codec.Bytes;
import io.vivim.codec.Multihash;
import io.vivim.events.EventId;
import java.nio.ByteBuffer;

/** Events by number, as an event log would give them. */
final class Leaves {
  static final int BYTES = 500;

  private Leaves() {}

  static EventId event(long number) {
    Bytes bytes = Bytes.owning(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
    return new EventId(Multihash.sha256(bytes).digest());
  }

  /** The event at a position of the log, from 1. */
  static BlockBuilder.Leaf at(long position) {
    return new BlockBuilder.Leaf(position, event(position), BYTES);
  }
}
