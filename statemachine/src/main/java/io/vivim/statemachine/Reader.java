package io.vivim.statemachine;

import io.vivim.did.DidKey;
import org.jspecify.annotations.Nullable;

/** For whom something is read. */
public final class Reader {
  /** Whoever comes; nobody knows who it is. */
  public static final Reader ANYONE = new Reader(null, false);

  /** Whom the node belongs to; there is nothing on it that they may not see. */
  public static final Reader NODE = new Reader(null, true);

  private final @Nullable DidKey identity;
  private final boolean isNode;

  private Reader(@Nullable DidKey identity, boolean isNode) {
    this.identity = identity;
    this.isNode = isNode;
  }

  /** Somebody who proved to be this identity, or one of its devices. */
  public static Reader of(DidKey identity) {
    return new Reader(identity, false);
  }

  @Nullable DidKey identity() {
    return identity;
  }

  /** Whether it is the node's owner. */
  public boolean isNode() {
    return isNode;
  }

  @Override
  public String toString() {
    return isNode ? "the node's owner" : identity == null ? "anyone" : identity.toString();
  }
}
