package io.vivim.statemachine.model;

import io.vivim.codec.DagCborReader;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** How concurrent operations on a field come together; a schema gives every field one. */
public enum Merge {
  /** One value, the last writer's; concurrent ones that differ are a conflict. */
  REGISTER("register"),
  /** All concurrent values. */
  MULTI("multi"),
  /** Values without order, observed-remove. */
  SET("set"),
  /** A sum of integers. */
  COUNTER("counter"),
  /** The largest number. */
  MAX("max"),
  /** The smallest number. */
  MIN("min"),
  /** Values by key. */
  MAP("map"),
  /** Byte updates that the application merges. */
  OPAQUE("opaque");

  /** Asked for each field of a row: a map with a table of powers of two takes less to ask. */
  private static final Map<String, Merge> BY_TEXT =
      new HashMap<>(
          Arrays.stream(values()).collect(Collectors.toMap(Merge::text, Function.identity())));

  private final String text;

  Merge(String text) {
    this.text = text;
  }

  /** As schemas name it. */
  public String text() {
    return text;
  }

  /** Which operations it has, for people. */
  String takes() {
    return switch (this) {
      case REGISTER, MULTI -> "set and unset";
      case SET -> "set to a list such as [\"tea\"], unset, add and remove";
      case COUNTER -> "increment by an integer";
      case MAX, MIN -> "set to a number";
      case MAP -> "set to a map, unset, add of entries and remove of their names";
      case OPAQUE -> "set to bytes and add of bytes";
    };
  }

  /** The merge of this name. */
  public static Optional<Merge> named(String text) {
    return Optional.ofNullable(BY_TEXT.get(text));
  }

  /** A field on which nothing was done yet. */
  public Field empty() {
    return switch (this) {
      case REGISTER -> new RegisterField(Maxima.NONE, false);
      case MULTI -> new RegisterField(Maxima.NONE, true);
      case SET -> SetField.EMPTY;
      case COUNTER -> CounterField.ZERO;
      case MAX -> new ExtremeField(true, Ipld.NULL);
      case MIN -> new ExtremeField(false, Ipld.NULL);
      case MAP -> MapField.EMPTY;
      case OPAQUE -> OpaqueField.EMPTY;
    };
  }

  /**
   * The field that {@link Field#encode} gave, which comes next.
   *
   * @param stored where its elements lie, where they are stored one by one
   */
  public Field read(DagCborReader from, Supplier<Elements.Stored> stored) {
    return switch (this) {
      case REGISTER -> RegisterField.read(from, false, stored);
      case MULTI -> RegisterField.read(from, true, stored);
      case SET -> new SetField(Elements.read(from, stored));
      case COUNTER -> CounterField.decode(from.readValue());
      case MAX -> new ExtremeField(true, from.readValue());
      case MIN -> new ExtremeField(false, from.readValue());
      case MAP -> new MapField(Elements.read(from, stored));
      case OPAQUE -> new OpaqueField(Elements.read(from, stored));
    };
  }

  /** Whether an operation is one that this merge has. */
  public boolean accepts(Operation operation) {
    if (operation instanceof Operation.Assign assign) {
      return acceptsValue(assign.value());
    } else if (operation instanceof Operation.Change change) {
      return acceptsChange(change);
    } else if (operation instanceof Operation.Increment increment) {
      BigInteger by = increment.by().asBigInteger();
      return this == COUNTER && by.bitLength() < Long.SIZE;
    }
    return this == REGISTER || this == MULTI || this == SET || this == MAP;
  }

  private boolean acceptsValue(Ipld value) {
    return switch (this) {
      case REGISTER, MULTI -> true;
      case SET -> value instanceof Ipld.Sequence;
      case MAP -> value instanceof IpldMap;
      case MAX, MIN -> ExtremeField.isNumber(value);
      case OPAQUE -> value instanceof Ipld.Binary;
      case COUNTER -> false;
    };
  }

  private boolean acceptsChange(Operation.Change change) {
    return switch (this) {
      case SET -> true;
      case MAP ->
          change.added().stream().allMatch(Merge::isPair)
              && change.removed().stream().allMatch(Ipld.Text.class::isInstance);
      case OPAQUE ->
          change.added().stream().allMatch(Ipld.Binary.class::isInstance)
              && change.removed().isEmpty();
      case REGISTER, MULTI, COUNTER, MAX, MIN -> false;
    };
  }

  private static boolean isPair(Ipld value) {
    return value instanceof Ipld.Sequence pair
        && pair.values().size() == 2
        && pair.values().get(0) instanceof Ipld.Text;
  }
}
