package io.vivim.statemachine.model;

import io.vivim.codec.Bytes;
import io.vivim.codec.DagCborReader;
import io.vivim.codec.Ipld;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.pcollections.TreePMap;

/**
 * What a field of many values is made of: bytes under keys, each to be changed without touching the
 * others. Few of them lie within their entity; many are stored one by one, and then only those are
 * read that somebody asks for.
 */
public final class Elements {
  static final Elements NONE = new Elements(null, TreePMap.empty(), 0, 0);

  private static final Bytes GONE = Bytes.EMPTY;

  private final @Nullable Stored stored;

  /** All elements; or, where some are stored, those that are otherwise now. */
  private final TreePMap<Bytes, Bytes> own;

  private final long bytes;
  private final long disputed;

  /** Elements that are stored one by one. */
  public interface Stored {
    Optional<Bytes> get(Bytes key);

    NavigableMap<Bytes, Bytes> all();
  }

  private Elements(@Nullable Stored stored, TreePMap<Bytes, Bytes> own, long bytes, long disputed) {
    this.stored = stored;
    this.own = own;
    this.bytes = bytes;
    this.disputed = disputed;
  }

  /** An element; empty where there is none. */
  Bytes get(Bytes key) {
    @Nullable Bytes known = own.get(key);
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
  Elements with(Bytes key, Bytes before, Bytes after, int disputes) {
    if (before.equals(after)) {
      return this;
    }
    boolean isForgotten = after.isEmpty() && stored == null;
    return new Elements(
        stored,
        isForgotten ? own.minus(key) : own.plus(key, after),
        bytes - size(key, before) + size(key, after),
        disputed + disputes);
  }

  private static long size(Bytes key, Bytes element) {
    return element.isEmpty() ? 0 : key.size() + element.size();
  }

  /** All elements in the order of their keys. */
  public SortedMap<Bytes, Bytes> all() {
    if (stored == null) {
      return own;
    }
    NavigableMap<Bytes, Bytes> all = new TreeMap<>(stored.all());
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

  /** Whether some are stored one by one. */
  public boolean isStored() {
    return stored != null;
  }

  /** Those that are otherwise than they are stored, empty where they are gone. */
  public void forEachChange(BiConsumer<Bytes, Bytes> visitor) {
    own.forEach(visitor);
  }

  /** Whether keys and elements come to more than so many bytes. */
  public boolean exceeds(int most) {
    return bytes > most;
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
  static Elements read(DagCborReader from, Stored stored) {
    from.next();
    from.next();
    long disputed = from.number();
    SortedMap<Bytes, Bytes> own = new TreeMap<>();
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
    return new Elements(isStored ? stored : null, TreePMap.fromSortedMap(own), bytes, disputed);
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
