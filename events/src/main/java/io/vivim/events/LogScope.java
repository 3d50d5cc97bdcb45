package io.vivim.events;

import io.vivim.did.DidException;
import io.vivim.did.DidKey;
import java.util.Optional;

/**
 * A scope as logs, trees and digests name it, with its owner in it: {@code public}, {@code
 * circle:<id>}, {@code private:<did>} or {@code local:<did>}.
 */
public record LogScope(String text) {
  public static final LogScope PUBLIC = new LogScope("public");

  /** The scope that a text is. */
  public static Optional<LogScope> parse(String text) {
    if (text.equals(PUBLIC.text)) {
      return Optional.of(PUBLIC);
    }
    if (Scope.circleOf(text).isPresent()) {
      return Optional.of(new LogScope(text));
    }
    int colon = text.indexOf(':');
    boolean owned = text.startsWith("private:") || text.startsWith("local:");
    try {
      return owned
              && DidKey.parse(text.substring(colon + 1))
                  .toString()
                  .equals(text.substring(colon + 1))
          ? Optional.of(new LogScope(text))
          : Optional.empty();
    } catch (DidException e) {
      return Optional.empty();
    }
  }

  public boolean isPublic() {
    return text.equals(PUBLIC.text);
  }

  public boolean isCircle() {
    return text.startsWith("circle:");
  }

  /** Whether it is one author's own, private or local. */
  public boolean isOwned() {
    return !isPublic() && !isCircle();
  }

  /** Whether it never leaves this node. */
  public boolean isLocal() {
    return text.startsWith("local:");
  }

  @Override
  public String toString() {
    return text;
  }
}
