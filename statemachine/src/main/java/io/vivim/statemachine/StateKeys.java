package io.vivim.statemachine;

import io.vivim.codec.Bytes;
import io.vivim.codec.Multihash;
import io.vivim.did.DidKey;
import io.vivim.events.EventId;
import io.vivim.events.LogScope;
import io.vivim.events.Timestamp;
import io.vivim.store.KeyRange;
import java.nio.ByteBuffer;

/**
 * Where in the store the state lies; drawn in docs/spec/store.md.
 *
 * <pre>
 *   02 | table | key…
 * </pre>
 */
final class StateKeys {
  static final byte SPACE = 2;
  static final int HASH_BYTES = 16;

  /** The tables, each the first byte behind the space. */
  static final int META = 0;

  static final int ENTITY = 1;
  static final int HISTORY = 2;
  static final int BY_KIND = 3;
  static final int BY_OWNER = 4;
  static final int BY_SCOPE = 5;
  static final int REFERENCE = 6;
  static final int CHILD = 7;
  static final int CONFLICT = 8;
  static final int FEED = 10;
  static final int FEED_OF = 11;
  static final int RELIES = 16;
  static final int REMOVES = 17;
  static final int UNTIL = 18;
  static final int ERASES = 19;
  static final int FORKED = 20;
  static final int GRANT = 21;
  static final int SUBJECT = 22;
  static final int REFOLDED = 23;
  static final int WATCHED = 24;
  static final int CITES = 25;
  static final int ELEMENT = 27;

  /** What a table comes to in a key, the space included. */
  static final int TABLE_BYTES = 2;

  private StateKeys() {}

  static Bytes table(int table) {
    return Bytes.owning(new byte[] {SPACE, (byte) table});
  }

  /** All rows of the state. */
  static KeyRange all() {
    return KeyRange.startingWith(Bytes.owning(new byte[] {SPACE}));
  }

  static Bytes key(int table, Bytes... parts) {
    Bytes[] all = new Bytes[parts.length + 1];
    all[0] = table(table);
    System.arraycopy(parts, 0, all, 1, parts.length);
    return Bytes.concat(all);
  }

  static Bytes meta(String name) {
    return key(META, Bytes.utf8(name));
  }

  static Bytes entity(EntityName entity) {
    ByteBuffer key = ByteBuffer.allocate(TABLE_BYTES + EntityName.KEY_BYTES).put(SPACE);
    entity.id().putTo(key.put((byte) ENTITY));
    return Bytes.owning(key.put(entity.scopeHash().toArray()).array());
  }

  /** The row of the entity that another row is about, whose key ends with the entity's name. */
  static Bytes entityOf(Bytes key) {
    return key(ENTITY, key.from(key.size() - EntityName.KEY_BYTES));
  }

  static Bytes history(EntityName entity, Timestamp time, EventId event) {
    return key(HISTORY, entity.key(), number(time.bits()), event.digest());
  }

  static Bytes history(EntityName entity) {
    return key(HISTORY, entity.key());
  }

  /** Says that an entity changed at a position of the log. */
  static Bytes refolded(long position, EntityName entity) {
    return key(REFOLDED, number(position), entity.key());
  }

  static Bytes pair(int table, EventId one, EventId other) {
    return key(table, one.digest(), other.digest());
  }

  static Bytes of(int table, EventId one) {
    return key(table, one.digest());
  }

  /** The id that ends a key. */
  static EventId lastId(Bytes key) {
    return new EventId(key.from(key.size() - EventId.DIGEST_BYTES).compact());
  }

  static Bytes number(long value) {
    return Bytes.owning(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
  }

  /** Orders later times first. */
  static Bytes backwards(Timestamp time) {
    return number(~time.bits());
  }

  /** Stands for a text in a key; whoever finds it compares the text itself. */
  static Bytes hash(String text) {
    return hash(Bytes.utf8(text));
  }

  /** Stands for a text in UTF-8. */
  static Bytes hash(Bytes text) {
    return Multihash.sha256(text).digest().slice(0, HASH_BYTES);
  }

  /** A signer's log of a scope. */
  static Bytes chain(DidKey signer, LogScope scope) {
    return Multihash.sha256(Bytes.concat(signer.publicKey(), Bytes.utf8(scope.text())))
        .digest()
        .slice(0, HASH_BYTES);
  }
}
