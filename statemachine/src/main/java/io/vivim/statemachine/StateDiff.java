package io.vivim.statemachine;

import io.vivim.codec.Bytes;
import io.vivim.events.EventId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.Stream;

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

  /** The entities in which two differ, in the order of their ids, found as they are asked for. */
  public static Stream<Difference> between(StateDigest one, StateDigest other) {
    return walk(one, other);
  }

  static Stream<Difference> walk(HashTree one, HashTree other) {
    return one.root().equals(other.root())
        ? Stream.empty()
        : children()
            .filter(first -> !one.branch(first).equals(other.branch(first)))
            .flatMap(first -> inBranch(one, other, first));
  }

  private static Stream<Integer> children() {
    return IntStream.range(0, StateDigest.CHILDREN).boxed();
  }

  private static Stream<Difference> inBranch(HashTree one, HashTree other, int first) {
    return children()
        .filter(second -> !one.bucket(first, second).equals(other.bucket(first, second)))
        .flatMap(
            second -> compare(one.leaves(first, second), other.leaves(first, second)).stream());
  }

  private static List<Difference> compare(
      NavigableMap<EventId, Bytes> one, NavigableMap<EventId, Bytes> other) {
    NavigableSet<EventId> all = new TreeSet<>(one.keySet());
    all.addAll(other.keySet());
    List<Difference> found = new ArrayList<>();
    for (EventId id : all) {
      Bytes there = other.get(id);
      if (!one.containsKey(id)) {
        found.add(new Difference(id, Side.SECOND));
      } else if (there == null) {
        found.add(new Difference(id, Side.FIRST));
      } else if (!there.equals(one.get(id))) {
        found.add(new Difference(id, Side.BOTH));
      }
    }
    return found;
  }
}
