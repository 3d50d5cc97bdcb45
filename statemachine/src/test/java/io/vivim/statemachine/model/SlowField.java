package io.vivim.statemachine.model;

import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.events.EventId;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a field is by its definition: looked up in all operations, each time anew.
 *
 * @param operations those on this field, in any order
 */
public record SlowField(Merge merge, List<Done> operations) {
  /**
   * One operation.
   *
   * @param seen all events that its own has seen
   */
  public record Done(Operation operation, Stamp stamp, Set<EventId> seen) {}

  public SlowField {
    operations = List.copyOf(operations);
  }

  /** What is shown. */
  public Optional<Ipld> value(Policy policy) {
    if (operations.isEmpty()) {
      return Optional.empty();
    }
    Ipld value =
        switch (merge) {
          case REGISTER, MULTI -> register(policy);
          case SET -> new Ipld.Sequence(set());
          case COUNTER -> counter();
          case MAX, MIN -> extreme();
          case MAP -> map(policy);
          case OPAQUE -> new Ipld.Sequence(opaque());
        };
    boolean isOneValue = merge == Merge.REGISTER && policy != Policy.KEEP_BOTH;
    boolean isNothing =
        value.equals(Ipld.NULL)
            || (!isOneValue && (value.equals(Ipld.listOf()) || value.equals(IpldMap.EMPTY)));
    return isNothing ? Optional.empty() : Optional.of(value);
  }

  /** The values where they differ, the one that is shown first; null for one taken away. */
  public List<Ipld> conflict(Policy policy) {
    if (merge == Merge.REGISTER || merge == Merge.MULTI) {
      return differing(unseen(policy));
    }
    List<Ipld> all = new ArrayList<>();
    if (merge == Merge.MAP) {
      keys().forEach(key -> all.addAll(differing(unseen(policy, key))));
    }
    return all;
  }

  private static List<Ipld> differing(List<Ipld> values) {
    return values.stream().distinct().count() > 1 ? values : List.of();
  }

  /** Whether a later operation, one that has seen it, satisfies this. */
  private boolean isFollowed(Done done, Predicate<Operation> by) {
    return operations.stream()
        .anyMatch(
            later -> later.seen().contains(done.stamp().event()) && by.test(later.operation()));
  }

  private List<Done> oldestFirst() {
    return operations.stream().sorted(Comparator.comparing(Done::stamp)).toList();
  }

  private List<Done> firstShownFirst(Policy policy) {
    Comparator<Done> latest = Comparator.comparing(Done::stamp).reversed();
    Comparator<Done> owners = Comparator.comparing(done -> !done.stamp().byOwner());
    return operations.stream()
        .sorted(policy == Policy.OWNER_WINS ? owners.thenComparing(latest) : latest)
        .toList();
  }

  private List<Ipld> unseen(Policy policy) {
    return firstShownFirst(policy).stream()
        .filter(done -> !isFollowed(done, by -> true))
        .map(Done::operation)
        .map(done -> done instanceof Operation.Assign assign ? assign.value() : Ipld.NULL)
        .toList();
  }

  private Ipld register(Policy policy) {
    List<Ipld> values = unseen(policy);
    return merge == Merge.REGISTER && policy != Policy.KEEP_BOTH
        ? values.get(0)
        : new Ipld.Sequence(
            values.stream().filter(value -> !value.equals(Ipld.NULL)).distinct().toList());
  }

  private List<Ipld> set() {
    List<Ipld> values = new ArrayList<>();
    for (Done done : oldestFirst()) {
      for (Ipld value : added(done.operation())) {
        if (!isFollowed(done, by -> changes(by, value))) {
          values.add(value);
        }
      }
    }
    return values.stream().distinct().toList();
  }

  private static boolean changes(Operation operation, Ipld value) {
    return !(operation instanceof Operation.Change change)
        || change.removed().contains(value)
        || change.added().contains(value);
  }

