package io.vivim.eventlog;

/**
 * Who delivered an event: a peer by its name, or this node itself. What a source makes the log hold
 * is bounded.
 */
public record Source(String name) {
  /** This node's own users. */
  public static final Source LOCAL = new Source("local");

  /** The longest name. */
  public static final int MAX_NAME_CHARS = 128;

  public Source {
    if (name.isEmpty() || name.length() > MAX_NAME_CHARS) {
      throw new IllegalArgumentException("a source's name has 1 to " + MAX_NAME_CHARS + " chars");
    }
  }

  @Override
  public String toString() {
    return name;
  }
}
