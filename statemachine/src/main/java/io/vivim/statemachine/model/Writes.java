package io.vivim.statemachine.model;

import static java.util.Comparator.naturalOrder;

import io.vivim.codec.Bytes;
import io.vivim.codec.DagCbor;
import io.vivim.codec.DagCborReader;
import io.vivim.codec.Ipld;
import io.vivim.codec.Multihash;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * The writes of one register that no other has seen, where they are too many for one value: each is
 * an element of the field, and so is what tells which is shown first and whether they differ.
 *
 * <pre>
 *   base | 00 | signer 16 | seq 8 | event 32                   the list [stamp, value]
 *   base | 01 | not by owner 1 | ~timestamp 8 | ~event 32      the key of the write, from its 00 on
 *   base | 01 | 00 | timestamp 8 | event 32                    the same where the oldest comes first
 *   base | 02 | SHA-256 of a value                             how many wrote it 8, and the value
 *                                                              itself if it is short
 * </pre>
 *
 * @param elements of the field, the writes among them
 * @param base what the keys of the writes begin with
 * @param isOldestFirst whether the order is that in which they were written, whoever did
 * @param size of them
 */
record Writes(Elements elements, Bytes base, boolean isOldestFirst, Size size) implements Register {
  private static final Bytes BY_SIGNER = oneByte(0);
  private static final Bytes BY_ORDER = oneByte(1);
  private static final Bytes BY_VALUE = oneByte(2);

  private static final int MAX_SHORT_VALUE_BYTES = 64;
  private static final Bytes NULL = DagCbor.encode(Ipld.NULL);

  /**
   * How many there are.
   *
   * @param bytes what they come to
   * @param values how many different values
   */
  record Size(long writes, long bytes, long values) {
    private static final Size NONE = new Size(0, 0, 0);

    Ipld encode() {
      return Ipld.listOf(Ipld.of(writes), Ipld.of(bytes), Ipld.of(values));
    }

    /** The rest of a size, the first number of which was read. */
    static Size read(DagCborReader from) {
      long writes = from.number();
      from.next();
      long bytes = from.number();
      from.next();
      long values = from.number();
      from.next();
      return new Size(writes, bytes, values);
    }
  }

  private static Bytes oneByte(int value) {
    return Bytes.owning(new byte[] {(byte) value});
  }

  /** These writes, each as elements of their own beside others of the field. */
  static Writes of(Place at, List<Written> written, Past past) {
    Writes all = new Writes(at.elements(), at.base(), at.isOldestFirst(), Size.NONE);
    for (Written each : written) {
      all = all.with(each, past);
    }
    return all;
  }

  /** Whether so many writes are to lie apart. */
  static boolean areMany(List<Written> written, int mostBytes) {
    return written.size() > 1
        && written.stream().mapToLong(each -> each.bytes().size()).sum() > mostBytes;
  }

  /** Whether they still are too many. */
  boolean areMany(int mostBytes) {
    return size.writes() > 1 && size.bytes() > mostBytes;
  }

  @Override
  public boolean isEmpty() {
    return size.writes() == 0;
  }

  @Override
  public boolean isDisputed() {
    return size.values() > 1;
  }

  Writes with(Written written, Past past) {
    Bytes write =
        Bytes.concat(
            BY_SIGNER,
            past.signerOf(written.stamp()),
            number(written.stamp().seq()),
            written.stamp().event().digest());
    Bytes value = written.bytes();
    Elements more =
        elements
            .with(Bytes.concat(base, write), Bytes.EMPTY, value, 0)
            .with(order(written.stamp()), Bytes.EMPTY, write, 0);
    Size sum = new Size(size.writes() + 1, size.bytes() + value.size(), size.values());
    return new Writes(more, base, isOldestFirst, sum).counting(written.value(), 1);
  }

  private Writes without(Bytes key, Bytes encoded) {
    Written written = Written.of(encoded);
    Bytes order = order(written.stamp());
    Bytes write = key.from(base.size());
    Elements left = elements.with(key, encoded, Bytes.EMPTY, 0).with(order, write, Bytes.EMPTY, 0);
    Size sum = new Size(size.writes() - 1, size.bytes() - encoded.size(), size.values());
    return new Writes(left, base, isOldestFirst, sum).counting(written.value(), -1);
  }

  /** With one more or less that wrote a value. */
  private Writes counting(Ipld value, int more) {
    Bytes encoded = DagCbor.encode(value);
    Bytes key = Bytes.concat(base, BY_VALUE, Multihash.sha256(encoded).digest());
    Bytes before = elements.get(key);
    long known = before.isEmpty() ? 0 : before.longAt(0);
    long now = known + more;
    Bytes after =
        now == 0
            ? Bytes.EMPTY
            : Bytes.concat(
                number(now), encoded.size() <= MAX_SHORT_VALUE_BYTES ? encoded : Bytes.EMPTY);
    long values = size.values() + (known == 0 ? 1 : 0) - (now == 0 ? 1 : 0);
    return new Writes(
        elements.with(key, before, after, 0),
        base,
        isOldestFirst,
        new Size(size.writes(), size.bytes(), values));
  }

  private Bytes order(Stamp stamp) {
    long time = stamp.timestamp().bits();
    Bytes event = stamp.event().digest();
    if (isOldestFirst) {
      return Bytes.concat(base, BY_ORDER, oneByte(0), number(time), event);
    }
    Bytes owners = oneByte(stamp.byOwner() ? 0 : 1);
    return Bytes.concat(base, BY_ORDER, owners, number(~time), complement(event));
  }

