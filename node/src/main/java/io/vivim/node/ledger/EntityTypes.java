package io.vivim.node.ledger;

import io.vivim.events.EventType;
import io.vivim.statemachine.model.Kind;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** By which types of events the entities of a kind are made, changed and taken back. */
public final class EntityTypes {
  private static final Map<String, String> CREATE =
      Map.ofEntries(
          Map.entry("follow", "social:follow"),
          Map.entry("friend", "social:friend_request"),
          Map.entry("like", "content:like"),
          Map.entry("content", "content:publish"),
          Map.entry("comment", "content:comment"),
          Map.entry("share", "content:share"),
          Map.entry("sharing_policy", "sharing:policy"),
          Map.entry("sharing_intent", "sharing:intent"),
          Map.entry("capability", "capability:delegate"),
          Map.entry("model", "model:define"),
          Map.entry("anchor", "system:anchor"),
          Map.entry("checkpoint", "system:checkpoint"),
          Map.entry("erasure", "system:erase"));

  /** Kinds whose one type both makes and changes. */
  private static final Map<String, String> UPDATE =
      Map.of(
          "follow", "social:follow",
          "like", "content:like",
          "share", "content:share",
          "sharing_policy", "sharing:policy",
          "sharing_intent", "sharing:intent",
          "model", "model:define");

  private static final Map<String, String> DELETE =
      Map.of(
          "follow", "social:unfollow",
          "like", "content:unlike",
          "friend", "social:unfriend");

  private EntityTypes() {}

  public static Optional<EventType> create(String kind) {
    return find(CREATE, kind, "create");
  }

  public static Optional<EventType> update(String kind) {
    return find(UPDATE, kind, "update");
  }

  public static Optional<EventType> delete(String kind) {
    return find(DELETE, kind, "delete");
  }

  /** What to say of a type that is none because the catalogue's entity has no such verb. */
  public static Optional<String> unknownVerb(String type) {
    String entity = type.replaceFirst(":.*", "");
    String own = entity + ":";
    String verbs =
        EventType.catalogue().keySet().stream()
            .filter(known -> known.startsWith(own))
            .map(known -> known.substring(own.length()))
            .sorted()
            .collect(Collectors.joining(", "));
    return !type.startsWith(own) || verbs.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "a "
                + entity
                + " has no verb '"
                + type.substring(own.length())
                + "'; there are "
                + verbs);
  }

  /** The type of a table, else the one that is called like the kind, where there is one. */
  private static Optional<EventType> find(Map<String, String> types, String kind, String verb) {
    String name = types.getOrDefault(kind, nameOf(kind) + ":" + verb);
    return EventType.parse(name).filter(type -> Kind.of(type).name().equals(kind));
  }

  /** An application's kind that is called like one of ours has a name with this before it. */
  private static String nameOf(String kind) {
    return kind.startsWith("app:") ? kind.substring("app:".length()) : kind;
  }
}
