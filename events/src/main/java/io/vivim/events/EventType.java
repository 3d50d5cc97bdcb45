package io.vivim.events;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What an event does, {@code <entity>:<verb>}.
 *
 * <p>The entities of this catalogue have no other verbs than it lists. Every other entity is an
 * application's; those without a dot in their name are reserved for later catalogues, though events
 * of theirs are taken like any application's.
 */
public final class EventType {
  /** What a type says of the entity that its event belongs to. */
  public enum Subject {
    /** The event is the first of an entity that is named by the event's own id. */
    CREATES,
    /** The entity exists, and the event names heads of it. */
    UPDATES,
    /** The entity's id comes from a key; the event may be its first. */
    KEYED,
    /** Any of these. */
    ANY
  }

  private static final Pattern NAME =
      Pattern.compile("[a-z][a-z0-9_-]*(\\.[a-z0-9_-]+)*:[a-z][a-z0-9_-]*");

  private static final Map<String, EventType> CATALOGUE =
      Stream.of(
              keyed("identity:create"),
              keyed("identity:update"),
              keyed("identity:add_device").control(),
              keyed("identity:revoke_device").control(),
              any("conversation:create"),
              keyed("conversation:update"),
              keyed("conversation:delete"),
              creates("message:create"),
              updates("message:update"),
              updates("message:delete"),
              creates("acu:create"),
              creates("acu:derive"),
              updates("acu:update"),
              updates("acu:delete"),
              creates("memory:create"),
              updates("memory:update"),
              updates("memory:link"),
              any("memory:consolidate"),
              updates("memory:delete"),
              keyed("social:follow"),
              keyed("social:unfollow"),
              keyed("social:friend_request"),
              keyed("social:friend_accept"),
              keyed("social:friend_reject"),
              keyed("social:unfriend"),
              keyed("social:block"),
              creates("circle:create").control(),
              updates("circle:update"),
              updates("circle:add_member").control(),
              updates("circle:remove_member").control(),
              updates("circle:set_role").control(),
              any("circle:share").control(),
              updates("circle:rotate_key").control(),
              creates("content:publish"),
              keyed("content:like"),
              keyed("content:unlike"),
              creates("content:comment"),
              any("content:share"),
              any("sharing:policy").control(),
              any("sharing:intent").control(),
              updates("sharing:revoke").control(),
              any("capability:delegate").control(),
              updates("capability:revoke").control(),
              any("model:define").control(),
              any("system:anchor").control(),
              any("system:checkpoint").control(),
              any("system:erase").control())
          .collect(Collectors.toUnmodifiableMap(EventType::name, type -> type));

  private static final Set<String> ENTITIES =
      CATALOGUE.keySet().stream()
          .map(name -> name.substring(0, name.indexOf(':')))
          .collect(Collectors.toUnmodifiableSet());

  /** The first event of a circle, whose scope is the circle that it creates. */
  public static final EventType CIRCLE_CREATE = named("circle:create");

  public static final EventType ADD_DEVICE = named("identity:add_device");
  public static final EventType ERASE = named("system:erase");

  private final String name;
  private final Subject subject;
  private final boolean control;

  private EventType(String name, Subject subject, boolean control) {
    this.name = name;
    this.subject = subject;
    this.control = control;
  }

  private static EventType creates(String name) {
    return new EventType(name, Subject.CREATES, false);
  }

  private static EventType updates(String name) {
    return new EventType(name, Subject.UPDATES, false);
  }

  private static EventType keyed(String name) {
    return new EventType(name, Subject.KEYED, false);
  }

  private static EventType any(String name) {
    return new EventType(name, Subject.ANY, false);
  }

  private EventType control() {
    return new EventType(name, subject, true);
  }

  /** The type of this name, or nothing where there can be none. */
  public static Optional<EventType> parse(String name) {
    EventType known = CATALOGUE.get(name);
    if (known != null) {
      return Optional.of(known);
    }
    if (name.length() > EventLimits.MAX_TYPE_CHARS || !NAME.matcher(name).matches()) {
      return Optional.empty();
    }
    EventType application = any(name);
    return ENTITIES.contains(application.entity()) ? Optional.empty() : Optional.of(application);
  }

  /**
   * The type of this name.
   *
   * @throws IllegalArgumentException where there can be none
   */
  public static EventType named(String name) {
    return parse(name).orElseThrow(() -> new IllegalArgumentException("no event type: " + name));
  }

  /** The types of the catalogue, by name. */
  public static Map<String, EventType> catalogue() {
    return CATALOGUE;
  }

  public String name() {
    return name;
  }

  /** The part before the colon. */
  public String entity() {
    return name.substring(0, name.indexOf(':'));
  }

  public Subject subject() {
    return subject;
  }

  /**
   * Whether others' rights hang on the payload, so that it is never erased or sealed, and the event
   * is held back until it is here.
   */
  public boolean isControl() {
    return control;
  }

  /** Whether the catalogue lists it; all others are applications'. */
  public boolean isInCatalogue() {
    return CATALOGUE.containsKey(name);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EventType that && name.equals(that.name);
  }

  @Override
  public int hashCode() {
    return name.hashCode();
  }

  @Override
  public String toString() {
    return name;
  }
}
