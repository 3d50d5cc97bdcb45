package io.vivim.libp2p.link;

/** What links hold, for tests of other packages. */
public final class Links {
  private Links() {}

  /** Entries in all tables of a link. */
  public static int held(Link link) {
    return ((MuxLink) link).held();
  }
}
