package io.vivim.statemachine.model;

import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.did.DidException;
import io.vivim.did.DidKey;
import io.vivim.did.KeyType;
import io.vivim.events.EntityIds;
import io.vivim.events.EventId;
import io.vivim.events.EventType;
import io.vivim.events.Scope;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;

/** What the verb of an event does beyond its body, and what it wants of it. */
public final class Verbs {
  /** The field that says that an entity was deleted, in every kind. */
  static final String DELETED = "deleted";

  private static final String ACTIVE = "active";
  private static final String SIDES = "sides";
  private static final String DERIVED = "derived";
  private static final String CONSOLIDATION = "consolidation";

  private static final String DELETE = ":delete";
  private static final String UPDATE = ":update";

  /**
   * The fields beside {@link #DELETED} that verbs or grants write and no body of a kind may name.
   */
  private static final Map<String, Set<String>> RESERVED =
      Map.of(
          "identity", Set.of("devices"),
          "acu", Set.of(DERIVED),
          "follow", Set.of(ACTIVE),
          "like", Set.of(ACTIVE),
          "friend", Set.of(SIDES, "status"),
          "circle", Set.of("members"),
          "sharing_policy", Set.of(ACTIVE),
          "capability", Set.of(ACTIVE));

  private Verbs() {}

  /**
   * Whether what the body sets are arguments, which do not fold as fields: the verbs that grant and
   * remove inside another entity.
   */
  public static boolean isCommand(EventType type) {
    return Commands.isCommand(type);
  }

  /** The JSON Schema of a command's arguments. */
  public static Optional<IpldMap> arguments(EventType type) {
    return Optional.ofNullable(Commands.arguments().get(type.name()))
        .map(arguments -> Shape.entries(arguments).schema());
  }

  /**
   * What the verb itself does, by field. Bodies of the type may not name these fields; they fold by
   * the merges of the kind's model.
   */
  public static Map<String, Operation> implied(EventType type, DidKey author) {
    return switch (type.name()) {
      case "social:follow", "content:like" -> Map.of(ACTIVE, assign(Ipld.TRUE));
      case "social:unfollow", "content:unlike" -> Map.of(ACTIVE, assign(Ipld.FALSE));
      case "social:friend_request", "social:friend_accept" -> side(author, "yes");
      case "social:friend_reject", "social:unfriend" -> side(author, "no");
      case "social:block" -> side(author, "block");
      case "acu:derive" -> Map.of(DERIVED, assign(Ipld.TRUE));
      case "memory:consolidate" -> Map.of(CONSOLIDATION, assign(Ipld.of("consolidated")));
      default -> type.name().endsWith(DELETE) ? Map.of(DELETED, assign(Ipld.TRUE)) : Map.of();
    };
  }

  private static Operation assign(Ipld value) {
    return new Operation.Assign(value);
  }

  private static Map<String, Operation> side(DidKey author, String word) {
    Ipld pair = Ipld.listOf(Ipld.of(author.toString()), Ipld.of(word));
    return Map.of(SIDES, new Operation.Change(List.of(pair), List.of(), true));
  }

  /**
   * The key that an event names, for a keyed kind. Nothing where the body names none or one that is
   * none, such as a friend who is oneself.
   */
  public static Optional<List<Ipld>> keyOf(EventType type, DidKey author, Body body) {
    Ipld own = Ipld.of(author.toString());
    return switch (Kind.of(type).keyed()) {
      case NONE -> Optional.empty();
      case IDENTITY -> Optional.of(List.of(own));
      case FOLLOW, LIKE, CONVERSATION -> keyText(type, body).map(key -> List.of(own, key));
      case FRIEND ->
          keyText(type, body)
              .filter(friend -> isEd25519(friend.value()) && !friend.equals(own))
              .map(friend -> inOrder(own, friend));
    };
  }

  private static List<Ipld> inOrder(Ipld one, Ipld other) {
    return Stream.of(one, other).sorted(Comparator.comparing(Ipld::toString)).toList();
  }

  private static boolean isEd25519(String did) {
    try {
      return DidKey.parse(did).type() == KeyType.ED25519;
    } catch (DidException e) {
      return false;
    }
  }

  /**
   * The id that the entity has to have by the key that an event names. Nothing where it names none,
   * and nothing in private and local scopes: there a secret hides the key of {@link #keyOf}, and
   * {@link EntityIds#hidden} tells those who have it.
   */
  public static Optional<EventId> keyedId(EventType type, Scope scope, DidKey author, Body body) {
    if (scope.kind() == Scope.Kind.PRIVATE || scope.kind() == Scope.Kind.LOCAL) {
      return Optional.empty();
    }
    return keyOf(type, author, body).map(key -> EntityIds.keyed(Kind.of(type).name(), scope, key));
  }

  /** The field that holds the key, for kinds whose bodies name one. */
  private static Optional<String> keyField(Kind kind) {
    return switch (kind.keyed()) {
      case FOLLOW, LIKE -> Optional.of("target");
      case FRIEND -> Optional.of("with");
      case CONVERSATION -> Optional.of("source");
      case NONE, IDENTITY -> Optional.empty();
    };
  }

  private static Optional<Ipld.Text> keyText(EventType type, Body body) {
    return keyField(Kind.of(type))
        .map(body.operations()::get)
        .filter(operation -> operation instanceof Operation.Assign)
        .map(operation -> ((Operation.Assign) operation).value())
        .filter(value -> value instanceof Ipld.Text)
        .map(value -> (Ipld.Text) value);
  }

  /** A field that the body names and may not, or has to name and does not. */
  static Optional<Fault> checkNames(EventType type, Body body) {
    Kind kind = Kind.of(type);
    for (String field : new TreeSet<>(body.operations().keySet())) {
      if (isForbidden(kind, type, field, body)) {
        return Optional.of(Fault.of(Fault.Reason.FIELD, field, "is not for this body to name"));
      }
    }
    // A conversation without an address has no key.
    boolean needsKey = kind.keyed() != Kind.Keyed.CONVERSATION;
    return keyField(kind)
        .filter(field -> needsKey && keyText(type, body).isEmpty())
        .map(field -> Fault.of(Fault.Reason.FIELD, field, "is the key and has to be set"));
  }

  private static boolean isForbidden(Kind kind, EventType type, String field, Body body) {
    if (field.equals(DELETED)) {
      boolean bringsBack = body.operations().get(field) instanceof Operation.Unset;
      return !(bringsBack && type.name().endsWith(UPDATE));
    }
    boolean isReserved = RESERVED.getOrDefault(kind.name(), Set.of()).contains(field);
    boolean isConsolidation =
        field.equals(CONSOLIDATION) && type.name().equals("memory:consolidate");
    return isReserved || isConsolidation;
  }
}
