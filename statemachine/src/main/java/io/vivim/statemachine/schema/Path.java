package io.vivim.statemachine.schema;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** The way from a root to a place, made step by step and written as a JSON pointer (RFC 6901). */
final class Path {
  static final Path ROOT = new Path(null, "", -1);

  private final @Nullable Path parent;
  private final String key;
  private final int index;

  private Path(@Nullable Path parent, String key, int index) {
    this.parent = parent;
    this.key = key;
    this.index = index;
  }

  Path key(String name) {
    return new Path(this, name, -1);
  }

  Path item(int at) {
    return new Path(this, "", at);
  }

  @Override
  public String toString() {
    Deque<String> tokens = new ArrayDeque<>();
    Path at = this;
    while (at.parent != null) {
      tokens.push(
          at.index >= 0
              ? Integer.toString(at.index)
              : at.key.replace("~", "~0").replace("/", "~1"));
      at = at.parent;
    }
    StringBuilder pointer = new StringBuilder();
    tokens.forEach(token -> pointer.append('/').append(token));
    return pointer.toString();
  }
}
