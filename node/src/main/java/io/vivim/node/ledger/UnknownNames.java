package io.vivim.node.ledger;

import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.events.EventId;
import io.vivim.events.EventType;
import io.vivim.statemachine.model.FieldRule;
import io.vivim.statemachine.model.Kind;
import io.vivim.statemachine.model.Model;
import io.vivim.statemachine.model.Verbs;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Names in a write that nothing here knows: of kinds, of fields, and of whom a follow follows.
 * Applications have kinds and fields of their own, so they are allowed, and told to whoever may
 * have mistyped them.
 */
public final class UnknownNames {
  /** Bodies may name as many fields as they have room for. */
  private static final int MAX_TOLD = 5;

  /** The field of every kind that says that an entity was deleted, which updates may unset. */
  private static final String DELETED = "deleted";

  private UnknownNames() {}

  /** What to tell of a write, a clause each. */
  public static List<String> in(EntityWrite write) {
    Kind kind = Kind.of(write.type());
    if (!kind.isInCatalogue()) {
      return ofKind(kind.name()).stream().toList();
    }
    Set<String> known = fieldsOf(kind, write.type());
    List<String> told = new ArrayList<>();
    followed(kind, write.body())
        .filter(target -> !isSomebody(target))
        .ifPresent(
            target ->
                told.add(
                    "the target '"
                        + target
                        + "' is neither a DID, nor an entity's id, nor the name of a key here"));
    for (String field : named(write.body())) {
      if (told.size() < MAX_TOLD && !known.contains(field)) {
        told.add("a " + kind + " has no field '" + field + "' of its own" + meant(field, known));
      }
    }
    return told;
  }

  private static Optional<String> followed(Kind kind, IpldMap body) {
    return kind.keyed() == Kind.Keyed.FOLLOW
            && body.get("set").orElse(Ipld.NULL) instanceof IpldMap set
            && set.get("target").orElse(Ipld.NULL) instanceof Ipld.Text target
        ? Optional.of(target.value())
        : Optional.empty();
  }

  private static boolean isSomebody(String target) {
    return target.startsWith("did:") || EventId.parse(target).isPresent();
  }

  /** What to tell of the name of a kind, where it is nearly that of a built-in one. */
  public static Optional<String> ofKind(String kind) {
    Set<String> known = Kind.catalogue().keySet();
    return known.contains(kind) || NearestName.of(kind, known).isEmpty()
        ? Optional.empty()
        : Optional.of(
            "'" + kind + "' is an application's kind and not built in" + meant(kind, known));
  }

  private static String meant(String name, Set<String> known) {
    return NearestName.of(name, known).map(near -> ": did you mean '" + near + "'?").orElse("");
  }

  private static Set<String> fieldsOf(Kind kind, EventType type) {
    Set<String> known = new TreeSet<>(Set.of(DELETED));
    Optional<IpldMap> arguments = Verbs.arguments(type);
    if (arguments.isEmpty()) {
      Model.builtIn(kind).rules().stream().map(FieldRule::name).forEach(known::add);
    } else if (arguments.get().get("properties").orElse(Ipld.NULL) instanceof IpldMap named) {
      known.addAll(named.keys());
    }
    return known;
  }

  /** The fields that a body names, in whatever operation. */
  private static Set<String> named(IpldMap body) {
    return body.keys().stream()
        .map(operation -> body.get(operation).orElse(Ipld.NULL))
        .flatMap(UnknownNames::namedBy)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Stream<String> namedBy(Ipld operation) {
    if (operation instanceof IpldMap byField) {
      return byField.keys().stream();
    }
    return operation instanceof Ipld.Sequence list
        ? list.values().stream()
            .filter(Ipld.Text.class::isInstance)
            .map(field -> ((Ipld.Text) field).value())
        : Stream.empty();
  }
}
