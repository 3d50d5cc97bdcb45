package io.vivim.statemachine.model;

import io.vivim.events.EventType;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an entity is. The type of each of its events says so: several entities of the catalogue of
 * types, such as {@code social}, hold events of more than one kind.
 *
 * @param name one name for one kind
 * @param keyed what the entity's id comes from
 * @param isInCatalogue whether it is built in; all others are applications'
 */
public record Kind(String name, Keyed keyed, boolean isInCatalogue) {
  /** What the id of an entity is made of. */
  public enum Keyed {
    /** Its first event. */
    NONE,
    /** The author. */
    IDENTITY,
    /** The author and whom or what they follow. */
    FOLLOW,
    /** The author and what they like. */
    LIKE,
    /** The two of them, in the order of their texts. */
    FRIEND,
    /** The author and an address elsewhere; its first event where it has none. */
    CONVERSATION
  }

  /** Stands before the name of an application's kind that is called like one of ours. */
  private static final String FOREIGN = "app:";

  private static final Map<String, Kind> CATALOGUE =
      Stream.of(
              builtIn("identity", Keyed.IDENTITY),
              builtIn("conversation", Keyed.CONVERSATION),
              builtIn("message", Keyed.NONE),
              builtIn("acu", Keyed.NONE),
              builtIn("memory", Keyed.NONE),
              builtIn("follow", Keyed.FOLLOW),
              builtIn("friend", Keyed.FRIEND),
              builtIn("like", Keyed.LIKE),
              builtIn("circle", Keyed.NONE),
              builtIn("content", Keyed.NONE),
              builtIn("comment", Keyed.NONE),
              builtIn("share", Keyed.NONE),
              builtIn("sharing_policy", Keyed.NONE),
              builtIn("sharing_intent", Keyed.NONE),
              builtIn("capability", Keyed.NONE),
              builtIn("model", Keyed.NONE),
              builtIn("anchor", Keyed.NONE),
              builtIn("checkpoint", Keyed.NONE),
              builtIn("erasure", Keyed.NONE))
          .collect(Collectors.toUnmodifiableMap(Kind::name, Function.identity()));

  private static Kind builtIn(String name, Keyed keyed) {
    return new Kind(name, keyed, true);
  }

  /** The built-in kinds, by name. */
  public static Map<String, Kind> catalogue() {
    return CATALOGUE;
  }

  /** The kind of this name: a built-in one, else an application's. */
  public static Kind named(String name) {
    Kind known = CATALOGUE.get(name);
    return known != null ? known : new Kind(name, Keyed.NONE, false);
  }

  /** The kind of the entity that events of this type belong to. */
  public static Kind of(EventType type) {
    if (type.isInCatalogue()) {
      return named(inCatalogue(type));
    }
    String name = type.entity();
    return named(CATALOGUE.containsKey(name) ? FOREIGN + name : name);
  }

  private static String inCatalogue(EventType type) {
    return switch (type.name()) {
      case "social:follow", "social:unfollow" -> "follow";
      case "content:like", "content:unlike" -> "like";
      case "content:comment" -> "comment";
      case "content:share", "circle:share" -> "share";
      case "sharing:intent" -> "sharing_intent";
      case "system:erase" -> "erasure";
      case "system:anchor" -> "anchor";
      case "system:checkpoint" -> "checkpoint";
      default -> inCatalogue(type.entity());
    };
  }

  private static String inCatalogue(String entity) {
    return switch (entity) {
      case "social" -> "friend";
      case "sharing" -> "sharing_policy";
      default -> entity;
    };
  }

  /** Whether some of its entities are named by their first event, and others by a key. */
  public boolean mayBeEither() {
    return keyed == Keyed.CONVERSATION || !isInCatalogue;
  }

  /** Whether any of its entities is named by a key. */
  public boolean mayHaveKey() {
    return keyed != Keyed.NONE || mayBeEither();
  }

  @Override
  public String toString() {
    return name;
  }
}
