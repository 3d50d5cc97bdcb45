package io.vivim.statemachine.model;

import io.vivim.codec.DagCborReader;
import io.vivim.codec.Ipld;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

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

  /** With one more, which has seen none of these. */
  Maxima with(Written own) {
    List<Written> all = new ArrayList<>(written);
    all.add(-1 - Collections.binarySearch(all, own), own);
    return new Maxima(all);
  }

  /** Without those that somebody has seen and takes away, each of which is told. */
  Maxima without(Past past, Consumer<Stamp> gone) {
    List<Written> left = new ArrayList<>();
    for (Written each : written) {
      if (past.has(each.stamp())) {
        gone.accept(each.stamp());
      } else {
        left.add(each);
      }
    }
    return new Maxima(left);
  }

  @Override
  public boolean isEmpty() {
    return written.isEmpty();
  }

  @Override
  public Optional<Ipld> first(Policy policy, Room room) {
    if (written.isEmpty()) {
      return Optional.empty();
    }
    Written first = inOrder(policy, room).get(0);
    return first.isThere() ? Optional.of(first.value()) : Optional.empty();
  }

  @Override
  public Written oldest() {
    return written.get(0);
  }

  @Override
  public boolean isDisputed() {
    return written.size() > 1 && written.stream().map(Written::value).distinct().count() > 1;
  }

  /** All of them: they are few. */
  @Override
  public List<Written> inOrder(Policy policy, Room room) {
    if (written.size() < 2) {
      return written;
    }
    List<Written> sorted = new ArrayList<>(written);
    sorted.sort(policy.order());
    return sorted;
  }

  @Override
  public List<Written> written(Room room) {
    return written;
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
    if (first != DagCborReader.Token.LIST) {
      return NONE;
    }
    Written one = readOne(from);
    if (from.next() != DagCborReader.Token.LIST) {
      // Nearly always.
      return new Maxima(List.of(one));
    }
    List<Written> written = new ArrayList<>();
    written.add(one);
    do {
      written.add(readOne(from));
    } while (from.next() == DagCborReader.Token.LIST);
    return new Maxima(written);
  }

  private static Written readOne(DagCborReader from) {
    Stamp stamp = Stamp.read(from);
    Written written = new Written(stamp, from.readValue());
    from.next();
    return written;
  }
}
