package io.vivim.statemachine.model;

import io.vivim.codec.Bytes;
import io.vivim.codec.DagCbor;
import io.vivim.codec.DagCborReader;
import io.vivim.codec.Multihash;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The registers of a field that has one under each key, while one event writes them.
 *
 * <pre>
 *   key                            what was written under it and is left; or how much of it lies apart
 *   ff 00 | SHA-256 of the key …   the writes of a key that has too many
 *   ff 01 …                        the signs {@link BySigner}
 * </pre>
 */
final class Registers {
  /** Behind all keys: neither UTF-8 nor DAG-CBOR begins with this byte. */
  private static final Bytes NO_KEY = Bytes.owning(new byte[] {(byte) 0xff});

  private static final Bytes APART = Bytes.owning(new byte[] {(byte) 0xff, 0});

  private final Past past;
  private final boolean isSet;
  private final int mostBytes;

  /** Whether there are signs beside the elements. */
  private final boolean isSigned;

  private Elements elements;

  /**
   * @param isSet whether a register holds what added its key: then the oldest counts, and none
   *     disagree
   * @param past what the event has seen
   * @param mostBytes elements that come to more lie apart
   */
  Registers(Elements elements, boolean isSet, Past past, int mostBytes) {
    this.elements = elements;
    this.isSet = isSet;
    this.past = past;
    this.mostBytes = mostBytes;
    this.isSigned = elements.exceeds(mostBytes);
  }

  /** All that are not empty and that there is room for, in the order of their keys. */
  static SortedMap<Bytes, Register> all(Elements elements, boolean isSet, Room room) {
    SortedMap<Bytes, Register> all = new TreeMap<>();
    elements
        .below(NO_KEY, room)
        .forEach((key, element) -> all.put(key, register(elements, key, element, isSet)));
    return all;
  }

  private static Register register(Elements from, Bytes key, Bytes element, boolean isSet) {
    if (element.isEmpty()) {
      return Maxima.NONE;
    }
    DagCborReader reader = DagCborReader.overOwn(element);
    reader.next();
    DagCborReader.Token first = reader.next();
    return first == DagCborReader.Token.INT
        ? new Writes(from, base(key), isSet, Writes.Size.read(reader))
        : Maxima.read(reader, first);
  }

  /** What the keys of the writes of a key begin with, where those lie apart. */
  private static Bytes base(Bytes key) {
    return Bytes.concat(APART, Multihash.sha256(key).digest());
  }

  /** The event writes under a key, over what it has seen there. */
  void write(Bytes key, Written own) {
    Bytes element = elements.get(key);
    Register before = register(elements, key, element, isSet);
    List<Stamp> gone = new ArrayList<>();
    put(key, element, before, before.write(own, past, place(key, gone), mostBytes), gone);
    if (isSigned) {
      sign(own.stamp(), key);
    }
  }

  private void sign(Stamp stamp, Bytes key) {
    elements = BySigner.with(elements, stamp, key, past);
  }

  /** The event takes away what it has seen under a key. */
  void remove(Bytes key) {
    Bytes element = elements.get(key);
    Register before = register(elements, key, element, isSet);
    List<Stamp> gone = new ArrayList<>();
    put(key, element, before, before.without(past, place(key, gone), mostBytes), gone);
  }

  private Register.Place place(Bytes key, List<Stamp> gone) {
    return new Register.Place(elements, base(key), isSet, gone::add);
  }

  private void put(
      Bytes key, Bytes element, Register before, Register.Step after, List<Stamp> gone) {
    Register now = after.register();
    int disputes = isSet ? 0 : (now.isDisputed() ? 1 : 0) - (before.isDisputed() ? 1 : 0);
    elements = after.elements().with(key, element, encode(now), disputes);
    if (isSigned) {
      for (Stamp stamp : gone) {
        elements = BySigner.without(elements, stamp, key, past);
      }
    }
  }

  private static Bytes encode(Register register) {
    if (register instanceof Writes many) {
      return DagCbor.encode(many.size().encode());
    }
    return register.isEmpty() ? Bytes.EMPTY : DagCbor.encode(((Maxima) register).encode());
  }

  /** The event takes away all that it has seen. */
  void removeAll() {
    Optional<Set<Bytes>> reached = isSigned ? BySigner.reached(elements, past) : Optional.empty();
    reached.orElseGet(() -> elements.below(NO_KEY, Room.endless()).keySet()).forEach(this::remove);
  }

  /** The elements after all that the event did. */
  Elements done() {
    boolean isToBeSigned = elements.exceeds(mostBytes);
    if (isSigned && !isToBeSigned) {
      return BySigner.none(elements);
    } else if (isToBeSigned && !isSigned) {
      Room room = Room.endless();
      all(elements, isSet, room)
          .forEach(
              (key, register) -> register.written(room).forEach(each -> sign(each.stamp(), key)));
    }
    return elements;
  }
}
