package io.vivim.statemachine;

import io.vivim.codec.Bytes;
import io.vivim.events.EventId;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * Finds the entities in which two states of one scope differ. The trees are walked from the top,
 * and only where they differ.
 */
public final class StateDiff {
  private StateDiff() {}

  /** How one differs from the other. */
  public enum Side {
    /** Only the first one has the entity. */
    FIRST,
    /** Only the second one has it. */
    SECOND,
    /** Both have it, but it is not the same. */
    BOTH;

    /** The stable code, such as {@code first}. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /** An entity that is not the same in both. */
  public record Difference(EventId entity, Side side) {}

  /** Hands over each entity in which two differ, in the order of their ids. */
  public static void between(StateDigest one, StateDigest other, Consumer<Difference> sink) {
    walk(one, other, sink);
  }

  static void walk(HashTree one, HashTree other, Consumer<Difference> sink) {
    if (one.root().equals(other.root())) {
      return;
    }
    for (int first = 0; first < StateDigest.CHILDREN; first++) {
      if (one.branch(first).equals(other.branch(first))) {
        continue;
      }
      for (int second = 0; second < StateDigest.CHILDREN; second++) {
        if (!one.bucket(first, second).equals(other.bucket(first, second))) {
          compare(one.leaves(first, second), other.leaves(first, second), sink);
        }
      }
    }
  }

  private static void compare(
      NavigableMap<EventId, Bytes> one,
      NavigableMap<EventId, Bytes> other,
      Consumer<Difference> sink) {
    SortedSet<EventId> all = new TreeSet<>(one.keySet());
    all.addAll(other.keySet());
    for (EventId id : all) {
      Bytes there = other.get(id);
      if (!one.containsKey(id)) {
        sink.accept(new Difference(id, Side.SECOND));
      } else if (there == null) {
        sink.accept(new Difference(id, Side.FIRST));
      } else if (!there.equals(one.get(id))) {
        sink.accept(new Difference(id, Side.BOTH));
      }
    }
  }
}
