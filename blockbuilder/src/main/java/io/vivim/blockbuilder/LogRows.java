package io.vivim.blockbuilder;

import io.vivim.codec.Bytes;
import io.vivim.codec.Multihash;
import io.vivim.did.DidKey;
import io.vivim.events.EventId;
import io.vivim.store.KeyRange;
import java.nio.ByteBuffer;
import java.time.Instant;

/**
 * Where in the store the logs lie; drawn in docs/spec/store.md. A log is the first 16 bytes of the
 * SHA-256 of its origin.
 *
 * <pre>
 *   03 00 | log 16                          how far it came: size 8 | position 8 | height 8, of the next block
 *   03 01 | log 16 | level 1 | index 8      hashes of a tile, as many as there are
 *   03 02 | log 16 | index 8                entries of a bundle: digests of events 32, as many as there are
 *   03 03 | log 16 | event 32               index of its leaf 8
 *   03 04 | log 16 | height 8               block
 *   03 05 | log 16 | height 8               its checkpoint, with the signatures of witnesses
 *   03 06 | SHA-256 (builder) 16            position 8 of the event log up to which all is in blocks
 *   03 07 | log 16                          of another builder's log: height 8 of its last block | origin
 *   03 08 | log 16 | height 8               block of another builder's log
 *   03 09 | log 16 | SHA-256 (the two) 32   two blocks that contradict: length 8 of the first | both
 *   03 0a                                   position 8 up to which the event log was looked at for blocks
 *   03 0b | log 16 | SHA-256 (the two) 32   nothing: nobody was told of the two that contradict yet
 *   03 0c | log 16 | height 8 | SHA-256 32  block that is ahead: by its builder 1 | hashes 1 | hashes of its proof 32 each | block
 *   03 0d | time 8 | log 16                 origin of a log with a block that is ahead of our clock until then
 *   03 0e | log 16 | kind 1 | SHA-256 (witness) 32   what a witness cosigned and we have not: kind 1 | ours 8 | theirs 8 | origin, space, name
 *   03 0f | log 16                          height 8 of the first block of ours that no event of ours tells of
 * </pre>
 */
record LogRows(Bytes log) {
  static final byte SPACE = 3;

  private static final int PROGRESS = 0;
  private static final int TILE = 1;
  private static final int BUNDLE = 2;
  private static final int LEAF = 3;
  private static final int BLOCK = 4;
  private static final int CHECKPOINT = 5;

  private static final int PASSED = 6;
  private static final int KNOWN = 7;
  private static final int KNOWN_BLOCK = 8;
  private static final int FORK = 9;
  private static final int LOOKED = 10;
  private static final int UNTOLD = 11;
  private static final int AHEAD = 12;
  private static final int DUE = 13;
  private static final int DOUBT = 14;
  private static final int TOLD = 15;

  private static final int LOG_BYTES = 16;

  static LogRows of(LogOrigin origin) {
    return new LogRows(hash(origin.text()));
  }

  private static Bytes hash(String text) {
    return Multihash.sha256(Bytes.utf8(text)).digest().slice(0, LOG_BYTES).compact();
  }

  /** How far a builder came with all of its logs. */
  static Bytes passed(DidKey builder) {
    return new LogRows(hash(builder.toString())).key(PASSED, new byte[0]);
  }

  private Bytes key(int table, byte[] rest) {
    return Bytes.concat(table(table), log, Bytes.owning(rest));
  }

  Bytes progress() {
    return key(PROGRESS, new byte[0]);
  }

  Bytes tile(int level, long index) {
    return key(TILE, ByteBuffer.allocate(1 + Long.BYTES).put((byte) level).putLong(index).array());
  }

  Bytes bundle(long index) {
    return key(BUNDLE, number(index));
  }

  Bytes leaf(EventId event) {
    return key(LEAF, event.digest().toArray());
  }

  Bytes block(long height) {
    return key(BLOCK, number(height));
  }

  Bytes checkpoint(long height) {
    return key(CHECKPOINT, number(height));
  }

  Bytes known() {
    return key(KNOWN, new byte[0]);
  }

  Bytes knownBlock(long height) {
    return key(KNOWN_BLOCK, number(height));
  }

  Bytes fork(Bytes pairHash) {
    return key(FORK, pairHash.toArray());
  }

  KeyRange forks() {
    return KeyRange.startingWith(key(FORK, new byte[0]));
  }

  static KeyRange allProgress() {
    return KeyRange.startingWith(table(PROGRESS));
  }

  static LogRows ofProgress(Bytes key) {
    return new LogRows(key.from(table(PROGRESS).size()).compact());
  }

  static KeyRange allKnown() {
    return KeyRange.startingWith(table(KNOWN));
  }

  static KeyRange allForks() {
    return KeyRange.startingWith(table(FORK));
  }

  Bytes untold(Bytes pairHash) {
    return key(UNTOLD, pairHash.toArray());
  }

  static KeyRange allUntold() {
    return KeyRange.startingWith(table(UNTOLD));
  }

  /** The key of the pair that a key says is untold. */
  static Bytes forkOfUntold(Bytes key) {
    return Bytes.concat(table(FORK), key.from(table(UNTOLD).size()));
  }

  Bytes ahead(long height, Bytes blockHash) {
    return Bytes.concat(key(AHEAD, number(height)), blockHash);
  }

  KeyRange ahead() {
    return KeyRange.startingWith(key(AHEAD, new byte[0]));
  }

  Bytes due(Instant when) {
    return Bytes.concat(table(DUE), Bytes.owning(number(when.toEpochMilli())), log);
  }

  static KeyRange allDue() {
    return KeyRange.startingWith(table(DUE));
  }

  /** Milliseconds since 1970, of a key of something due. */
  static long dueTime(Bytes key) {
    return key.longAt(table(DUE).size());
  }

  Bytes doubt(int kind, String witness) {
    Bytes name = Multihash.sha256(Bytes.utf8(witness)).digest();
    return Bytes.concat(key(DOUBT, new byte[] {(byte) kind}), name);
  }

  static KeyRange allDoubts() {
    return KeyRange.startingWith(table(DOUBT));
  }

  Bytes told() {
    return key(TOLD, new byte[0]);
  }

  static Bytes looked() {
    return table(LOOKED);
  }

  private static Bytes table(int table) {
    return Bytes.owning(new byte[] {SPACE, (byte) table});
  }

  static byte[] number(long value) {
    return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
  }
}
