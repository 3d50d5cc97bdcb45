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
 *   01 04 | section and field 1 | value 8 | ~timestamp 8 | first 8 bytes of the id | position 8
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

  /**
   * Where an event's entries lie. Whoever may see public events alone is answered from entries of
   * such alone, so that a page neither ends nor takes longer by what is hidden.
   */
  enum Section {
    PUBLIC(0),
    OTHERS(0x40);

    private final int bits;

    Section(int bits) {
      this.bits = bits;
    }
  }

  private static final int FIELD_AT = 2;

  static final int PREFIX_BYTES = 2 + 1 + Long.BYTES;

  /** The part that orders events, the same in every field. */
  static final int ORDER_BYTES = 3 * Long.BYTES;

  private static final long FNV_OFFSET = 0xcbf29ce484222325L;
  private static final long FNV_PRIME = 0x100000001b3L;

  private IndexKey() {}

  /** All entries of an event at a position. */
  static List<Bytes> of(DecodedEvent event, LogScope scope, long position) {
    EventHeader header = event.header();
    Entries entries = Entries.of(event, position);
    entries.add(Field.TIME, 0);
    if (header.signer().equals(header.author())) {
      entries.add(Field.AUTHOR, header.author().publicKey().longAt(0));
    } else {
      entries.add(Field.DEVICE_AUTHOR, header.author().publicKey().longAt(0));
      entries.add(Field.DEVICE, header.signer().publicKey().longAt(0));
    }
    entries.add(Field.TYPE, hash(header.type().name()));
    entries.add(Field.ENTITY, event.entity().prefix());
    entries.add(Field.SCOPE, hash(scope.text()));
    if (header.parentId() != null) {
      entries.add(Field.PARENT, hash(header.parentId().bytes()));
    }
    entries.keys().addAll(ofTags(event, position));
    return entries.keys();
  }

  /** The entries of an event's tags, which go when its payload goes. */
  static Set<Bytes> ofTags(DecodedEvent event, long position) {
    Entries entries = Entries.of(event, position);
    for (Tag tag : event.tags()) {
      entries.add(Field.TAG, tagValue(tag.name(), tag.values().get(0)));
    }
    return new LinkedHashSet<>(entries.keys());
  }

  /** Gathers the entries of one event. */
  private record Entries(Section section, Bytes order, List<Bytes> keys) {
    static Entries of(DecodedEvent event, long position) {
      return new Entries(
          event.logScope().isPublic() ? Section.PUBLIC : Section.OTHERS,
          IndexKey.order(event.header().timestamp(), event.id(), position),
          new ArrayList<>(8));
    }

    void add(Field field, long value) {
      keys.add(Bytes.concat(prefix(section, field, value), order));
    }
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

  /** What all entries of one value in a section begin with. */
  static Bytes prefix(Section section, Field field, long value) {
    return Bytes.owning(
        LogKeys.begin(LogKeys.INDEX, 1 + Long.BYTES)
            .put((byte) (section.bits | field.code))
            .putLong(value)
            .array());
  }

  static Field fieldOf(Bytes key) {
    int code = key.at(FIELD_AT) & ~Section.OTHERS.bits;
    return Arrays.stream(Field.values()).filter(f -> f.code == code).findFirst().orElseThrow();
  }

  /** The same entry where it lay before there were sections. */
  static Bytes withoutSection(Bytes key) {
    byte[] bytes = key.toArray();
    bytes[FIELD_AT] = (byte) (bytes[FIELD_AT] & ~Section.OTHERS.bits);
    return Bytes.owning(bytes);
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
