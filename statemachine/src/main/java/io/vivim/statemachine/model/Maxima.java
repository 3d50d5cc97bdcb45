package io.vivim.statemachine.model;

import io.vivim.codec.DagCborReader;
import io.vivim.codec.Ipld;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The values that nobody has written over: those of the writes that no other write has seen.
 *
 * @param written in the order of their stamps
 */
record Maxima(List<Written> written) implements Register {
  static final Maxima NONE = new Maxima(List.of());

  Maxima {
    written = List.copyOf(written);
  }

  /** With one more value, in place of those that its writer has seen. */
  Maxima write(Ipld value, Stamp stamp, Past past) {
    List<Written> left = new ArrayList<>(without(past).written());
    Written own = new Written(stamp, value);
    left.add(-1 - Collections.binarySearch(left, own), own);
    return new Maxima(left);
  }

  /** Without those that somebody has seen and takes away. */
  Maxima without(Past past) {
    return new Maxima(written.stream().filter(other -> !past.has(other.stamp())).toList());
  }

  @Override
  public boolean isEmpty() {
    return written.isEmpty();
  }

  @Override
  public List<Ipld> values(Policy policy) {
    Set<Ipld> values = new LinkedHashSet<>();
    for (Written each : inOrder(policy)) {
      if (each.isThere()) {
        values.add(each.value());
      }
    }
    return List.copyOf(values);
  }

  @Override
  public Optional<Ipld> first(Policy policy) {
    if (written.isEmpty()) {
      return Optional.empty();
    }
    Written first = inOrder(policy).get(0);
    return first.isThere() ? Optional.of(first.value()) : Optional.empty();
  }

  @Override
  public boolean isDisputed() {
    return written.size() > 1 && written.stream().map(Written::value).distinct().count() > 1;
  }

  List<Written> inOrder(Policy policy) {
    if (written.size() < 2) {
      return written;
    }
    List<Written> sorted = new ArrayList<>(written);
    sorted.sort(policy.order());
    return sorted;
  }

  Ipld encode() {
    return new Ipld.Sequence(written.stream().map(Written::encode).toList());
  }

  /** These writes, whatever their order. */
  static Maxima of(List<Written> written) {
    return new Maxima(written.stream().sorted().toList());
  }

  /** The rest of a list, the first token of which was read. */
  static Maxima read(DagCborReader from, DagCborReader.Token first) {
    List<Written> written = new ArrayList<>(1);
    for (DagCborReader.Token token = first;
        token == DagCborReader.Token.LIST;
        token = from.next()) {
      Stamp stamp = Stamp.read(from);
      written.add(new Written(stamp, from.readValue()));
      from.next();
    }
    return new Maxima(written);
  }
}
