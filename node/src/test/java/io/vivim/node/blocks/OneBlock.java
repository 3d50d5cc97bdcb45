package io.vivim.node.blocks;

import io.vivim.blockbuilder.Block;
import io.vivim.blockbuilder.BlockBuilder;
import io.vivim.blockbuilder.BlockLimits;
import io.vivim.blockbuilder.BuiltLogs;
import io.vivim.codec.Bytes;
import io.vivim.codec.Multihash;
import io.vivim.did.SigningKey;
import io.vivim.events.EventId;
import io.vivim.events.EventType;
import io.vivim.events.LogScope;
import io.vivim.store.Store;
import java.time.Instant;
import java.util.List;

/** A block of a public log, with one event. */
final class OneBlock {
  private OneBlock() {}

  /** Makes it in a store that has none. */
  static Block in(Store store, SigningKey key) {
    BlockBuilder.prepare(store);
    BuiltLogs logs = new BuiltLogs(store, store, key, BlockLimits.DEFAULT);
    Instant now = Instant.parse("2026-11-30T10:00:00Z");
    EventId event = new EventId(Multihash.sha256(Bytes.utf8("event")).digest());
    EventType type = EventType.parse("acu:create").orElseThrow();
    logs.add(new BuiltLogs.Taken(1, event, type, LogScope.PUBLIC, 500), now);
    List<Block> made = logs.finish(now);
    if (made.size() != 1) {
      throw new IllegalStateException("blocks: " + made.size());
    }
    return made.get(0);
  }
}