  private static Bytes complement(Bytes bytes) {
    byte[] all = bytes.toArray();
    for (int i = 0; i < all.length; i++) {
      all[i] = (byte) ~all[i];
    }
    return Bytes.owning(all);
  }

  private static Bytes number(long value) {
    return Bytes.owning(ByteBuffer.allocate(Long.BYTES).putLong(value).array());
  }

  /** Without those that somebody has seen; which these may be, the clock tells. */
  Writes without(Past past, Consumer<Stamp> gone) {
    Optional<Map<Bytes, Long>> reach = past.hasAll() ? Optional.empty() : past.reach();
    Bytes all = Bytes.concat(base, BY_SIGNER);
    if (reach.isEmpty()) {
      return without(past, gone, elements.in(all, Bytes.concat(base, BY_ORDER)));
    }
    Writes left = this;
    for (Map.Entry<Bytes, Long> each : reach.get().entrySet()) {
      if (each.getValue() > 0) {
        Bytes of = Bytes.concat(all, each.getKey());
        Bytes to = Bytes.concat(of, number(each.getValue() + 1));
        left = left.without(past, gone, elements.in(of, to));
      }
    }
    return left;
  }

  private Writes without(Past past, Consumer<Stamp> gone, Map<Bytes, Bytes> candidates) {
    Writes left = this;
    for (Map.Entry<Bytes, Bytes> each : candidates.entrySet()) {
      Stamp stamp = Written.of(each.getValue()).stamp();
      if (past.has(stamp)) {
        gone.accept(stamp);
        left = left.without(each.getKey(), each.getValue());
      }
    }
    return left;
  }

  /** The other elements alone. */
  Elements others() {
    Elements left = elements;
    for (Map.Entry<Bytes, Bytes> each :
        elements.in(Bytes.concat(base, BY_SIGNER), Bytes.concat(base, oneByte(3))).entrySet()) {
      left = left.with(each.getKey(), each.getValue(), Bytes.EMPTY, 0);
    }
    return left;
  }

  @Override
  public List<Written> written(Room room) {
    List<Written> written = new ArrayList<>();
    elements
        .in(Bytes.concat(base, BY_SIGNER), Bytes.concat(base, BY_ORDER), room)
        .values()
        .forEach(each -> written.add(Written.of(each)));
    return written;
  }

  @Override
  public List<Written> inOrder(Policy policy, Room room) {
    SortedMap<Bytes, Bytes> order = new TreeMap<>();
    int ownersAt = base.size() + BY_ORDER.size();
    int from = policy == Policy.OWNER_WINS ? ownersAt : ownersAt + 1;
    for (int others = 0; others <= 1; others++) {
      Room found = room.part(room.left());
      order(others, found).forEach((key, write) -> order.put(key.from(from), write));
      if (found.isCut()) {
        room.cut();
      }
    }
    List<Written> written = new ArrayList<>();
    for (Bytes write : order.values()) {
      Bytes encoded = elements.get(Bytes.concat(base, write));
      if (!room.take(encoded.size())) {
        break;
      }
      written.add(Written.of(encoded));
    }
    return written;
  }

  /** The keys of the writes of the owner, or of others, in their order. */
  private SortedMap<Bytes, Bytes> order(int others, Room room) {
    Bytes from = Bytes.concat(base, BY_ORDER, oneByte(others));
    Bytes to = Bytes.concat(base, BY_ORDER, oneByte(others + 1));
    return elements.in(from, to, room);
  }

  @Override
  public Written oldest() {
    return (isOldestFirst ? firstBy(0) : written(Room.endless()).stream().min(naturalOrder()))
        .orElseThrow();
  }

  @Override
  public Optional<Ipld> first(Policy policy, Room room) {
    Optional<Written> owners = firstBy(0);
    Optional<Written> others = firstBy(1);
    boolean isOwners =
        owners.isPresent()
            && (others.isEmpty() || policy.order().compare(owners.get(), others.get()) < 0);
    return (isOwners ? owners : others)
        .filter(Written::isThere)
        .filter(first -> room.take(first.bytes().size()))
        .map(Written::value);
  }

  /** The first in the order of the owner's, or of those of others. */
  private Optional<Written> firstBy(int others) {
    Bytes from = Bytes.concat(base, BY_ORDER, oneByte(others));
    Bytes to = Bytes.concat(base, BY_ORDER, oneByte(others + 1));
    return elements
        .firstIn(from, to)
        .map(order -> Written.of(elements.get(Bytes.concat(base, order.getValue()))));
  }

  @Override
  public List<Ipld> values(Policy policy, Room room) {
    return only().<List<Ipld>>map(List::of).orElseGet(() -> Register.super.values(policy, room));
  }

  /** The one value that is there, where there is one and that is short. */
  private Optional<Ipld> only() {
    Bytes from = Bytes.concat(base, BY_VALUE);
    boolean hasNull = elements.contains(Bytes.concat(from, Multihash.sha256(NULL).digest()));
    if (size.values() != (hasNull ? 2 : 1)) {
      return Optional.empty();
    }
    return elements.in(from, Bytes.concat(base, oneByte(3))).values().stream()
        .map(each -> each.from(Long.BYTES))
        .filter(value -> !value.isEmpty() && !value.equals(NULL))
        .map(Coded::read)
        .findFirst();
  }
}
