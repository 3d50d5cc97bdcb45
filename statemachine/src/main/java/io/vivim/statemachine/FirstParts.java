package io.vivim.statemachine;

import io.vivim.codec.Bytes;
import io.vivim.events.EventId;
import java.util.HashSet;
import java.util.Set;

/**
 * What the keys of a table begin with, so that most events ask no row. It is in memory as long as
 * it is not too much; from then on the rows are asked. Nothing is ever deleted from such a table.
 * The writer's.
 */
final class FirstParts {
  /** First parts of one table, or at the start rows of it, that are taken into memory. */
  static final int MAX_AT_HAND = 50_000;

  private final Rows rows;
  private final int table;
  private final int bytes;
  private final int most;
  private final Set<Bytes> atHand = new HashSet<>();
  private boolean areAllAtHand;

  private FirstParts(Rows rows, int table, int bytes, int most) {
    this.rows = rows;
    this.table = table;
    this.bytes = bytes;
    this.most = most;
    areAllAtHand = rows.visit(StateKeys.table(table), most, this::keep);
    letGoOfTooMany();
  }

  /**
   * Of a table whose keys begin with the ids of events.
   *
   * @param most how many may be in memory
   */
  static FirstParts ids(Rows rows, int table, int most) {
    return new FirstParts(rows, table, EventId.DIGEST_BYTES, most);
  }

  /** Of a table whose keys begin with a signer's log, or another hash. */
  static FirstParts hashes(Rows rows, int table, int most) {
    return new FirstParts(rows, table, StateKeys.HASH_BYTES, most);
  }

  private void keep(Bytes key) {
    int at = StateKeys.table(table).size();
    atHand.add(key.slice(at, at + bytes).compact());
  }

  /** Takes note of a row that is being written. */
  void add(Bytes first) {
    if (areAllAtHand) {
      atHand.add(first);
      letGoOfTooMany();
    }
  }

  private void letGoOfTooMany() {
    areAllAtHand = areAllAtHand && atHand.size() <= most;
    if (!areAllAtHand) {
      atHand.clear();
    }
  }

  boolean isEmpty() {
    return areAllAtHand && atHand.isEmpty();
  }

  boolean contains(Bytes first) {
    return areAllAtHand ? atHand.contains(first) : rows.isAny(StateKeys.key(table, first));
  }

  boolean contains(EventId first) {
    return contains(first.digest());
  }
}
