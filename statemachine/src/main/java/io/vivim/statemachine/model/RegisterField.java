package io.vivim.statemachine.model;

import io.vivim.codec.Bytes;
import io.vivim.codec.DagCborReader;
import io.vivim.codec.Ipld;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One value; the last writer's where several wrote at once, or each of theirs.
 *
 * @param keepsAll whether all concurrent values are shown, as a list, whatever the policy
 */
record RegisterField(Register register, boolean keepsAll) implements Field {
  private static final Register.Place PLACE =
      new Register.Place(Elements.NONE, Bytes.EMPTY, false, gone -> {});

  @Override
  public Field apply(Operation operation, Stamp stamp, Past past, int mostBytes) {
    Ipld value = operation instanceof Operation.Assign assign ? assign.value() : Ipld.NULL;
    Written own = new Written(stamp, value);
    return new RegisterField(register.write(own, past, PLACE, mostBytes).register(), keepsAll);
  }

  /**
   * The field that {@link #encode} gave, which comes next.
   *
   * @param stored where its writes lie if they lie apart
   */
  static RegisterField read(
      DagCborReader from, boolean keepsAll, Supplier<Elements.Stored> stored) {
    from.next();
    DagCborReader.Token first = from.next();
    if (first != DagCborReader.Token.INT) {
      return new RegisterField(Maxima.read(from, first), keepsAll);
    }
    Elements elements = Elements.stored(stored.get(), from.number(), 0);
    from.next();
    return new RegisterField(
        new Writes(elements, Bytes.EMPTY, false, Writes.Size.read(from)), keepsAll);
  }

  @Override
  public Optional<Ipld> value(Policy policy, Room room) {
    if (!keepsAll && policy != Policy.KEEP_BOTH) {
      return register.first(policy, room);
    }
    List<Ipld> values = register.values(policy, room);
    return values.isEmpty() ? Optional.empty() : Optional.of(new Ipld.Sequence(values));
  }

  @Override
  public List<Written> conflict(Policy policy, Room room) {
    return register.conflict(policy, room);
  }

  @Override
  public boolean isDisputed() {
    return register.isDisputed();
  }

  @Override
  public Ipld encode(int mostBytes) {
    return register instanceof Writes many
        ? Ipld.listOf(
            Ipld.of(many.elements().bytes()),
            Ipld.of(many.size().writes()),
            Ipld.of(many.size().bytes()),
            Ipld.of(many.size().values()))
        : ((Maxima) register).encode();
  }

  @Override
  public Optional<Elements> elements() {
    return register instanceof Writes many ? Optional.of(many.elements()) : Optional.empty();
  }

  @Override
  public List<Written> written(Room room) {
    return register.written(room);
  }

  @Override
  public Ipld form() {
    return register.form();
  }
}
