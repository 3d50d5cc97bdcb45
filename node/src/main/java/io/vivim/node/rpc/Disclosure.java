package io.vivim.node.rpc;

import io.vivim.eventlog.Filter;
import io.vivim.events.LogScope;
import io.vivim.statemachine.Reader;
import io.vivim.statemachine.State;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Callers as the state machine knows readers, whose rule it is what they may see. */
final class Disclosure {
  private final State state;

  Disclosure(State state) {
    this.state = state;
  }

  static Reader reader(Caller caller) {
    return caller == Caller.OWNER ? Reader.NODE : Reader.ANYONE;
  }

  boolean maySee(Caller caller, LogScope scope) {
    return state.maySee(reader(caller), scope);
  }

  /** The filter narrowed to what the caller may see; nothing where that leaves nothing. */
  Optional<Filter> narrowed(Caller caller, Filter filter) {
    if (caller == Caller.OWNER) {
      return Optional.of(filter);
    }
    Set<LogScope> wanted = filter.scopes().isEmpty() ? Set.of(LogScope.PUBLIC) : filter.scopes();
    Set<LogScope> seen =
        wanted.stream().filter(scope -> maySee(caller, scope)).collect(Collectors.toSet());
    return seen.isEmpty() ? Optional.empty() : Optional.of(filter.withScopes(seen));
  }
}
