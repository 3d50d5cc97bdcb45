package io.vivim.libp2p.link;

import java.io.IOException;

/** Something cannot be done on a link. */
public final class LinkException extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient LinkEnd end;

  LinkException(LinkEnd end) {
    super("the link is over: " + end.detail());
    this.end = end;
  }

  LinkException(String message) {
    super(message);
    this.end = LinkEnd.CLOSED;
  }

  /** Why the link ended, where that is what stands in the way. */
  public LinkEnd end() {
    return end;
  }
}
