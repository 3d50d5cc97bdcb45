package io.vivim.search;

import io.vivim.did.DidKey;
import io.vivim.events.LogScope;
import java.util.Set;

/**
 * What a reader may see: whatever is in one of these scopes, and whatever belongs to one of these
 * owners, in whichever scope it is. An empty one sees nothing.
 *
 * <p>It narrows a search before anything is ranked, so that a reader gets as many results, and
 * neighbours as near, as if there were nothing else in the index.
 */
public final class Sight {
  /** For the node's own use: no reader is asked. */
  public static final Sight EVERYTHING = new Sight(Set.of(), Set.of(), true);

  private final Set<LogScope> scopes;
  private final Set<DidKey> owners;
  private final boolean isEverything;

  private Sight(Set<LogScope> scopes, Set<DidKey> owners, boolean isEverything) {
    this.scopes = Set.copyOf(scopes);
    this.owners = Set.copyOf(owners);
    this.isEverything = isEverything;
  }

  public static Sight of(Set<LogScope> scopes, Set<DidKey> owners) {
    return new Sight(scopes, owners, false);
  }

  Set<LogScope> scopes() {
    return scopes;
  }

  Set<DidKey> owners() {
    return owners;
  }

  boolean isEverything() {
    return isEverything;
  }
}
