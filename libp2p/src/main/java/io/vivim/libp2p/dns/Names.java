package io.vivim.libp2p.dns;

import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.address.Reach;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** Looks up the names that addresses begin with. */
public final class Names {
  private final Resolver resolver;

  public Names(Resolver resolver) {
    this.resolver = resolver;
  }

  /** Whether an address has to be looked up before it can be dialled. */
  public static boolean isNamed(Multiaddr address) {
    return Reach.of(address) == Reach.NAMED;
  }

  /**
   * All that a named address leads to, each once; fails with a {@link NameException} where that is
   * nothing.
   */
  public CompletionStage<List<Multiaddr>> lookUp(Multiaddr named) {
    return new Lookup(resolver).of(named);
  }
}
