package io.vivim.statemachine.schema;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What lists are asked about their items; all other values pass. */
final class ItemKeywords {
  private ItemKeywords() {}

  static void readItems(SchemaMap schema, List<Keyword> into) throws SchemaRefusedException {
    List<SchemaNode> prefix = schema.schemas("prefixItems");
    Optional<SchemaNode> rest = schema.schema("items");
    if (!prefix.isEmpty() || rest.isPresent()) {
      into.add(new Items(prefix, rest.orElse(null)));
    }
  }

  static void readContains(SchemaMap schema, List<Keyword> into) throws SchemaRefusedException {
    Optional<SchemaNode> wanted = schema.schema("contains");
    Optional<Integer> least = schema.count("minContains");
    Optional<Integer> most = schema.count("maxContains");
    if (wanted.isPresent()) {
      String tooFew = least.isPresent() ? "minContains" : "contains";
      int max = most.orElse(Integer.MAX_VALUE);
      into.add(new Contains(wanted.get(), least.orElse(1), tooFew, max));
    }
  }

  static void readUnique(SchemaMap schema, List<Keyword> into) throws SchemaRefusedException {
    Optional<Instance> argument = schema.get("uniqueItems", Kind.BOOLEAN);
    if (argument.isPresent() && argument.get().isTrue()) {
      into.add(place -> place.failsUnless(areUnique(place), "uniqueItems"));
    }
  }

  /** Costs what sorting does at most, however well the sorting at hand does. */
  private static boolean areUnique(Place place) throws ExhaustedException {
    Instance list = place.value();
    int size = list.kind() == Kind.ARRAY ? list.size() : 0;
    if (size < 2) {
      return true;
    }
    int comparisons = Integer.SIZE - Integer.numberOfLeadingZeros(size);
    place.steps().charge((long) list.weight() * comparisons);
    Instance[] sorted = new Instance[size];
    Arrays.setAll(sorted, list::child);
    Arrays.sort(sorted);
    for (int i = 1; i < size; i++) {
      if (sorted[i].equals(sorted[i - 1])) {
        return false;
      }
    }
    return true;
  }
}
