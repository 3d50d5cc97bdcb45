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
import java.util.Set;
import java.util.SortedMap;

/**
 * Updates that an application merges itself, such as those of a Yjs document. The owner may replace
 * all that it has seen by one.
 *
 * @param updates those of one event under its time and id: the list of its stamp and of these; and
 *     the signs {@link BySigner} of the events
 *     <pre>
 *       00 | timestamp 8 | event 32
 *     </pre>
 */
record OpaqueField(Elements updates) implements Field {
  static final OpaqueField EMPTY = new OpaqueField(Elements.NONE);

  private static final Bytes UPDATES = Bytes.owning(new byte[1]);
  private static final Bytes BEHIND = Bytes.owning(new byte[] {1});

  @Override
  public Field apply(Operation operation, Stamp stamp, Past past, int mostBytes) {
    boolean isSigned = updates.exceeds(mostBytes);
    if (operation instanceof Operation.Assign assign) {
      return stamp.byOwner()
          ? with(without(past, isSigned), stamp, List.of(assign.value()), past, mostBytes)
          : this;
    }
    return operation instanceof Operation.Change change && !change.added().isEmpty()
        ? with(updates, stamp, change.added(), past, mostBytes)
        : this;
  }

  private Elements without(Past past, boolean isSigned) {
    Optional<Set<Bytes>> reached = isSigned ? BySigner.reached(updates, past) : Optional.empty();
    Elements left = updates;
    for (Bytes key : reached.orElseGet(() -> all(Room.endless()).keySet())) {
      Bytes element = left.get(key);
      Stamp stamp = stampOf(element);
      if (past.has(stamp)) {
        left = left.with(key, element, Bytes.EMPTY, 0);
        left = isSigned ? BySigner.without(left, stamp, key, past) : left;
      }
    }
    return left;
  }

  private SortedMap<Bytes, Bytes> all(Room room) {
    return updates.below(BEHIND, room);
  }

  private static Stamp stampOf(Bytes element) {
    DagCborReader from = DagCborReader.overOwn(element);
    from.next();
    return Stamp.read(from);
  }

  private OpaqueField with(
      Elements others, Stamp stamp, List<Ipld> added, Past past, int mostBytes) {
    List<Ipld> element = new ArrayList<>(List.of(stamp.encode()));
    element.addAll(added);
    // An event comes once, so that there is nothing of it yet.
    Bytes key = key(stamp);
    Elements all = others.with(key, Bytes.EMPTY, DagCbor.encode(new Ipld.Sequence(element)), 0);
    if (!all.exceeds(mostBytes)) {
      return new OpaqueField(BySigner.none(all));
    } else if (updates.exceeds(mostBytes)) {
      return new OpaqueField(BySigner.with(all, stamp, key, past));
    }
    Elements signed = all;
    for (Map.Entry<Bytes, Bytes> each : new OpaqueField(all).all(Room.endless()).entrySet()) {
      signed = BySigner.with(signed, stampOf(each.getValue()), each.getKey(), past);
    }
    return new OpaqueField(signed);
  }

  private static Bytes key(Stamp stamp) {
    Bytes time =
        Bytes.owning(ByteBuffer.allocate(Long.BYTES).putLong(stamp.timestamp().bits()).array());
    return Bytes.concat(UPDATES, time, stamp.event().digest());
  }

  /** The updates in order, to be merged by whoever knows how. */
  @Override
  public Optional<Ipld> value(Policy policy, Room room) {
    List<Ipld> values = written(room).stream().map(Written::value).toList();
    return values.isEmpty() ? Optional.empty() : Optional.of(new Ipld.Sequence(values));
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
    return updates.encode(mostBytes);
  }

  @Override
  public Optional<Elements> elements() {
    return Optional.of(updates);
  }

  @Override
  public List<Written> written(Room room) {
    List<Written> written = new ArrayList<>();
    for (Bytes element : all(room).values()) {
      Stamp stamp = stampOf(element);
      List<Ipld> parts = Coded.list(Coded.read(element));
      parts.subList(1, parts.size()).forEach(update -> written.add(new Written(stamp, update)));
    }
    written.sort(null);
    return written;
  }

  @Override
  public Ipld form() {
    return new Ipld.Sequence(written(Room.endless()).stream().map(Written::form).toList());
  }
}
