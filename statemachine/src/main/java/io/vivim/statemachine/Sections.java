package io.vivim.statemachine;

import io.vivim.codec.Bytes;
import io.vivim.events.LogScope;
import java.util.List;

/**
 * The sections of a view's table, by which whoever reads comes by no row of what they may not see:
 *
 * <pre>
 *   00             what is public
 *   01             all that is not, for who may see everything
 *   02 | scope 16  the same once more, by its scope
 * </pre>
 */
final class Sections {
  static final Bytes OPEN = Bytes.owning(new byte[] {0});
  static final Bytes CLOSED = Bytes.owning(new byte[] {1});
  private static final Bytes SCOPED = Bytes.owning(new byte[] {2});

  private static final List<Bytes> ONLY_OPEN = List.of(OPEN);

  private Sections() {}

  /** The one that has all of a scope, and nothing else. */
  static Bytes of(LogScope scope) {
    return scope.isPublic() ? OPEN : Bytes.concat(SCOPED, StateKeys.hash(scope.text()));
  }

  /** Those that have an entity of a scope. */
  static List<Bytes> with(LogScope scope) {
    return scope.isPublic() ? ONLY_OPEN : List.of(CLOSED, of(scope));
  }
}
