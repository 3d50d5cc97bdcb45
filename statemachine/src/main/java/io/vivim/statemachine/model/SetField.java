package io.vivim.statemachine.model;

import io.vivim.codec.DagCbor;
import io.vivim.codec.Ipld;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/**
 * Values without order. Removing takes away what the remover has seen; whoever adds at the same
 * time wins.
 *
 * @param values the {@link Registers} by the bytes of each value: of every addition of it that is
 *     left how many others the same event added before
 */
record SetField(Elements values) implements Field {
  static final SetField EMPTY = new SetField(Elements.NONE);

  private static final Comparator<Added> ORDER =
      Comparator.comparing(Added::stamp).thenComparing(Added::place);

  /** A value that was added, and where. */
  private record Added(Stamp stamp, long place, Ipld value) {
    static Added of(Written addition, Ipld value) {
      return new Added(addition.stamp(), Coded.number(addition.value()), value);
    }

    Written written() {
      return new Written(stamp, value);
    }
  }

  @Override
  public Field apply(Operation operation, Stamp stamp, Past past, int mostBytes) {
    Registers registers = new Registers(values, true, past, mostBytes);
    if (operation instanceof Operation.Change change) {
      change.removed().forEach(value -> registers.remove(DagCbor.encode(value)));
    } else {
      registers.removeAll();
    }
    int place = 0;
    for (Ipld value : new LinkedHashSet<>(addedBy(operation))) {
      // What is added again needs no older addition beside it.
      registers.write(DagCbor.encode(value), new Written(stamp, Ipld.of(place++)));
    }
    return new SetField(registers.done());
  }

  private static List<Ipld> addedBy(Operation operation) {
    if (operation instanceof Operation.Change change) {
      return change.added();
    }
    return operation instanceof Operation.Assign assign ? Coded.list(assign.value()) : List.of();
  }

  /** The values, each once, those that were added first first. */
  @Override
  public Optional<Ipld> value(Policy policy, Room room) {
    List<Added> oldest = new ArrayList<>();
    Registers.all(values, true, room)
        .forEach((key, register) -> oldest.add(Added.of(register.oldest(), Coded.read(key))));
    oldest.sort(ORDER);
    return oldest.isEmpty()
        ? Optional.empty()
        : Optional.of(new Ipld.Sequence(oldest.stream().map(Added::value).toList()));
  }

  @Override
  public List<Written> conflict(Policy policy, Room room) {
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
  public List<Written> written(Room room) {
    List<Added> all = new ArrayList<>();
    Registers.all(values, true, room)
        .forEach(
            (key, register) -> {
              Ipld value = Coded.read(key);
              register.written(room).forEach(addition -> all.add(Added.of(addition, value)));
            });
    all.sort(ORDER);
    return all.stream().map(Added::written).toList();
  }

  @Override
  public Ipld form() {
    return new Ipld.Sequence(written(Room.endless()).stream().map(Written::form).toList());
  }
}
