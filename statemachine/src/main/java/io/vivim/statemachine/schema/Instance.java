package io.vivim.statemachine.schema;

import io.vivim.codec.Bytes;
import io.vivim.codec.DagJson;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A value as schemas see it: numbers are exact and have one form, children have an index. Equal
 * where JSON Schema says so; the order is total and agrees with that, and means nothing else.
 */
final class Instance implements Comparable<Instance> {
  /** Characters of a text, or bytes, that count as one value. */
  private static final int CHARS_A_STEP = 16;

  private static final String[] NO_KEYS = {};
  private static final Instance[] NO_CHILDREN = {};

  private final Kind kind;

  /** A Boolean, BigDecimal, String or Bytes, as the kind says. */
  private final Object scalar;

  /** Sorted by {@link String#compareTo}; those of an object, child by child. */
  private final String[] keys;

  private final Instance[] children;
  private final int weight;

  private Instance(Kind kind, Object scalar, int weight) {
    this.kind = kind;
    this.scalar = scalar;
    this.keys = NO_KEYS;
    this.children = NO_CHILDREN;
    this.weight = weight;
  }

  private Instance(Kind kind, String[] keys, Instance[] children) {
    this.kind = kind;
    this.scalar = "";
    this.keys = keys;
    this.children = children;
    int sum = 1;
    for (Instance child : children) {
      sum += child.weight;
    }
    for (String key : keys) {
      sum += weightOf(key);
    }
    this.weight = sum;
  }

  /** The value; no more is read of it than the steps allow, at the price of its weight. */
  static Instance of(Ipld value, Steps steps) throws ExhaustedException {
    return of(value, steps, 0);
  }

  static Instance ofText(String text) {
    return new Instance(Kind.TEXT, text, weightOf(text));
  }

  private static Instance of(Ipld value, Steps steps, int depth) throws ExhaustedException {
    if (value instanceof Ipld.Sequence sequence) {
      return ofItems(sequence.values(), steps, depth + 1);
    }
    if (value instanceof IpldMap map) {
      return ofEntries(map, steps, depth + 1);
    }
    Instance leaf = ofLeaf(value);
    steps.charge(leaf.weight);
    return leaf;
  }

  private static Instance ofLeaf(Ipld value) {
    if (value instanceof Ipld.Text text) {
      return ofText(text.value());
    }
    if (value instanceof Ipld.Int number) {
      return new Instance(Kind.INTEGER, new BigDecimal(number.asBigInteger()), 1);
    }
    if (value instanceof Ipld.Float64 number) {
      return ofDouble(number);
    }
    if (value instanceof Ipld.Bool bool) {
      return new Instance(Kind.BOOLEAN, bool.value(), 1);
    }
    if (value instanceof Ipld.Binary binary) {
      return new Instance(Kind.BYTES, binary.value(), weightOf(binary.value().size()));
    }
    if (value instanceof Ipld.Link link) {
      Bytes cid = link.value().bytes();
      return new Instance(Kind.LINK, cid, weightOf(cid.size()));
    }
    return new Instance(Kind.NULL, "", 1);
  }

  /**
   * An integer as it is, and any other double as its shortest decimal. The digits are the codec's:
   * those of {@link Double#toString} differ between versions of Java.
   */
  private static Instance ofDouble(Ipld.Float64 number) {
    double value = number.value();
    if (value == Math.rint(value)) {
      return new Instance(Kind.INTEGER, new BigDecimal(value), 1);
    }
    return new Instance(Kind.FRACTION, new BigDecimal(DagJson.floatText(value)), 1);
  }

  private static Instance ofItems(List<Ipld> values, Steps steps, int depth)
      throws ExhaustedException {
    requireShallow(depth);
    steps.charge(1);
    Instance[] children = new Instance[values.size()];
    for (int i = 0; i < children.length; i++) {
      children[i] = of(values.get(i), steps, depth);
    }
    return new Instance(Kind.ARRAY, NO_KEYS, children);
  }

  private static Instance ofEntries(IpldMap map, Steps steps, int depth) throws ExhaustedException {
    requireShallow(depth);
    steps.charge(1);
    String[] keys = map.keys().toArray(NO_KEYS);
    Arrays.sort(keys);
    Instance[] children = new Instance[keys.length];
    for (int i = 0; i < keys.length; i++) {
      steps.charge(weightOf(keys[i]));
      children[i] = of(map.get(keys[i]).orElseThrow(), steps, depth);
    }
    return new Instance(Kind.OBJECT, keys, children);
  }

  private static void requireShallow(int depth) throws ExhaustedException {
    if (depth > Schema.MAX_NESTING) {
      throw new ExhaustedException(Violation.Kind.DEPTH);
    }
  }

  /** What looking at a text costs. */
  static int weightOf(String text) {
    return weightOf(text.length());
  }

  private static int weightOf(int size) {
    return 1 + size / CHARS_A_STEP;
  }

  Kind kind() {
    return kind;
  }

  /** What comparing it costs: its values, keys, and 16 characters each of texts. */
  int weight() {
    return weight;
  }

  boolean isNumber() {
    return kind == Kind.INTEGER || kind == Kind.FRACTION;
  }

  BigDecimal number() {
    return (BigDecimal) scalar;
  }

  String text() {
    return (String) scalar;
  }

  boolean isTrue() {
    return scalar.equals(true);
  }

  /** How many items or properties it has. */
  int size() {
    return children.length;
  }

  Instance child(int index) {
    return children[index];
  }

  /** The name of the property at {@code index}. */
  String key(int index) {
    return keys[index];
  }

  /** Where a property is, or a negative number where there is none of the name. */
  int indexOf(String key) {
    return Arrays.binarySearch(keys, key);
  }

  Optional<Instance> get(String key) {
    int index = indexOf(key);
    return index < 0 ? Optional.empty() : Optional.of(children[index]);
  }

  @Override
  public int compareTo(Instance that) {
    if (kind != that.kind) {
      return kind.compareTo(that.kind);
    }
    return switch (kind) {
      case NULL -> 0;
      case BOOLEAN -> Boolean.compare(isTrue(), that.isTrue());
      case INTEGER, FRACTION -> number().compareTo(that.number());
      case TEXT -> text().compareTo(that.text());
      case BYTES, LINK -> ((Bytes) scalar).compareTo((Bytes) that.scalar);
      case ARRAY -> Arrays.compare(children, that.children);
      case OBJECT -> {
        int byKeys = Arrays.compare(keys, that.keys);
        yield byKeys != 0 ? byKeys : Arrays.compare(children, that.children);
      }
    };
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Instance that && compareTo(that) == 0;
  }

  /** Cheap rather than good: nothing keeps these in tables by value. */
  @Override
  public int hashCode() {
    return weight;
  }
}
