package io.vivim.statemachine.model;

import io.vivim.codec.Bytes;
import io.vivim.codec.DagCbor;
import io.vivim.codec.Ipld;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Values without order. Removing takes away what the remover has seen; whoever adds at the same
 * time wins.
 *
 * @param values by the bytes of each the additions of it that are left
 */
record SetField(Elements values) implements Field {
  static final SetField EMPTY = new SetField(Elements.NONE);

  /** A value that was added, and where. */
  private record Added(Addition addition, Ipld value) implements Comparable<Added> {
    Written written() {
      return new Written(addition.stamp(), value);
    }

    @Override
    public int compareTo(Added that) {
      return addition.compareTo(that.addition);
    }
  }

  @Override
  public Field apply(Operation operation, Stamp stamp, Past past, int mostBytes) {
    Elements left = values;
    if (operation instanceof Operation.Change change) {
      for (Ipld value : change.removed()) {
        Bytes key = DagCbor.encode(value);
        left = without(left, key, left.get(key), past);
      }
    } else {
      for (Map.Entry<Bytes, Bytes> each : values.all().entrySet()) {
        left = without(left, each.getKey(), each.getValue(), past);
      }
    }
    int place = 0;
    for (Ipld value : new LinkedHashSet<>(addedBy(operation))) {
      Bytes key = DagCbor.encode(value);
      Bytes before = left.get(key);
      // What is added again needs no older addition beside it.
      List<Addition> additions = Addition.without(before, past);
      additions.add(new Addition(stamp, place++));
      left = left.with(key, before, Addition.encode(additions), 0);
    }
    return new SetField(left);
  }

  private static Elements without(Elements from, Bytes key, Bytes element, Past past) {
    return from.with(key, element, Addition.encode(Addition.without(element, past)), 0);
  }

  private static List<Ipld> addedBy(Operation operation) {
    if (operation instanceof Operation.Change change) {
      return change.added();
    }
    return operation instanceof Operation.Assign assign ? Coded.list(assign.value()) : List.of();
  }

  /** The values, each once, those that were added first first. */
  @Override
  public Optional<Ipld> value(Policy policy) {
    Set<Ipld> shown = new LinkedHashSet<>();
    written().forEach(addition -> shown.add(addition.value()));
    return shown.isEmpty() ? Optional.empty() : Optional.of(new Ipld.Sequence(List.copyOf(shown)));
  }

  @Override
  public List<Written> conflict(Policy policy) {
    return List.of();
  }

  @Override
  public boolean isDisputed() {
    return false;
  }

  @Override
  public Ipld encode(int mostBytes) {
    return values.encode(mostBytes);
  }

  @Override
  public Optional<Elements> elements() {
    return Optional.of(values);
  }

  @Override
  public List<Written> written() {
    List<Added> all = new ArrayList<>();
    values
        .all()
        .forEach(
            (key, element) -> {
              Ipld value = Coded.read(key);
              Addition.decode(element).forEach(addition -> all.add(new Added(addition, value)));
            });
    all.sort(null);
    return all.stream().map(Added::written).toList();
  }

  @Override
  public Ipld form() {
    return new Ipld.Sequence(written().stream().map(Written::form).toList());
  }
}
