package io.vivim.did.ucan;

import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.did.ucan.Selector.Field;
import io.vivim.did.ucan.Selector.Index;
import io.vivim.did.ucan.Selector.Segment;
import io.vivim.did.ucan.Selector.Slice;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Evaluates policies over one request's arguments, and counts what that costs.
 *
 * <p>The count is part of the format: a request that one node refuses as too costly has to be too
 * costly on every node. One step is taken for each statement, each segment of a selector, each
 * value that a selector copies, and each pair of values compared; a text, key or byte string that
 * is compared or matched takes another for every 16 of its bytes.
 */
final class Evaluation {
  private static final int BYTES_PER_STEP = 16;

  private long stepsLeft = UcanLimits.MAX_EVALUATION_STEPS;

  /** The steps are used up; neither true nor false, since a "not" around it would turn it over. */
  static final class OutOfSteps extends Exception {
    private static final long serialVersionUID = 1L;

    OutOfSteps() {
      super("the steps are used up", null, false, false);
    }
  }

  /** The first of a policy's statements that is false, if one is. */
  OptionalInt firstFalse(Policy policy, Ipld arguments) throws OutOfSteps {
    List<Statement> statements = policy.statements();
    for (int i = 0; i < statements.size(); i++) {
      if (!holds(statements.get(i), arguments)) {
        return OptionalInt.of(i);
      }
    }
    return OptionalInt.empty();
  }

  /** What a selector finds, if anything; a found null is a value. */
  Optional<Ipld> select(Selector selector, Ipld root) throws OutOfSteps {
    return Optional.ofNullable(resolve(selector, root));
  }

  private boolean holds(Statement statement, Ipld root) throws OutOfSteps {
    spend(1);
    if (statement instanceof Statement.Comparison comparison) {
      return compares(comparison, root);
    } else if (statement instanceof Statement.Like like) {
      return resolve(like.selector(), root) instanceof Ipld.Text text && matches(like, text);
    } else if (statement instanceof Statement.And and) {
      return everyHolds(and.statements(), root);
    } else if (statement instanceof Statement.Or or) {
      return or.statements().isEmpty() || someHolds(or.statements(), root);
    } else if (statement instanceof Statement.Not not) {
      return !holds(not.statement(), root);
    } else if (statement instanceof Statement.All all) {
      List<Ipld> elements = elements(resolve(all.selector(), root));
      return elements != null && holdsOfEvery(all.statement(), elements);
    }
    Statement.Any any = (Statement.Any) statement;
    List<Ipld> elements = elements(resolve(any.selector(), root));
    return elements != null && (elements.isEmpty() || holdsOfSome(any.statement(), elements));
  }

  private boolean everyHolds(List<Statement> statements, Ipld root) throws OutOfSteps {
    for (Statement each : statements) {
      if (!holds(each, root)) {
        return false;
      }
    }
    return true;
  }

  private boolean someHolds(List<Statement> statements, Ipld root) throws OutOfSteps {
    for (Statement each : statements) {
      if (holds(each, root)) {
        return true;
      }
    }
    return false;
  }

  private boolean holdsOfEvery(Statement statement, List<Ipld> elements) throws OutOfSteps {
    for (Ipld each : elements) {
      if (!holds(statement, each)) {
        return false;
      }
    }
    return true;
  }

  private boolean holdsOfSome(Statement statement, List<Ipld> elements) throws OutOfSteps {
    for (Ipld each : elements) {
      if (holds(statement, each)) {
        return true;
      }
    }
    return false;
  }

  private boolean matches(Statement.Like like, Ipld.Text text) throws OutOfSteps {
    spendOn(like.pattern().toString());
    spendOn(text.value());
    return like.pattern().matches(text.value());
  }

  private boolean compares(Statement.Comparison comparison, Ipld root) throws OutOfSteps {
    Ipld actual = resolve(comparison.selector(), root);
    Ipld given = comparison.value();
    if (actual == null) {
      // "!=" too: its own selector found nothing, which makes any statement false.
      return false;
    }
    if (!comparison.comparator().isOrder()) {
      boolean wanted = comparison.comparator() == Statement.Comparator.EQUAL;
      return same(given, actual) == wanted;
    }
    spend(1);
    if (!Numbers.isNumber(actual)) {
      return false;
    }
    int order = Numbers.compare(actual, given);
    return switch (comparison.comparator()) {
      case LESS -> order < 0;
      case AT_MOST -> order <= 0;
      case GREATER -> order > 0;
      default -> order >= 0;
    };
  }

