package io.vivim.statemachine.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Bytes;
import io.vivim.codec.DagCbor;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.events.EventId;
import io.vivim.events.Timestamp;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Predicate;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.jspecify.annotations.Nullable;

/**
 * Random operations on one field, by writers who have seen some of the others', against a reference
 * that looks at all of them at once.
 */
final class MergeLawsTest {
  private static final int MOST_OPERATIONS = 12;

  /** One operation and what it has seen, which is everything that those have seen too. */
  private record Done(Operation operation, Stamp stamp, BitSet seen) {}

  @Property
  void anyOrderThatKeepsCausesFirstGivesTheSameField(@ForAll Merge merge, @ForAll long seed) {
    Random random = new Random(seed);
    List<Done> history = history(merge, random);
    Field first = fold(merge, history, inOrder(history.size()));
    for (int i = 0; i < 4; i++) {
      assertThat(fold(merge, history, anyOrder(history, random))).isEqualTo(first);
    }
    for (Policy policy : Policy.values()) {
      assertThat(first.value(policy)).isEqualTo(new SlowField(merge, history).value(policy));
    }
  }

  @Property
  void aFieldIsWhatItsBytesSay(@ForAll Merge merge, @ForAll long seed) throws Exception {
    List<Done> history = history(merge, new Random(seed));
    Field field = fold(merge, history, inOrder(history.size()));
    Ipld read = DagCbor.decode(DagCbor.encode(field.encode())).orThrow();
    assertThat(merge.decode(read)).isEqualTo(field);
  }

  private static Field fold(Merge merge, List<Done> history, List<Integer> order) {
    Field field = merge.empty();
    for (int i : order) {
      Done done = history.get(i);
      field = field.apply(done.operation(), done.stamp(), pastOf(done, history));
    }
    return field;
  }

