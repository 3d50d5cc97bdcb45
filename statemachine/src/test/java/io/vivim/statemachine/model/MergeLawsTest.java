package io.vivim.statemachine.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Bytes;
import io.vivim.codec.DagCbor;
import io.vivim.codec.DagCborReader;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.events.EventId;
import io.vivim.events.Timestamp;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/**
 * Random operations on one field, by writers who have seen some of the others', against a reference
 * that looks at all of them at once.
 */
final class MergeLawsTest {
  private static final int MOST_OPERATIONS = 12;

  /** One operation and what it has seen, which is everything that those have seen too. */
  private record Done(Operation operation, Stamp stamp, BitSet seen) {
    SlowField.Done slow(List<Done> history) {
      Set<EventId> ids =
          seen.stream().mapToObj(i -> history.get(i).stamp().event()).collect(Collectors.toSet());
      return new SlowField.Done(operation, stamp, ids);
    }
  }

  @Property
  void anyOrderThatKeepsCausesFirstGivesTheSameField(@ForAll Merge merge, @ForAll long seed) {
    Random random = new Random(seed);
    List<Done> history = history(merge, random);
    Field first = fold(merge, history, inOrder(history.size()));
    for (int i = 0; i < 4; i++) {
      assertThat(fold(merge, history, anyOrder(history, random))).isEqualTo(first);
    }
    SlowField slow =
        new SlowField(merge, history.stream().map(done -> done.slow(history)).toList());
    for (Policy policy : Policy.values()) {
      assertThat(first.value(policy)).isEqualTo(slow.value(policy));
      assertThat(first.conflict(policy).stream().map(Written::value).toList())
          .isEqualTo(slow.conflict(policy));
    }
  }

  /**
   * Who knows some of a history, all causes of it included, and takes from others what it lacks.
   * That an event counts once is the log's doing, whose tests let each come twice.
   */
  private record Replica(Merge merge, List<Done> history, BitSet known, Field field) {
    /** This one and all that the other knows, which comes in the order that the other goes by. */
    Replica with(Replica other) {
      BitSet all = (BitSet) known.clone();
      Field merged = field;
      for (int i : other.known.stream().toArray()) {
        if (!all.get(i)) {
          all.set(i);
          Done done = history.get(i);
          Past past = new SeenBy(done, history);
          merged = merged.apply(done.operation(), done.stamp(), past, Integer.MAX_VALUE);
        }
      }
      return new Replica(merge, history, all, merged);
    }

    static Replica of(Merge merge, List<Done> history, Random random) {
      BitSet known = new BitSet();
      for (int heads = 1 + random.nextInt(3); heads > 0; heads--) {
        int head = random.nextInt(history.size());
        known.set(head);
        known.or(history.get(head).seen());
      }
      Replica nobody = new Replica(merge, history, new BitSet(), merge.empty());
      return nobody.with(new Replica(merge, history, known, merge.empty()));
    }
  }

  @Property
  void mergingIsCommutativeAndAssociative(@ForAll Merge merge, @ForAll long seed) {
    Random random = new Random(seed);
    List<Done> history = history(merge, random);
    Replica a = Replica.of(merge, history, random);
    Replica b = Replica.of(merge, history, random);
    Replica c = Replica.of(merge, history, random);
    assertThat(a.with(b)).isEqualTo(b.with(a));
    assertThat(a.with(b).with(c)).isEqualTo(a.with(b.with(c)));
  }

  @Property
  void aFieldIsWhatItsBytesSay(@ForAll Merge merge, @ForAll long seed) {
    List<Done> history = history(merge, new Random(seed));
    Field field = fold(merge, history, inOrder(history.size()));
    assertThat(new Shelf().put(merge, field, Integer.MAX_VALUE)).isEqualTo(field);
  }

