package io.vivim.statemachine;

import io.vivim.events.LogScope;
import java.util.HashMap;
import java.util.Map;

/** What one reader may see, with the answers that were given already; for one answer. */
final class Sight {
  private final Disclosure disclosure;
  private final Reader reader;
  private final Map<LogScope, Boolean> known = new HashMap<>();

  Sight(Disclosure disclosure, Reader reader) {
    this.disclosure = disclosure;
    this.reader = reader;
  }

  boolean maySee(LogScope scope) {
    return known.computeIfAbsent(scope, each -> disclosure.maySee(reader, each));
  }
}
