package io.vivim.statemachine.model;

import io.vivim.codec.Ipld;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Values without order. Removing takes away what the remover has seen; whoever adds at the same
 * time wins.
 *
 * @param additions in the order of their stamps, those of one stamp as they were given
 */
record SetField(List<Written> additions) implements Field {
  static final SetField EMPTY = new SetField(List.of());

  SetField {
    additions = List.copyOf(additions);
  }

  @Override
  public Field apply(Operation operation, Stamp stamp, Past past) {
    boolean isChange = operation instanceof Operation.Change;
    List<Ipld> added = addedBy(operation);
    Set<Ipld> removed = isChange ? Set.copyOf(removedBy(operation)) : Set.of();
    List<Written> left = new ArrayList<>(additions.size() + added.size());
    for (Written addition : additions) {
      boolean goes = !isChange || removed.contains(addition.value());
      // What is added again needs no older addition beside it.
      boolean isRenewed = added.contains(addition.value());
      if (!(goes || isRenewed) || !past.has(addition.stamp())) {
        left.add(addition);
      }
    }
    for (Ipld value : new LinkedHashSet<>(added)) {
      left.add(new Written(stamp, value));
    }
    left.sort(null);
    return new SetField(left);
  }

  private static List<Ipld> addedBy(Operation operation) {
    if (operation instanceof Operation.Change change) {
      return change.added();
    }
    return operation instanceof Operation.Assign assign ? Coded.list(assign.value()) : List.of();
  }

  private static List<Ipld> removedBy(Operation operation) {
    return ((Operation.Change) operation).removed();
  }

  /** The values, each once, those that were added first first. */
  @Override
  public Optional<Ipld> value(Policy policy) {
    Set<Ipld> values = new LinkedHashSet<>();
    additions.forEach(addition -> values.add(addition.value()));
    return values.isEmpty()
        ? Optional.empty()
        : Optional.of(new Ipld.Sequence(List.copyOf(values)));
  }

  @Override
  public List<Written> conflict(Policy policy) {
    return List.of();
  }

  @Override
  public Ipld encode() {
    return new Ipld.Sequence(additions.stream().map(Written::encode).toList());
  }

  @Override
  public List<Written> written() {
    return additions;
  }

  @Override
  public Ipld form() {
    return new Ipld.Sequence(additions.stream().map(Written::form).toList());
  }

  static SetField decode(Ipld encoded) {
    return new SetField(Coded.list(encoded).stream().map(Written::decode).toList());
  }
}
