package io.vivim.eventlog;

import io.vivim.codec.Bytes;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventHeader;
import io.vivim.events.EventId;
import io.vivim.events.LogScope;
import io.vivim.events.Tag;
import io.vivim.events.Timestamp;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * The keys of the index: one entry for each value that an event can be found by, newest first.
 *
 * <pre>
 *   01 04 | field 1 | value 8 | ~timestamp 8 | first 8 bytes of the id | position 8
 * </pre>
 *
 * <p>Of a key or a CID the value is the first eight bytes of the public key or digest, of a text
 * the 64-bit FNV-1a hash of its UTF-8. Values may collide: what is found is compared with the event
 * itself. A signer that is the author has no entry of its own: DEVICE_AUTHOR and DEVICE hold the
 * events where the two differ.
 */
final class IndexKey {
  /** What is found by. */
  enum Field {
    TIME(0),
    /** The author, who signed as well. */
    AUTHOR(1),
    /** The author, where a device signed. */
    DEVICE_AUTHOR(2),
    /** The signer, where it is not the author. */
    DEVICE(3),
    TYPE(4),
    ENTITY(5),
    SCOPE(6),
    PARENT(7),
    TAG(8);

    private final int code;

    Field(int code) {
      this.code = code;
    }
  }

  static final int PREFIX_BYTES = 2 + 1 + Long.BYTES;

  /** The part that orders events, the same in every field. */
  static final int ORDER_BYTES = 3 * Long.BYTES;

  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private IndexKey() {}

  /** All entries of an event at a position. */
  static List<Bytes> of(DecodedEvent event, LogScope scope, long position) {
    EventHeader header = event.header();
    Bytes order = order(header.timestamp(), event.id(), position);
    List<Bytes> keys = new ArrayList<>(8);
    keys.add(key(Field.TIME, 0, order));
    if (header.signer().equals(header.author())) {
      keys.add(key(Field.AUTHOR, header.author().publicKey().longAt(0), order));
    } else {
      keys.add(key(Field.DEVICE_AUTHOR, header.author().publicKey().longAt(0), order));
      keys.add(key(Field.DEVICE, header.signer().publicKey().longAt(0), order));
    }
    keys.add(key(Field.TYPE, hash(header.type().name()), order));
    keys.add(key(Field.ENTITY, event.entity().prefix(), order));
    keys.add(key(Field.SCOPE, hash(scope.text()), order));
    if (header.parentId() != null) {
      keys.add(key(Field.PARENT, hash(header.parentId().bytes()), order));
    }
    keys.addAll(ofTags(event, position));
    return keys;
  }

  /** The entries of an event's tags, which go when its payload goes. */
  static Set<Bytes> ofTags(DecodedEvent event, long position) {
    Set<Bytes> keys = new LinkedHashSet<>();
    Bytes order = order(event.header().timestamp(), event.id(), position);
    for (Tag tag : event.tags()) {
      keys.add(key(Field.TAG, tagValue(tag.name(), tag.values().get(0)), order));
    }
    return keys;
  }

  static long tagValue(String name, String value) {
    return hash(name + '\0' + value);
  }

  static long hash(String text) {
    return hash(text.getBytes(StandardCharsets.UTF_8));
  }

  static long hash(Bytes bytes) {
    return hash(bytes.toArray());
  }

  private static long hash(byte[] bytes) {
    long hash = FNV_OFFSET;
    for (byte b : bytes) {
      hash = (hash ^ (b & 0xff)) * FNV_PRIME;
    }
    return hash;
  }

  /** What all entries of one value begin with. */
  static Bytes prefix(Field field, long value) {
    return Bytes.owning(
        LogKeys.begin(LogKeys.INDEX, 1 + Long.BYTES).put((byte) field.code).putLong(value).array());
  }

  private static Bytes key(Field field, long value, Bytes order) {
    return Bytes.concat(prefix(field, value), order);
  }

  static Field fieldOf(Bytes key) {
    int code = key.at(2);
    return Arrays.stream(Field.values()).filter(f -> f.code == code).findFirst().orElseThrow();
  }

  static Bytes order(Timestamp timestamp, EventId id, long position) {
    return Bytes.owning(
        ByteBuffer.allocate(ORDER_BYTES)
            .putLong(~timestamp.bits())
            .putLong(id.prefix())
            .putLong(position)
            .array());
  }

  /** The place before every event of this timestamp or an earlier one. */
  static Bytes atOrBefore(Timestamp timestamp) {
    return Bytes.owning(ByteBuffer.allocate(ORDER_BYTES).putLong(~timestamp.bits()).array());
  }

  /** The place behind every event of this timestamp, which is not the first of all. */
  static Bytes behind(Timestamp timestamp) {
    return atOrBefore(new Timestamp(timestamp.bits() - 1));
  }

  static Timestamp timestampOf(Bytes order) {
    return new Timestamp(~order.longAt(0));
  }

  static long positionOf(Bytes order) {
    return LogKeys.lastLong(order);
  }
}
