package io.vivim.statemachine;

import io.vivim.codec.Bytes;
import io.vivim.codec.DagCbor;
import io.vivim.codec.DagCborReader;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.statemachine.ElementRows.Part;
import io.vivim.statemachine.ElementRows.Place;
import io.vivim.statemachine.model.Elements;
import io.vivim.statemachine.model.Field;
import io.vivim.statemachine.model.Merge;
import io.vivim.statemachine.model.Room;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;

/**
 * The fields of an entity, by name and merge. Few lie within its row; of many each has a row of its
 * own, and then only those are read that somebody asks for.
 */
final class Fields {
  static final Fields NONE = new Fields(Elements.NONE, TreePMap.empty(), null);

  /**
   * Fields may come to so many times more than anything else in a row, or texts would lie apart.
   */
  private static final int SHARE = 16;

  /** By name the bytes of each, where they lie apart; else there are none. */
  private final Elements apart;

  /** All fields; or, where they lie apart, those that are otherwise now. */
  private final SortedMap<String, Map<Merge, Field>> own;

  /** Where it lies what is not in the entity's row; null where nothing lies there yet. */
  private final @Nullable Place place;

  private Fields(Elements apart, SortedMap<String, Map<Merge, Field>> own, @Nullable Place place) {
    this.apart = apart;
    this.own = own;
    this.place = place;
  }

  /** A field; no merges where there is none. */
  Map<Merge, Field> get(String name) {
    Map<Merge, Field> known = own.get(name);
    return known == null ? readApart(name) : known;
  }

  Fields with(String name, Map<Merge, Field> merges) {
    TreePMap<String, Map<Merge, Field>> others =
        own instanceof TreePMap<String, Map<Merge, Field>> tree
            ? tree
            : TreePMap.fromSortedMap(own);
    return new Fields(apart, others.plus(name, merges), place);
  }

  /** All of them. */
  SortedMap<String, Map<Merge, Field>> all() {
    return all(Room.endless());
  }

  /** Those that there is room for; there is for those that lie in the entity's row. */
  SortedMap<String, Map<Merge, Field>> all(Room room) {
    if (!apart.isStored()) {
      return own;
    }
    SortedMap<String, Map<Merge, Field>> all = new TreeMap<>();
    apart
        .all(room)
        .forEach(
            (key, element) -> {
              String name = new String(key.toArray(), StandardCharsets.UTF_8);
              all.put(name, read(name, element));
            });
    all.putAll(own);
    return all;
  }

  /** The names of those that may be otherwise than they were before, or not there any more. */
  Set<String> changed(Fields before) {
    if (apart.isStoredWith(before.apart)) {
      return own.keySet();
    }
    Set<String> names = new TreeSet<>(before.all().keySet());
    names.addAll(all().keySet());
    return names;
  }

  /** About how many of them writers disagree. */
  long disputed() {
    long disputed = apart.disputed();
    if (!apart.isStored()) {
      for (Map<Merge, Field> merges : own.values()) {
        disputed += disputes(merges);
      }
      return disputed;
    }
    for (Map.Entry<String, Map<Merge, Field>> each : own.entrySet()) {
      disputed += disputes(each.getValue()) - disputes(readApart(each.getKey()));
    }
    return disputed;
  }

  private Map<Merge, Field> readApart(String name) {
    return apart.isStored() ? read(name, apart.get(Bytes.utf8(name))) : Map.of();
  }

  private static int disputes(Map<Merge, Field> merges) {
    for (Field field : merges.values()) {
      if (field.isDisputed()) {
        return 1;
      }
    }
    return 0;
  }

  /** Whether they lie apart as such, or elements of one of those that are at hand are such. */
  boolean isAny(Predicate<Elements> such) {
    if (such.test(apart)) {
      return true;
    }
    for (Map<Merge, Field> merges : own.values()) {
      for (Field field : merges.values()) {
        if (field.elements().filter(such).isPresent()) {
          return true;
        }
      }
    }
    return false;
  }

  /** What lies in rows apart, without what was changed since. */
  Elements apart() {
    return apart;
  }

  /** Where each lies as it does in a row of its own; nothing changed is left beside it. */
  Elements elements(int mostBytes) {
    Elements all = apart;
    for (Map.Entry<String, Map<Merge, Field>> each : own.entrySet()) {
      Bytes name = Bytes.utf8(each.getKey());
      Bytes before = apart.get(name);
      int disputes = disputes(each.getValue()) - disputes(read(each.getKey(), before));
      all = all.with(name, before, encode(each.getValue(), mostBytes), disputes);
    }
    return all;
  }

  private static Bytes encode(Map<Merge, Field> merges, int mostBytes) {
    IpldMap.Builder each = IpldMap.builder();
    merges.forEach((merge, field) -> each.put(merge.text(), field.encode(mostBytes)));
    return DagCbor.encode(each.build());
  }

  /** What fields may come to in the row of their entity, where elements may come to so much. */
  static int most(int mostBytes) {
    return SHARE * mostBytes;
  }

  /** What {@link #decode} reads again, of {@link #elements}. */
  static Ipld encode(Elements fields, int mostBytes) {
    if (fields.exceeds(most(mostBytes))) {
      return Ipld.listOf(Ipld.of(fields.bytes()), Ipld.of(fields.disputed()));
    }
    IpldMap.Builder values = IpldMap.builder();
    fields
        .all()
        .forEach(
            (key, element) ->
                values.put(new String(key.toArray(), StandardCharsets.UTF_8), Ipld.of(element)));
    return values.build();
  }

  /** The fields that come next. */
  static Fields decode(DagCborReader from, Place place) {
    SortedMap<String, Map<Merge, Field>> own = new TreeMap<>();
    if (from.next() == DagCborReader.Token.LIST) {
      from.next();
      long bytes = from.number();
      from.next();
      Elements apart = Elements.stored(place.of(Part.FIELDS), bytes, from.number());
      from.next();
      return new Fields(apart, own, place);
    }
    while (from.next() == DagCborReader.Token.KEY) {
      String name = from.word();
      from.next();
      from.enterBytes();
      own.put(name, decode(name, from, place));
      from.next();
    }
    return new Fields(Elements.NONE, own, place);
  }

  private Map<Merge, Field> read(String name, Bytes element) {
    return element.isEmpty()
        ? Map.of()
        : decode(name, DagCborReader.overOwn(element), Objects.requireNonNull(place));
  }

  /** The field that comes next, by merge. */
  private static Map<Merge, Field> decode(String name, DagCborReader from, Place place) {
    from.next();
    Map<Merge, Field> merges = Map.of();
    while (from.next() == DagCborReader.Token.KEY) {
      Merge merge = Merge.named(from.word()).orElseThrow();
      Field field = merge.read(from, () -> place.of(name, merge));
      // Nearly always there is one.
      merges = merges.isEmpty() ? Map.of(merge, field) : with(merges, merge, field);
    }
    return merges;
  }

  private static Map<Merge, Field> with(Map<Merge, Field> merges, Merge merge, Field field) {
    Map<Merge, Field> more = new EnumMap<>(merges);
    more.put(merge, field);
    return more;
  }
}