  @Property
  void aFieldIsTheSameWhereverItsElementsLie(@ForAll Merge merge, @ForAll long seed) {
    Random random = new Random(seed);
    List<Done> history = history(merge, random);
    Shelf shelf = new Shelf();
    int most = random.nextInt(300);
    Field plain = merge.empty();
    Field whole = plain;
    Field shelved = plain;
    for (Done done : history) {
      Past past = new SeenBy(done, history);
      plain = plain.apply(done.operation(), done.stamp(), past, Integer.MAX_VALUE);
      whole = whole.apply(done.operation(), done.stamp(), past, most);
      shelved = shelved.apply(done.operation(), done.stamp(), past, most);
      assertThat(shelved).isEqualTo(whole);
      if (random.nextBoolean()) {
        shelved = shelf.put(merge, shelved, most);
        assertThat(shelved.encode(most)).isEqualTo(whole.encode(most));
      }
    }
    assertThat(shelved.form()).isEqualTo(plain.form());
    assertThat(writes(shelved)).isEqualTo(writes(plain));
    for (Policy policy : Policy.values()) {
      assertThat(shelved.value(policy)).isEqualTo(plain.value(policy));
      assertThat(shelved.conflict(policy)).isEqualTo(plain.conflict(policy));
      assertThat(shelved.isDisputed()).isEqualTo(!plain.conflict(policy).isEmpty());
    }
  }

  private static List<Written> writes(Field field) {
    return field.written(Room.endless()).stream().sorted().toList();
  }

  @Property(tries = 50)
  void ofStoredElementsOnlyThoseAreReadThatAnOperationNames(@ForAll long seed) {
    Random random = new Random(seed);
    for (Merge merge : List.of(Merge.SET, Merge.MAP, Merge.OPAQUE)) {
      Shelf shelf = new Shelf();
      Field field = merge.empty();
      for (int i = 0; i < 100; i++) {
        Ipld value = merge == Merge.OPAQUE ? Ipld.of(Bytes.utf8("v" + i)) : Ipld.of("v" + i);
        Ipld added = merge == Merge.MAP ? Ipld.listOf(value, Ipld.of(i)) : value;
        List<Ipld> removed = merge == Merge.OPAQUE ? List.of() : List.of(Ipld.of("v" + i / 2));
        shelf.reads = 0;
        field =
            field.apply(
                new Operation.Change(List.of(added), removed),
                stamp(i, random),
                new AllOrNothing(true),
                0);
        assertThat(field.isDisputed()).isFalse();
        field = shelf.put(merge, field, 0);
        assertThat(shelf.reads).isLessThanOrEqualTo(2);
      }
    }
  }

  /** Keeps the elements of one field that do not lie in the field's own bytes. */
  private static final class Shelf implements Elements.Stored {
    private final NavigableMap<Bytes, Bytes> elements = new TreeMap<>();
    private int reads;

    /** Writes a field down, and reads it again. */
    Field put(Merge merge, Field field, int most) {
      Bytes written = DagCbor.encode(field.encode(most));
      field.elements().ifPresent(of -> put(of, most));
      return merge.read(DagCborReader.overOwn(written), () -> this);
    }

    private void put(Elements of, int most) {
      if (of.exceeds(most) && of.isStored()) {
        of.forEachChange(elements::put);
        elements.values().removeIf(Bytes::isEmpty);
      } else {
        SortedMap<Bytes, Bytes> all = of.exceeds(most) ? new TreeMap<>(of.all()) : new TreeMap<>();
        elements.clear();
        elements.putAll(all);
      }
    }

    @Override
    public Optional<Bytes> get(Bytes key) {
      reads++;
      return Optional.ofNullable(elements.get(key));
    }

    @Override
    public NavigableMap<Bytes, Bytes> all(Room room) {
      reads += elements.size();
      return elements;
    }

    @Override
    public NavigableMap<Bytes, Bytes> below(Bytes end, Room room) {
      return elements.headMap(end, false);
    }

    @Override
    public NavigableMap<Bytes, Bytes> in(Bytes from, Bytes to, Room room) {
      return elements.subMap(from, true, to, false);
    }

    @Override
    public Optional<Map.Entry<Bytes, Bytes>> firstIn(Bytes from, Bytes to) {
      return in(from, to, Room.endless()).entrySet().stream().findFirst();
    }
  }

  private static Field fold(Merge merge, List<Done> history, List<Integer> order) {
    Field field = merge.empty();
    for (int i : order) {
      Done done = history.get(i);
      field =
          field.apply(done.operation(), done.stamp(), new SeenBy(done, history), Integer.MAX_VALUE);
    }
    return field;
  }

  /** What an operation has seen, in a history that three signed. */
  private record SeenBy(Done done, List<Done> history) implements Past {
    @Override
    public boolean has(Stamp stamp) {
      return done.seen().stream().anyMatch(i -> history.get(i).stamp().equals(stamp));
    }