  private static List<Ipld> added(Operation operation) {
    if (operation instanceof Operation.Assign assign) {
      return ((Ipld.Sequence) assign.value()).values();
    }
    return operation instanceof Operation.Change change ? change.added() : List.of();
  }

  private Ipld counter() {
    BigInteger sum = BigInteger.ZERO;
    for (Done done : operations) {
      sum = sum.add(((Operation.Increment) done.operation()).by().asBigInteger());
    }
    BigInteger limit = BigInteger.valueOf((1L << 53) - 1);
    return Ipld.of(sum.max(limit.negate()).min(limit).longValueExact());
  }

  private Ipld extreme() {
    Comparator<Ipld> bySize =
        Comparator.comparing(SlowField::size).thenComparing(SlowField::spelling);
    List<Ipld> numbers =
        operations.stream()
            .map(done -> ((Operation.Assign) done.operation()).value())
            .sorted(bySize)
            .toList();
    return numbers.get(merge == Merge.MAX ? numbers.size() - 1 : 0);
  }

  private static BigDecimal size(Ipld number) {
    return number instanceof Ipld.Int integer
        ? new BigDecimal(integer.asBigInteger())
        : new BigDecimal(((Ipld.Float64) number).value());
  }

  /** Of numbers of one size an integer is the lowest, then -0.0, then any other float. */
  private static int spelling(Ipld number) {
    if (!(number instanceof Ipld.Float64 real)) {
      return 0;
    }
    return Double.compare(real.value(), -0.0) == 0 ? 1 : 2;
  }

  private Ipld map(Policy policy) {
    IpldMap.Builder shown = IpldMap.builder();
    for (String key : keys()) {
      unseen(policy, key).stream()
          .limit(1)
          .filter(value -> !value.equals(Ipld.NULL))
          .forEach(value -> shown.put(key, value));
    }
    return shown.build();
  }

  private Set<String> keys() {
    Set<String> keys = new TreeSet<>();
    operations.forEach(done -> keys.addAll(pairs(done.operation()).keys()));
    return keys;
  }

  private List<Ipld> unseen(Policy policy, String key) {
    List<Ipld> values = new ArrayList<>();
    for (Done done : firstShownFirst(policy)) {
      Ipld value = at(done.operation(), key);
      if (value != null && !isFollowed(done, by -> touches(by, key))) {
        values.add(value);
      }
    }
    return values;
  }

  private static boolean touches(Operation operation, String key) {
    return !(operation instanceof Operation.Change change)
        || at(operation, key) != null
        || change.removed().contains(Ipld.of(key));
  }

  private static @Nullable Ipld at(Operation operation, String key) {
    return pairs(operation).get(key).orElse(null);
  }

  private static IpldMap pairs(Operation operation) {
    if (operation instanceof Operation.Assign assign) {
      return (IpldMap) assign.value();
    }
    IpldMap.Builder pairs = IpldMap.builder();
    if (operation instanceof Operation.Change change) {
      List<String> keys = new ArrayList<>();
      for (Ipld pair : change.added()) {
        keys.add(((Ipld.Text) ((Ipld.Sequence) pair).values().get(0)).value());
      }
      for (int i = 0; i < keys.size(); i++) {
        // Of a key that is given twice the last value counts.
        if (keys.lastIndexOf(keys.get(i)) == i) {
          pairs.put(keys.get(i), ((Ipld.Sequence) change.added().get(i)).values().get(1));
        }
      }
    }
    return pairs.build();
  }

  private List<Ipld> opaque() {
    List<Ipld> values = new ArrayList<>();
    for (Done done : oldestFirst()) {
      boolean isReplaced =
          operations.stream()
              .anyMatch(
                  later ->
                      later.seen().contains(done.stamp().event())
                          && later.stamp().byOwner()
                          && later.operation() instanceof Operation.Assign);
      if (isReplaced) {
        continue;
      }
      if (done.operation() instanceof Operation.Change change) {
        values.addAll(change.added());
      } else if (done.stamp().byOwner()) {
        values.add(((Operation.Assign) done.operation()).value());
      }
    }
    return values;
  }
}
