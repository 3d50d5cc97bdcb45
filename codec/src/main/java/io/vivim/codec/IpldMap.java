package io.vivim.codec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BiConsumer;

/** A map of the data model, its keys unique texts in canonical order: by size, then by bytes. */
public final class IpldMap implements Ipld {
  public static final IpldMap EMPTY = new IpldMap(new String[0], new Ipld[0]);

  private final String[] keys;
  private final Ipld[] values;

  /** Only for keys that are unique and in canonical order; takes both arrays over. */
  IpldMap(String[] keys, Ipld[] values) {
    this.keys = keys;
    this.values = values;
  }

  /** A map with the entries of {@code entries}, in whatever order they come. */
  public static IpldMap of(Map<String, ? extends Ipld> entries) {
    Builder builder = builder();
    entries.forEach(builder::put);
    return builder.build();
  }

  public static Builder builder() {
    return new Builder();
  }

  public int size() {
    return keys.length;
  }

  public Optional<Ipld> get(String key) {
    int index = Arrays.binarySearch(keys, key, Utf8::compareKeys);
    return index < 0 ? Optional.empty() : Optional.of(values[index]);
  }

  /** The keys in canonical order. */
  public List<String> keys() {
    return List.of(keys);
  }

  /** Visits the entries in canonical order. */
  public void forEach(BiConsumer<String, Ipld> visitor) {
    for (int i = 0; i < keys.length; i++) {
      visitor.accept(keys[i], values[i]);
    }
  }

  String keyAt(int index) {
    return keys[index];
  }

  Ipld valueAt(int index) {
    return values[index];
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof IpldMap that
        && Arrays.equals(keys, that.keys)
        && Arrays.equals(values, that.values);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(keys) + Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder("{");
    forEach((key, value) -> text.append(key).append(": ").append(value).append(", "));
    return text.append('}').toString();
  }

  /** Gathers entries in any order. */
  public static final class Builder {
    private final List<Entry> entries = new ArrayList<>();

    private record Entry(String key, Ipld value) {}

    private Builder() {}

    /**
     * Adds an entry.
     *
     * @throws IllegalArgumentException where a surrogate stands alone in the key
     */
    public Builder put(String key, Ipld value) {
      if (!Utf8.isWellFormed(key)) {
        throw new IllegalArgumentException("a surrogate stands alone");
      }
      entries.add(new Entry(key, Objects.requireNonNull(value)));
      return this;
    }

    /**
     * The map.
     *
     * @throws IllegalArgumentException where a key was put twice
     */
    public IpldMap build() {
      entries.sort((a, b) -> Utf8.compareKeys(a.key(), b.key()));
      String[] keys = new String[entries.size()];
      Ipld[] values = new Ipld[keys.length];
      for (int i = 0; i < keys.length; i++) {
        keys[i] = entries.get(i).key();
        values[i] = entries.get(i).value();
        if (i > 0 && keys[i].equals(keys[i - 1])) {
          throw new IllegalArgumentException("the key is there twice: " + keys[i]);
        }
      }
      return new IpldMap(keys, values);
    }
  }
}