  private static Past pastOf(Done done, List<Done> history) {
    return stamp -> done.seen().stream().anyMatch(i -> history.get(i).stamp().equals(stamp));
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
    return new Stamp(
        Timestamp.of(1000 + index / 2, index),
        new EventId(Bytes.owning(id)),
        Bytes.owning(new byte[32]),
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

  /** What a field is by its definition: looked up in all operations, each time anew. */
  private record SlowField(Merge merge, List<Done> history) {
    Optional<Ipld> value(Policy policy) {
      Ipld value =
          switch (merge) {
            case REGISTER, MULTI -> register(policy);
            case SET -> set();
            case COUNTER -> counter();
            case MAX, MIN -> extreme();
            case MAP -> map(policy);
            case OPAQUE -> opaque();
          };
      boolean isNothing =
          value.equals(Ipld.NULL)
              || value.equals(Ipld.listOf())
              || (merge == Merge.MAP && value.equals(IpldMap.EMPTY));
      boolean isOwnValue = merge == Merge.REGISTER && policy != Policy.KEEP_BOTH;
      return (isOwnValue ? value.equals(Ipld.NULL) : isNothing)
          ? Optional.empty()
          : Optional.of(value);
    }

    /** Whether a later operation, one that has seen it, satisfies this. */
    private boolean isFollowedBy(int index, Predicate<Operation> by) {
      return history.stream().anyMatch(d -> d.seen().get(index) && by.test(d.operation()));
    }

    private List<Integer> byStamp(Policy policy) {
      List<Integer> order = inOrder(history.size());
      order.sort(
          (x, y) -> {
            Stamp one = history.get(x).stamp();
            Stamp other = history.get(y).stamp();
            boolean byOwner = policy == Policy.OWNER_WINS && one.byOwner() != other.byOwner();
            if (byOwner) {
              return one.byOwner() ? 1 : -1;
            }
            int byTime = one.timestamp().compareTo(other.timestamp());
            return byTime != 0 ? byTime : one.event().compareTo(other.event());
          });
      return order;
    }

    private Ipld register(Policy policy) {
      List<Ipld> values = new ArrayList<>();
      for (int i : byStamp(policy)) {
        if (!isFollowedBy(i, by -> true)) {
          Operation operation = history.get(i).operation();
          values.add(0, operation instanceof Operation.Assign a ? a.value() : Ipld.NULL);
        }
      }
      if (merge == Merge.REGISTER && policy != Policy.KEEP_BOTH) {
        return values.get(0);
      }
      return new Ipld.Sequence(
          values.stream().filter(v -> !v.equals(Ipld.NULL)).distinct().toList());
    }

    private Ipld set() {
      List<Ipld> values = new ArrayList<>();
      for (int i : byStamp(Policy.LATEST_WINS)) {
        for (Ipld value : added(history.get(i).operation())) {
          boolean isGone =
              isFollowedBy(
                  i,
                  by ->
                      !(by instanceof Operation.Change change)
                          || change.removed().contains(value)
                          || change.added().contains(value));
          if (!isGone) {
            values.add(value);
          }
        }
      }
      return new Ipld.Sequence(values.stream().distinct().toList());
    }

    private static List<Ipld> added(Operation operation) {
      if (operation instanceof Operation.Assign assign) {
        return ((Ipld.Sequence) assign.value()).values();
      }
      return operation instanceof Operation.Change change ? change.added() : List.of();
    }

    private Ipld counter() {
      BigInteger sum = BigInteger.ZERO;
      for (Done done : history) {
        sum = sum.add(((Operation.Increment) done.operation()).by().asBigInteger());
      }
      long most = (1L << 53) - 1;
      BigInteger limit = BigInteger.valueOf(most);
      return Ipld.of(sum.max(limit.negate()).min(limit).longValueExact());
    }

    private Ipld extreme() {
      Ipld found = Ipld.NULL;
      for (Done done : history) {
        Ipld next = ((Operation.Assign) done.operation()).value();
        double size = size(next);
        boolean isFurther =
            found.equals(Ipld.NULL)
                || (merge == Merge.MAX ? size > size(found) : size < size(found));
        found = isFurther ? next : found;
      }
      return found;
    }

    /** Small steps apart, so that an integer comes before -0.0 and that before other floats. */
    private static double size(Ipld number) {
      if (number instanceof Ipld.Int integer) {
        return integer.asLong();
      }
      double value = ((Ipld.Float64) number).value();
      return value + (Double.compare(value, -0.0) == 0 ? 0.001 : 0.002);
    }

    private Ipld map(Policy policy) {
      IpldMap.Builder shown = IpldMap.builder();
      for (String key : List.of("a", "b", "c", "z")) {
        List<Ipld> values = new ArrayList<>();
        for (int i : byStamp(policy)) {
          Ipld value = at(history.get(i).operation(), key);
          if (value != null && !isFollowedBy(i, by -> touches(by, key))) {
            values.add(0, value);
          }
        }
        if (!values.isEmpty() && !values.get(0).equals(Ipld.NULL)) {
          shown.put(key, values.get(0));
        }
      }
      return shown.build();
    }

    private static boolean touches(Operation operation, String key) {
      return !(operation instanceof Operation.Change change)
          || at(operation, key) != null
          || change.removed().contains(Ipld.of(key));
    }

    private static @Nullable Ipld at(Operation operation, String key) {
      if (operation instanceof Operation.Assign assign) {
        return ((IpldMap) assign.value()).get(key).orElse(null);
      }
      Ipld found = null;
      if (operation instanceof Operation.Change change) {
        for (Ipld pair : change.added()) {
          List<Ipld> parts = ((Ipld.Sequence) pair).values();
          found = parts.get(0).equals(Ipld.of(key)) ? parts.get(1) : found;
        }
      }
      return found;
    }

    private Ipld opaque() {
      List<Ipld> values = new ArrayList<>();
      for (int i : byStamp(Policy.LATEST_WINS)) {
        Done done = history.get(i);
        boolean isReplaced =
            history.stream()
                .anyMatch(
                    d ->
                        d.seen().get(i)
                            && d.stamp().byOwner()
                            && d.operation() instanceof Operation.Assign);
        if (isReplaced) {
          continue;
        }
        if (done.operation() instanceof Operation.Change change) {
          values.addAll(change.added());
        } else if (done.stamp().byOwner()) {
          values.add(((Operation.Assign) done.operation()).value());
        }
      }
      return new Ipld.Sequence(values);
    }
  }
}
