package io.vivim.statemachine;

import io.vivim.codec.Ipld;
import io.vivim.statemachine.model.Field;
import io.vivim.statemachine.model.Merge;
import io.vivim.statemachine.model.Model;
import io.vivim.statemachine.model.Policy;
import io.vivim.statemachine.model.Room;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What an entity shows of its fields. */
record Shown(EntityState entity, Model model) {
  private static final Set<Ipld> DELETED = Set.of(Ipld.TRUE, Ipld.listOf(Ipld.TRUE));

  /** The kinds that have a verb which sets {@code active} to false. */
  private static final Set<String> TAKEN_BACK = Set.of("follow", "like");

  /** The value of a field as far as there is room for it, or nothing where it has none. */
  Optional<Ipld> value(Map<Merge, Field> merges, Room room) {
    Policy policy = model.policy();
    if (merges.size() == 1) {
      return merges.values().iterator().next().value(policy, room);
    }
    for (Merge merge : Model.GENERIC_ORDER) {
      Field each = merges.get(merge);
      Optional<Ipld> value = each == null ? Optional.empty() : each.value(policy, room);
      if (value.isPresent()) {
        return value;
      }
    }
    return Optional.empty();
  }

  /** What of a field several disagree about. */
  List<Field> disputed(String name, Map<Merge, Field> merges) {
    return name.equals(agreed())
        ? List.of()
        : merges.values().stream().filter(Field::isDisputed).toList();
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
        || (single("active").equals(Optional.of(Ipld.FALSE)) && TAKEN_BACK.contains(entity.kind()));
  }

  /** The value of a field, but for lists and maps, which may be long; registers come first. */
  Optional<Ipld> single(String field) {
    @Nullable Field register = entity.fields().get(field).get(Merge.REGISTER);
    return register == null ? Optional.empty() : register.value(model.policy());
  }
}
