package io.vivim.eventlog;

import io.vivim.codec.Bytes;
import io.vivim.did.DidKey;
import io.vivim.events.EventId;
import io.vivim.events.LogScope;
import io.vivim.store.KeyRange;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * The keys of the event log, all big-endian.
 *
 * <pre>
 *   01 00 | name                       meta: "id", "head", "bytes", "floor", "purge",
 *                                      "dropped"
 *   01 01 | position 8                 an event: {@link LogRecord}
 *   01 02 | event id 32                {@link IdEntry}
 *   01 03 | chain 16 | ~seq 8          position 8 of the first event at this place of a signer's log
 *   01 04 | {@link IndexKey}           nothing: the key says it all
 *   01 05 | arrival 8                  an event that waits: {@link HeldRecord}
 *   01 06 | target 32                  nothing: the target has erase marks
 *   01 06 | target 32 | erase 32       1: the erase event names this target
 *   01 07 | chain 16 | seq 8 | id 32 | kind 1   {@link Evidence}: the id of the other event
 *   01 08 | signer 32                  events 8, removals 8
 *   01 09 | missing event id 32        nothing: events name this one as prev, and it is not here
 *   01 09 | missing event id 32 | id 32   nothing: this event names the missing one as prev
 * </pre>
 *
 * A chain is the first 16 bytes of the SHA-256 of the signer's key and the scope's text.
 */
final class LogKeys {
  static final String LAYOUT = "event-log";
  static final int LAYOUT_VERSION = 2;

  static final byte SPACE = 0x01;
  static final byte META = 0x00;
  static final byte EVENT = 0x01;
  static final byte ID = 0x02;
  static final byte CHAIN = 0x03;
  static final byte INDEX = 0x04;
  static final byte HELD = 0x05;
  static final byte ERASE = 0x06;
  static final byte EVIDENCE = 0x07;
  static final byte SIGNER = 0x08;
  static final byte GAP = 0x09;

  static final int CHAIN_BYTES = 16;

  private static final int TABLE_BYTES = 2;

  private LogKeys() {}

  /** All keys of one table. */
  static KeyRange table(byte table) {
    return KeyRange.startingWith(Bytes.owning(new byte[] {SPACE, table}));
  }

  static Bytes meta(String name) {
    byte[] text = name.getBytes(StandardCharsets.UTF_8);
    return Bytes.owning(begin(META, text.length).put(text).array());
  }

  static Bytes event(long position) {
    return Bytes.owning(begin(EVENT, Long.BYTES).putLong(position).array());
  }

  static Bytes id(EventId id) {
    return keyOf(ID, id.digest());
  }

  /** The place of {@code seq} in a chain; the highest seq comes first. */
  static Bytes chain(Bytes chain, long seq) {
    return Bytes.owning(
        begin(CHAIN, CHAIN_BYTES + Long.BYTES).put(chain.toArray()).putLong(~seq).array());
  }

  static KeyRange chain(Bytes chain) {
    return KeyRange.startingWith(keyOf(CHAIN, chain));
  }

  static Bytes held(long arrival) {
    return Bytes.owning(begin(HELD, Long.BYTES).putLong(arrival).array());
  }

  static Bytes eraseTarget(EventId target) {
    return keyOf(ERASE, target.digest());
  }

  static Bytes erase(EventId target, EventId erase) {
    return keyOf(ERASE, Bytes.concat(target.digest(), erase.digest()));
  }

  /** What begins the evidence at one place of a chain. */
  static Bytes evidence(Bytes chain, long seq) {
    return Bytes.owning(
        begin(EVIDENCE, CHAIN_BYTES + Long.BYTES).put(chain.toArray()).putLong(seq).array());
  }

  static Bytes evidence(Bytes chain, long seq, EventId id, int kind) {
    return Bytes.owning(
        begin(EVIDENCE, CHAIN_BYTES + Long.BYTES + EventId.DIGEST_BYTES + 1)
            .put(chain.toArray())
            .putLong(seq)
            .put(id.digest().toArray())
            .put((byte) kind)
            .array());
  }

  static Bytes signer(DidKey signer) {
    return keyOf(SIGNER, signer.publicKey());
  }

  static Bytes gap(EventId missing) {
    return keyOf(GAP, missing.digest());
  }

  static Bytes gap(EventId missing, EventId follower) {
    return keyOf(GAP, Bytes.concat(missing.digest(), follower.digest()));
  }

  static Bytes chainOf(DidKey signer, LogScope scope) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      sha256.update(signer.publicKey().toArray());
      sha256.update(scope.text().getBytes(StandardCharsets.UTF_8));
      return Bytes.copyOf(sha256.digest(), 0, CHAIN_BYTES);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  /** The last eight bytes of a key or value as a number. */
  static long lastLong(Bytes bytes) {
    return bytes.longAt(bytes.size() - Long.BYTES);
  }

  static Bytes ofLong(long number) {
    return Bytes.owning(ByteBuffer.allocate(Long.BYTES).putLong(number).array());
  }

  private static Bytes keyOf(byte table, Bytes rest) {
    return Bytes.concat(Bytes.owning(new byte[] {SPACE, table}), rest);
  }

  static ByteBuffer begin(byte table, int size) {
    return ByteBuffer.allocate(TABLE_BYTES + size).put(SPACE).put(table);
  }
}
