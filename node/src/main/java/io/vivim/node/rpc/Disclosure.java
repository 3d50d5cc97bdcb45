package io.vivim.node.rpc;

import io.vivim.eventlog.Filter;
import io.vivim.events.LogScope;
import io.vivim.statemachine.Reader;
import java.util.Optional;
import java.util.Set;

/** What may be shown to whom; every method that shows something asks here. */
final class Disclosure {
  private Disclosure() {}

  static Reader reader(Caller caller) {
    return caller == Caller.OWNER ? Reader.NODE : Reader.ANYONE;
  }

  static boolean maySee(Caller caller, LogScope scope) {
    return caller == Caller.OWNER || scope.isPublic();
  }

  /** The filter narrowed to what the caller may see; nothing where that leaves nothing. */
  static Optional<Filter> narrowed(Caller caller, Filter filter) {
    if (caller == Caller.OWNER) {
      return Optional.of(filter);
    }
    if (!filter.scopes().isEmpty() && !filter.scopes().contains(LogScope.PUBLIC)) {
      return Optional.empty();
    }
    return Optional.of(filter.withScopes(Set.of(LogScope.PUBLIC)));
  }
}
