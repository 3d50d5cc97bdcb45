package io.vivim.statemachine.model;

import io.vivim.codec.Bytes;
import io.vivim.codec.DagCbor;
import io.vivim.codec.DagCborReader;
import io.vivim.codec.Ipld;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Updates that an application merges itself, such as those of a Yjs document. The owner may replace
 * all that it has seen by one.
 *
 * @param updates by time and event those of one event: the list of its stamp and of these
 */
record OpaqueField(Elements updates) implements Field {
  static final OpaqueField EMPTY = new OpaqueField(Elements.NONE);

  @Override
  public Field apply(Operation operation, Stamp stamp, Past past, int mostBytes) {
    if (operation instanceof Operation.Assign assign) {
      return stamp.byOwner()
          ? new OpaqueField(with(without(past), stamp, List.of(assign.value())))
          : this;
    }
    return operation instanceof Operation.Change change && !change.added().isEmpty()
        ? new OpaqueField(with(updates, stamp, change.added()))
        : this;
  }

  private Elements without(Past past) {
    Elements left = updates;
    for (Map.Entry<Bytes, Bytes> each : updates.all().entrySet()) {
      if (past.has(stampOf(each.getValue()))) {
        left = left.with(each.getKey(), each.getValue(), Bytes.EMPTY, 0);
      }
    }
    return left;
  }

  private static Stamp stampOf(Bytes element) {
    DagCborReader from = DagCborReader.overOwn(element);
    from.next();
    return Stamp.read(from);
  }

  private static Elements with(Elements others, Stamp stamp, List<Ipld> added) {
    List<Ipld> element = new ArrayList<>(List.of(stamp.encode()));
    element.addAll(added);
    Bytes time =
        Bytes.owning(ByteBuffer.allocate(Long.BYTES).putLong(stamp.timestamp().bits()).array());
    // An event comes once, so that there is nothing of it yet.
    return others.with(
        Bytes.concat(time, stamp.event().digest()),
        Bytes.EMPTY,
        DagCbor.encode(new Ipld.Sequence(element)),
        0);
  }

  /** The updates in order, to be merged by whoever knows how. */
  @Override
  public Optional<Ipld> value(Policy policy) {
    List<Ipld> values = written().stream().map(Written::value).toList();
    return values.isEmpty() ? Optional.empty() : Optional.of(new Ipld.Sequence(values));
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
    return updates.encode(mostBytes);
  }

  @Override
  public Optional<Elements> elements() {
    return Optional.of(updates);
  }

  @Override
  public List<Written> written() {
    List<Written> written = new ArrayList<>();
    for (Bytes element : updates.all().values()) {
      Stamp stamp = stampOf(element);
      List<Ipld> parts = Coded.list(Coded.read(element));
      parts.subList(1, parts.size()).forEach(update -> written.add(new Written(stamp, update)));
    }
    written.sort(null);
    return written;
  }

  @Override
  public Ipld form() {
    return new Ipld.Sequence(written().stream().map(Written::form).toList());
  }
}
