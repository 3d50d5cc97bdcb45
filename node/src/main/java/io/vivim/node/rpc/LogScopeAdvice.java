package io.vivim.node.rpc;

import io.vivim.events.Scope;

/** What to tell somebody who asks about a scope as it is written to. */
final class LogScopeAdvice {
  private LogScopeAdvice() {}

  static String of(String scope) {
    boolean lacksOwner =
        Scope.parse(scope)
            .filter(each -> each.kind() == Scope.Kind.PRIVATE || each.kind() == Scope.Kind.LOCAL)
            .isPresent();
    return lacksOwner ? ": say whose, as in " + scope + ":did:key:z6Mk…" : "";
  }
}
