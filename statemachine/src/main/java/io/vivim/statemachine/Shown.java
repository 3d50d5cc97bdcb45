package io.vivim.statemachine;

import io.vivim.codec.Ipld;
import io.vivim.statemachine.model.Field;
import io.vivim.statemachine.model.Kind;
import io.vivim.statemachine.model.Merge;
import io.vivim.statemachine.model.Model;
import io.vivim.statemachine.model.Policy;
import io.vivim.statemachine.model.Written;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What an entity shows of its fields. */
record Shown(EntityState entity, Model model) {
  private static final Set<Ipld> DELETED = Set.of(Ipld.TRUE, Ipld.listOf(Ipld.TRUE));

  /** The value of a field, or nothing where it has none. */
  Optional<Ipld> value(String field) {
    return value(entity.fields().get(field));
  }

  private Optional<Ipld> value(Map<Merge, Field> merges) {
    Policy policy = model.policy();
    if (merges.size() == 1) {
      return merges.values().iterator().next().value(policy);
    }
    for (Merge merge : Model.GENERIC_ORDER) {
      Field each = merges.get(merge);
      Optional<Ipld> value = each == null ? Optional.empty() : each.value(policy);
      if (value.isPresent()) {
        return value;
      }
    }
    return Optional.empty();
  }

  /** The fields that have a value. */
  SortedMap<String, Ipld> values() {
    SortedMap<String, Ipld> values = new TreeMap<>();
    entity.fields().all().forEach((f, merges) -> value(merges).ifPresent(v -> values.put(f, v)));
    return values;
  }

  /** The fields about which several disagree, each with all values, the one shown first. */
  SortedMap<String, List<Written>> conflicts() {
    if (!hasConflict()) {
      return Collections.emptySortedMap();
    }
    SortedMap<String, List<Written>> conflicts = new TreeMap<>();
    for (Map.Entry<String, Map<Merge, Field>> each : entity.fields().all().entrySet()) {
      for (Field field : disputable(each.getKey(), each.getValue()).values()) {
        List<Written> values = field.conflict(model.policy());
        if (!values.isEmpty()) {
          conflicts.put(each.getKey(), values);
        }
      }
    }
    return conflicts;
  }

  private Map<Merge, Field> disputable(String name, Map<Merge, Field> merges) {
    return name.equals(agreed()) ? Map.of() : merges;
  }

  /** The field about which nobody disagrees: of a friendship each side names the other one. */
  private @Nullable String agreed() {
    return entity.kind().equals("friend") ? "with" : null;
  }

  boolean hasConflict() {
    String agreed = agreed();
    boolean isAgreed =
        agreed != null && entity.fields().get(agreed).values().stream().anyMatch(Field::isDisputed);
    return entity.fields().disputed() > (isAgreed ? 1 : 0);
  }

  /** Whether it was deleted, or taken back. */
  boolean isGone() {
    // Only verbs write it, and only true; a model that keeps all values shows that in a list.
    boolean isDeleted = single("deleted").filter(DELETED::contains).isPresent();
    return isDeleted
        || (single("active").equals(Optional.of(Ipld.FALSE))
            && Kind.named(entity.kind()).isInCatalogue());
  }

  /** The value of a field, but for lists and maps, which may be long; registers come first. */
  Optional<Ipld> single(String field) {
    @Nullable Field register = entity.fields().get(field).get(Merge.REGISTER);
    return register == null ? Optional.empty() : register.value(model.policy());
  }
}
