package io.vivim.store;

import java.util.List;

/**
 * What the file {@code vivim-store} of a directory says: which engine keeps the store, in which
 * version of our use of it, and whether it is whole.
 *
 * <pre>
 *   vivim-store 1
 *   engine h2
 *   state ready
 * </pre>
 */
record StoreFormat(Engine engine, State state) {
  /** Raised when a program of an earlier version would misread what a later one writes. */
  static final int VERSION = 1;

  static final int MAX_BYTES = 4096;

  private static final String FIRST_WORD = "vivim-store";

  /** How far the making of a store got. */
  enum State {
    /** Nothing was committed yet: what is there may be thrown away. */
    NEW,
    /** A copy into it has not ended. */
    FILLING,
    READY
  }

  String text() {
    return FIRST_WORD
        + " "
        + VERSION
        + "\nengine "
        + engine.code()
        + "\nstate "
        + state.name().toLowerCase(java.util.Locale.ROOT)
        + "\n";
  }

  /** Reads the version first, because all else may have changed with it. */
  static StoreFormat parse(String text, StoreFailures failures) {
    List<String> lines = text.lines().toList();
    String[] first = lines.isEmpty() ? new String[0] : lines.get(0).split(" ", -1);
    if (first.length != 2 || !first[0].equals(FIRST_WORD) || !first[1].matches("[1-9][0-9]{0,8}")) {
      throw damaged(failures);
    }
    int version = Integer.parseInt(first[1]);
    if (version > VERSION) {
      throw failures.of(
          StoreError.NEWER_VERSION,
          "the store has format "
              + version
              + ", written by a later version of this program, which knows up to "
              + VERSION);
    }
    for (Engine engine : Engine.values()) {
      for (State state : State.values()) {
        StoreFormat format = new StoreFormat(engine, state);
        if (format.text().equals(text)) {
          return format;
        }
      }
    }
    throw damaged(failures);
  }

  private static StoreException damaged(StoreFailures failures) {
    return failures.of(StoreError.CORRUPT, "the file that names the store's engine is damaged");
  }
}
