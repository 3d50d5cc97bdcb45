package io.vivim.statemachine.model;

import io.vivim.codec.Bytes;
import io.vivim.codec.DagCborReader;
import io.vivim.codec.Ipld;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;

/**
 * What there may be many of in an entity, such as the values of a field: bytes under keys, each to
 * be changed without touching the others. Few of them lie within their entity; many are stored one
 * by one, and then only those are read that somebody asks for.
 */
public final class Elements {
  public static final Elements NONE = new Elements(null, TreePMap.empty(), 0, 0);

  private static final Bytes GONE = Bytes.EMPTY;

  /** The element of a key that is there and says no more. */
  private static final Bytes THERE = Bytes.owning(new byte[] {1});

  /** A key with it is the next one. */
  private static final Bytes NEXT = Bytes.owning(new byte[1]);

  private final @Nullable Stored stored;

  /** All elements; or, where some are stored, those that are otherwise now. Never changed. */
  private final NavigableMap<Bytes, Bytes> own;

  private final long bytes;
  private final long disputed;

  /** Elements that are stored one by one. */
  public interface Stored {
    Optional<Bytes> get(Bytes key);

    /** Those that there is room for. */
    NavigableMap<Bytes, Bytes> all(Room room);

    /** Those up to and without a short key, and long ones, that there is room for. */
    NavigableMap<Bytes, Bytes> below(Bytes end, Room room);

    /** Those from a short key up to and without another one that there is room for. */
    NavigableMap<Bytes, Bytes> in(Bytes from, Bytes to, Room room);

    /** The first of those. */
    Optional<Map.Entry<Bytes, Bytes>> firstIn(Bytes from, Bytes to);
  }

  private Elements(
      @Nullable Stored stored, NavigableMap<Bytes, Bytes> own, long bytes, long disputed) {
    this.stored = stored;
    this.own = own;
    this.bytes = bytes;
    this.disputed = disputed;
  }

  /**
   * Those that are stored.
   *
   * @param bytes what keys and elements come to
   * @param disputed how many disputes there are
   */
  public static Elements stored(Stored stored, long bytes, long disputed) {
    return new Elements(stored, TreePMap.empty(), bytes, disputed);
  }

  /**
   * Keys that say no more than that they are there.
   *
   * @param keys one behind the other
   * @param size of each
   */
  public static Elements ofKeys(Bytes keys, int size) {
    NavigableMap<Bytes, Bytes> own = new TreeMap<>();
    for (int at = 0; at < keys.size(); at += size) {
      own.put(keys.slice(at, at + size), THERE);
    }
    return new Elements(null, own, (long) own.size() * (size + THERE.size()), 0);
  }

  /** An element; empty where there is none. */
  public Bytes get(Bytes key) {
    @Nullable Bytes known = own.isEmpty() ? null : own.get(key);
    if (known == null && stored != null) {
      return stored.get(key).orElse(GONE);
    }
    return known == null ? GONE : known;
  }

  /**
   * With another element under a key.
   *
   * @param before the one that is there, empty where there is none
   * @param after the one to be there, empty where there is to be none
   * @param disputes how many disputes this adds, or takes away
   */
  public Elements with(Bytes key, Bytes before, Bytes after, int disputes) {
    if (before.equals(after)) {
      return this;
    }
    long weight = bytes - size(key, before) + size(key, after);
    return new Elements(stored, changed(key, after), weight, disputed + disputes);
  }

  /** With a sign under a key, or without one: it stands beside the elements and weighs nothing. */
  Elements withSign(Bytes key, Bytes sign) {
    return new Elements(stored, changed(key, sign), bytes, disputed);
  }

  private TreePMap<Bytes, Bytes> changed(Bytes key, Bytes after) {
    boolean isForgotten = after.isEmpty() && stored == null;
    // What is only read is not made a tree of that can be shared.
    TreePMap<Bytes, Bytes> tree =
        own instanceof TreePMap<Bytes, Bytes> shared ? shared : TreePMap.fromSortedMap(own);
    return isForgotten ? tree.minus(key) : tree.plus(key, after);
  }

  /** With a key that says no more than that it is there. */
  public Elements plus(Bytes key) {
    return with(key, get(key), THERE, 0);
  }

  /** Without a key, if it is there. */
  public Elements minus(Bytes key) {
    return with(key, get(key), GONE, 0);
  }

  public boolean contains(Bytes key) {
    return !get(key).isEmpty();
  }

  /** What one of the keys comes to that {@link #plus} adds. */
  public static int sizeOf(Bytes key) {
    return size(key, THERE);
  }

  private static int size(Bytes key, Bytes element) {
    return element.isEmpty() ? 0 : key.size() + element.size();
  }

  /** All elements in the order of their keys. */
  public SortedMap<Bytes, Bytes> all() {
    return stored == null ? own : changedBy(stored.all(Room.endless()), own);
  }

  /** Those that there is room for. */
  public SortedMap<Bytes, Bytes> all(Room room) {
    if (stored != null) {
      return changedBy(stored.all(room), own);
    }
    // Nearly always there is room for all of them.
    return room.take(bytes) ? own : fitting(own, room);
  }

