package io.vivim.statemachine;

import io.vivim.codec.Bytes;
import io.vivim.events.EventId;
import java.io.ByteArrayOutputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;
import java.util.TreeMap;

/** The hash tree of a scope as its page draws it, each node from all leaves anew. */
final class SlowTree {
  private static final int LEVELS = 3;

  private SlowTree() {}

  static Bytes root(Map<EventId, Bytes> leaves) {
    return node(new TreeMap<>(leaves), 0);
  }

  /** The node above these leaves, whose ids begin with the same bytes, so many. */
  private static Bytes node(Map<EventId, Bytes> leaves, int depth) {
    ByteArrayOutputStream input = new ByteArrayOutputStream();
    if (leaves.isEmpty()) {
      return Bytes.owning(new byte[32]);
    }
    input.write(LEVELS - depth);
    if (depth == LEVELS - 1) {
      leaves.values().forEach(leaf -> input.writeBytes(leaf.toArray()));
    } else {
      for (int next = 0; next < 256; next++) {
        Map<EventId, Bytes> below = new TreeMap<>();
        for (Map.Entry<EventId, Bytes> leaf : leaves.entrySet()) {
          if (leaf.getKey().digest().at(depth) == next) {
            below.put(leaf.getKey(), leaf.getValue());
          }
        }
        input.writeBytes(node(below, depth + 1).toArray());
      }
    }
    return Bytes.owning(sha256(input.toByteArray()));
  }

  private static byte[] sha256(byte[] input) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(input);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
