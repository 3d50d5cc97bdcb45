package io.vivim.events;

import io.vivim.did.DidKey;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Who an event is for, as its header says: {@code public}, {@code circle:<id>}, {@code circle:new},
 * {@code private} or {@code local}.
 *
 * @param circle the circle's id, for a circle only
 */
public record Scope(Kind kind, @Nullable EventId circle) {
  /** The levels of privacy, from everyone to nobody else. */
  public enum Kind {
    PUBLIC("public"),
    CIRCLE("circle:"),
    /** The circle that the event itself creates. */
    CIRCLE_NEW("circle:new"),
    /** The author's own devices. */
    PRIVATE("private"),
    /** This node alone. */
    LOCAL("local");

    private final String text;

    Kind(String text) {
      this.text = text;
    }
  }

  public static final Scope PUBLIC = new Scope(Kind.PUBLIC, null);
  public static final Scope CIRCLE_NEW = new Scope(Kind.CIRCLE_NEW, null);
  public static final Scope PRIVATE = new Scope(Kind.PRIVATE, null);
  public static final Scope LOCAL = new Scope(Kind.LOCAL, null);

  public Scope {
    if ((kind == Kind.CIRCLE) != (circle != null)) {
      throw new IllegalArgumentException("a circle's scope, and no other, names a circle");
    }
  }

  public static Scope circle(EventId circle) {
    return new Scope(Kind.CIRCLE, circle);
  }

  /** The scope that a header's text is. */
  public static Optional<Scope> parse(String text) {
    return switch (text) {
      case "public" -> Optional.of(PUBLIC);
      case "circle:new" -> Optional.of(CIRCLE_NEW);
      case "private" -> Optional.of(PRIVATE);
      case "local" -> Optional.of(LOCAL);
      default -> circleOf(text).map(Scope::circle);
    };
  }

  /** The circle of a text, which has one spelling: the CID's own. */
  static Optional<EventId> circleOf(String text) {
    if (!text.startsWith(Kind.CIRCLE.text)) {
      return Optional.empty();
    }
    String cid = text.substring(Kind.CIRCLE.text.length());
    return EventId.parse(cid).filter(id -> id.toString().equals(cid));
  }

  /** The scope by which logs, trees and digests of this event go. */
  public LogScope logScope(DidKey author, EventId id) {
    return sharedLog(author).orElseGet(() -> new LogScope(Kind.CIRCLE.text + id));
  }

  /** The scope of an author's events in it; nothing where each event begins a scope of its own. */
  public Optional<LogScope> sharedLog(DidKey author) {
    return switch (kind) {
      case PUBLIC -> Optional.of(LogScope.PUBLIC);
      case CIRCLE -> Optional.of(new LogScope(toString()));
      case CIRCLE_NEW -> Optional.empty();
      case PRIVATE, LOCAL -> Optional.of(new LogScope(kind.text + ":" + author));
    };
  }

  /** As the header says it. */
  @Override
  public String toString() {
    return circle == null ? kind.text : kind.text + circle;
  }
}