  private static NavigableMap<Bytes, Bytes> changedBy(
      NavigableMap<Bytes, Bytes> stored, Map<Bytes, Bytes> own) {
    NavigableMap<Bytes, Bytes> all = new TreeMap<>(stored);
    own.forEach(
        (key, element) -> {
          if (element.isEmpty()) {
            all.remove(key);
          } else {
            all.put(key, element);
          }
        });
    return all;
  }

  /**
   * Those below a key that there is room for, in the order of their keys.
   *
   * @param end above all long keys
   */
  SortedMap<Bytes, Bytes> below(Bytes end, Room room) {
    return stored == null
        ? fitting(own.headMap(end), room)
        : changedBy(stored.below(end, room), own.headMap(end));
  }

  /** Those from a key up to and without another one. */
  SortedMap<Bytes, Bytes> in(Bytes from, Bytes to) {
    return in(from, to, Room.endless());
  }

  /** Those of them that there is room for. */
  SortedMap<Bytes, Bytes> in(Bytes from, Bytes to, Room room) {
    return stored == null
        ? fitting(own.subMap(from, to), room)
        : changedBy(stored.in(from, to, room), own.subMap(from, to));
  }

  private static SortedMap<Bytes, Bytes> fitting(SortedMap<Bytes, Bytes> all, Room room) {
    SortedMap<Bytes, Bytes> fitting = new TreeMap<>();
    for (Map.Entry<Bytes, Bytes> each : all.entrySet()) {
      if (!room.take(size(each.getKey(), each.getValue()))) {
        break;
      }
      fitting.put(each.getKey(), each.getValue());
    }
    return fitting;
  }

  /** The first of those that are there. */
  Optional<Map.Entry<Bytes, Bytes>> firstIn(Bytes from, Bytes to) {
    Bytes at = from;
    while (true) {
      Map.@Nullable Entry<Bytes, Bytes> changed = own.ceilingEntry(at);
      boolean isChanged = changed != null && changed.getKey().compareTo(to) < 0;
      Optional<Map.Entry<Bytes, Bytes>> there =
          stored == null ? Optional.empty() : stored.firstIn(at, to);
      if (changed == null
          || !isChanged
          || there.filter(e -> e.getKey().compareTo(changed.getKey()) < 0).isPresent()) {
        return there;
      } else if (!changed.getValue().isEmpty()) {
        return Optional.of(changed);
      }
      at = Bytes.concat(changed.getKey(), NEXT);
    }
  }

  /** Whether some are stored one by one. */
  public boolean isStored() {
    return stored != null;
  }

  /** Whether these and others are stored in one place. */
  public boolean isStoredWith(Elements others) {
    return stored != null && stored.equals(others.stored);
  }

  /** Those that are otherwise than they are stored, empty where they are gone. */
  public void forEachChange(BiConsumer<Bytes, Bytes> visitor) {
    own.forEach(visitor);
  }

  /**
   * Visits the keys that are there and were not, and those that were there and are not.
   *
   * @param before from which these come, or which come from elsewhere and are not stored
   */
  public void forEachChangeFrom(Elements before, BiConsumer<Bytes, Boolean> visitor) {
    if (stored != null) {
      own.forEach((key, element) -> visitor.accept(key, !element.isEmpty()));
      return;
    }
    SortedMap<Bytes, Bytes> were = before.all();
    own.keySet().stream()
        .filter(key -> !were.containsKey(key))
        .forEach(key -> visitor.accept(key, true));
    were.keySet().stream()
        .filter(key -> !own.containsKey(key))
        .forEach(key -> visitor.accept(key, false));
  }

  /** Whether keys and elements come to more than so many bytes. */
  public boolean exceeds(int most) {
    return bytes > most;
  }

  /** What keys and elements come to. */
  public long bytes() {
    return bytes;
  }

  /** How many disputes there are. */
  public long disputed() {
    return disputed;
  }

  boolean isDisputed() {
    return disputed > 0;
  }

  /**
   * The number of disputes, and then each key and its element; of those that come to more than so
   * many bytes only how many bytes that is.
   */
  Ipld encode(int most) {
    List<Ipld> parts = new ArrayList<>();
    parts.add(Ipld.of(disputed));
    if (exceeds(most)) {
      parts.add(Ipld.of(bytes));
    } else {
      all()
          .forEach(
              (key, element) -> {
                parts.add(Ipld.of(key));
                parts.add(Ipld.of(element));
              });
    }
    return new Ipld.Sequence(parts);
  }

  /**
   * What {@link #encode} gave, which comes next.
   *
   * @param stored where the elements lie that are not in it
   */
  static Elements read(DagCborReader from, Supplier<Stored> stored) {
    from.next();
    from.next();
    long disputed = from.number();
    NavigableMap<Bytes, Bytes> own = new TreeMap<>();
    long bytes = 0;
    boolean isStored = false;
    DagCborReader.Token token = from.next();
    while (token != DagCborReader.Token.END) {
      if (token == DagCborReader.Token.INT) {
        bytes = from.number();
        isStored = true;
      } else {
        Bytes key = from.bytes();
        from.next();
        Bytes element = from.bytes();
        own.put(key, element);
        bytes += size(key, element);
      }
      token = from.next();
    }
    return new Elements(isStored ? stored.get() : null, own, bytes, disputed);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Elements that
        && bytes == that.bytes
        && disputed == that.disputed
        && all().equals(that.all());
  }

  @Override
  public int hashCode() {
    return all().hashCode();
  }

  @Override
  public String toString() {
    return all().toString();
  }
}
