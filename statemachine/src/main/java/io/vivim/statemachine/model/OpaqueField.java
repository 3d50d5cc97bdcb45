package io.vivim.statemachine.model;

import io.vivim.codec.Ipld;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Updates that an application merges itself, such as those of a Yjs document. The owner may replace
 * all that it has seen by one.
 *
 * @param updates in the order of their stamps, those of one stamp as they were given
 */
record OpaqueField(List<Written> updates) implements Field {
  static final OpaqueField EMPTY = new OpaqueField(List.of());

  OpaqueField {
    updates = List.copyOf(updates);
  }

  @Override
  public Field apply(Operation operation, Stamp stamp, Past past) {
    List<Written> left = new ArrayList<>(updates);
    if (operation instanceof Operation.Assign assign) {
      if (!stamp.byOwner()) {
        return this;
      }
      left.removeIf(update -> past.has(update.stamp()));
      left.add(new Written(stamp, assign.value()));
    } else if (operation instanceof Operation.Change change) {
      change.added().forEach(update -> left.add(new Written(stamp, update)));
    }
    left.sort(null);
    return new OpaqueField(left);
  }

  /** The updates in order, to be merged by whoever knows how. */
  @Override
  public Optional<Ipld> value(Policy policy) {
    return updates.isEmpty()
        ? Optional.empty()
        : Optional.of(new Ipld.Sequence(updates.stream().map(Written::value).toList()));
  }

  @Override
  public List<Written> conflict(Policy policy) {
    return List.of();
  }

  @Override
  public Ipld encode() {
    return new Ipld.Sequence(updates.stream().map(Written::encode).toList());
  }

  @Override
  public List<Written> written() {
    return updates;
  }

  @Override
  public Ipld form() {
    return new Ipld.Sequence(updates.stream().map(Written::form).toList());
  }

  static OpaqueField decode(Ipld encoded) {
    return new OpaqueField(Coded.list(encoded).stream().map(Written::decode).toList());
  }
}