  /** Whether two values are equal all the way down, numbers by what they count. */
  private boolean same(Ipld given, Ipld actual) throws OutOfSteps {
    spend(1);
    if (Numbers.isNumber(given)) {
      return Numbers.isNumber(actual) && Numbers.compare(given, actual) == 0;
    } else if (given instanceof Ipld.Text text) {
      spendOn(text.value());
    } else if (given instanceof Ipld.Binary binary) {
      spend(binary.value().size() / BYTES_PER_STEP);
    } else if (given instanceof Ipld.Sequence list) {
      return actual instanceof Ipld.Sequence other && sameLists(list.values(), other.values());
    } else if (given instanceof IpldMap map) {
      return actual instanceof IpldMap other && sameMaps(map, other);
    }
    return given.equals(actual);
  }

  private boolean sameLists(List<Ipld> given, List<Ipld> actual) throws OutOfSteps {
    if (given.size() != actual.size()) {
      return false;
    }
    for (int i = 0; i < given.size(); i++) {
      if (!same(given.get(i), actual.get(i))) {
        return false;
      }
    }
    return true;
  }

  private boolean sameMaps(IpldMap given, IpldMap actual) throws OutOfSteps {
    if (given.size() != actual.size()) {
      return false;
    }
    for (String key : given.keys()) {
      spendOn(key);
      Ipld value = actual.get(key).orElse(null);
      if (value == null || !same(given.get(key).orElseThrow(), value)) {
        return false;
      }
    }
    return true;
  }

  /** What quantifiers range over: a list, or a map's values; null for all else. */
  private @Nullable List<Ipld> elements(@Nullable Ipld collection) throws OutOfSteps {
    if (collection instanceof Ipld.Sequence list) {
      return list.values();
    }
    return collection instanceof IpldMap map ? valuesOf(map) : null;
  }

  private List<Ipld> valuesOf(IpldMap map) throws OutOfSteps {
    spend(map.size());
    List<Ipld> values = new ArrayList<>(map.size());
    map.forEach((key, value) -> values.add(value));
    return values;
  }

  /** The selected value; Java's null where there is none, which is not the value null. */
  private @Nullable Ipld resolve(Selector selector, Ipld root) throws OutOfSteps {
    Ipld value = root;
    for (Segment segment : selector.segments()) {
      spend(1);
      Ipld next = step(segment, value);
      if (next == null && !segment.optional()) {
        return null;
      }
      value = next == null ? Ipld.NULL : next;
    }
    return value;
  }

  private @Nullable Ipld step(Segment segment, Ipld value) throws OutOfSteps {
    if (segment instanceof Field field) {
      // A missing key is the value null, so that a further segment fails and a comparison may not.
      return value instanceof IpldMap map ? map.get(field.name()).orElse(Ipld.NULL) : null;
    } else if (segment instanceof Index index) {
      return element(index.index(), value);
    } else if (segment instanceof Slice slice) {
      return slice(slice, value);
    } else if (value instanceof IpldMap map) {
      return new Ipld.Sequence(valuesOf(map));
    }
    return value instanceof Ipld.Sequence ? value : null;
  }

  private static @Nullable Ipld element(long index, Ipld value) {
    int size = sizeOf(value);
    long at = index < 0 ? index + size : index;
    if (at < 0 || at >= size) {
      return null;
    }
    return value instanceof Ipld.Sequence list
        ? list.values().get((int) at)
        : Ipld.of((long) ((Ipld.Binary) value).value().at((int) at));
  }

  private @Nullable Ipld slice(Slice slice, Ipld value) throws OutOfSteps {
    int size = sizeOf(value);
    if (size < 0) {
      return null;
    }
    int from = place(slice.from().orElse(0), size);
    int to = Math.max(from, place(slice.to().orElse(size), size));
    if (value instanceof Ipld.Binary binary) {
      return Ipld.of(binary.value().slice(from, to));
    }
    spend(to - from);
    return new Ipld.Sequence(((Ipld.Sequence) value).values().subList(from, to));
  }

  /** How many elements a list or byte string has; -1 for what has none. */
  private static int sizeOf(Ipld value) {
    if (value instanceof Ipld.Sequence list) {
      return list.values().size();
    }
    return value instanceof Ipld.Binary binary ? binary.value().size() : -1;
  }

  private static int place(long index, int size) {
    long fromStart = index < 0 ? index + size : index;
    return (int) Math.max(0, Math.min(size, fromStart));
  }

  private void spendOn(String text) throws OutOfSteps {
    int bytes = 0;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      // A pair of surrogates is four bytes of UTF-8, two for each.
      bytes += c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate(c) ? 2 : 3;
    }
    spend(bytes / BYTES_PER_STEP);
  }

  private void spend(long steps) throws OutOfSteps {
    stepsLeft -= steps;
    if (stepsLeft < 0) {
      throw new OutOfSteps();
    }
  }
}