    @Override
    public boolean hasAll() {
      return false;
    }

    @Override
    public Bytes signerOf(Stamp stamp) {
      byte[] signer = new byte[16];
      signer[0] = (byte) (stamp.seq() % 3);
      return Bytes.owning(signer);
    }

    @Override
    public Optional<Map<Bytes, Long>> reach() {
      if (done.seen().cardinality() % 4 == 3) {
        return Optional.empty();
      }
      Map<Bytes, Long> reach = new HashMap<>();
      done.seen().stream()
          .mapToObj(i -> history.get(i).stamp())
          .forEach(stamp -> reach.merge(signerOf(stamp), stamp.seq(), Math::max));
      return Optional.of(reach);
    }
  }

  private static List<Integer> inOrder(int size) {
    List<Integer> order = new ArrayList<>();
    for (int i = 0; i < size; i++) {
      order.add(i);
    }
    return order;
  }

  private static List<Integer> anyOrder(List<Done> history, Random random) {
    List<Integer> order = new ArrayList<>();
    BitSet done = new BitSet();
    while (order.size() < history.size()) {
      int next = random.nextInt(history.size());
      BitSet missing = (BitSet) history.get(next).seen().clone();
      missing.andNot(done);
      if (!done.get(next) && missing.isEmpty()) {
        order.add(next);
        done.set(next);
      }
    }
    return order;
  }

  private static List<Done> history(Merge merge, Random random) {
    List<Done> history = new ArrayList<>();
    int size = 1 + random.nextInt(MOST_OPERATIONS);
    while (history.size() < size) {
      Operation operation = operation(random);
      if (merge.accepts(operation)) {
        history.add(new Done(operation, stamp(history.size(), random), seen(history, random)));
      }
    }
    return history;
  }

  private static BitSet seen(List<Done> history, Random random) {
    BitSet seen = new BitSet();
    for (int heads = random.nextInt(3); heads > 0 && !history.isEmpty(); heads--) {
      int head = random.nextInt(history.size());
      seen.set(head);
      seen.or(history.get(head).seen());
    }
    return seen;
  }

  /** Later ones have later times, since each may have seen the one before, but often the same. */
  private static Stamp stamp(int index, Random random) {
    byte[] id = new byte[EventId.DIGEST_BYTES];
    random.nextBytes(id);
    return Stamp.of(
        Timestamp.of(1000 + index / 2, index),
        new EventId(Bytes.owning(id)),
        index + 1L,
        random.nextBoolean());
  }

  private static Operation operation(Random random) {
    return switch (random.nextInt(5)) {
      case 0 -> new Operation.Assign(value(random));
      case 1 -> new Operation.Unset();
      case 2 -> new Operation.Increment(Ipld.of(random.nextLong()));
      case 3 -> new Operation.Change(values(random, false), values(random, true));
      default -> new Operation.Change(pairs(random), values(random, true));
    };
  }

  private static Ipld value(Random random) {
    return switch (random.nextInt(7)) {
      case 0 -> Ipld.NULL;
      case 1 -> Ipld.of(random.nextInt(4) - 2);
      case 2 -> Ipld.of((random.nextInt(5) - 2) / 2.0 * (random.nextBoolean() ? 1 : -1));
      case 3 -> new Ipld.Sequence(values(random, random.nextBoolean()));
      case 4 ->
          IpldMap.builder()
              .put(key(random), Ipld.of(random.nextInt(3)))
              .put("z", Ipld.of(1))
              .build();
      case 5 -> Ipld.of(Bytes.owning(new byte[] {(byte) random.nextInt(4)}));
      default -> Ipld.of(key(random));
    };
  }

  private static String key(Random random) {
    return List.of("a", "b", "c").get(random.nextInt(3));
  }

  private static List<Ipld> values(Random random, boolean texts) {
    List<Ipld> values = new ArrayList<>();
    for (int i = random.nextInt(3); i > 0; i--) {
      values.add(
          texts
              ? Ipld.of(key(random))
              : random.nextBoolean()
                  ? Ipld.of(key(random))
                  : Ipld.of(Bytes.owning(new byte[] {(byte) random.nextInt(3)})));
    }
    return values;
  }

  private static List<Ipld> pairs(Random random) {
    return List.of(Ipld.listOf(Ipld.of(key(random)), Ipld.of(random.nextInt(3))));
  }
}
