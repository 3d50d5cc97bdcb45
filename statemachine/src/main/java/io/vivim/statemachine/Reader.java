package io.vivim.statemachine;

import io.vivim.did.DidKey;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** For whom something is read, and when. */
public final class Reader {
  /** Whoever comes; nobody knows who it is. */
  public static final Reader ANYONE = new Reader(null, Instant.EPOCH, false);

  /** Whom the node belongs to; there is nothing on it that they may not see. */
  public static final Reader NODE = new Reader(null, Instant.EPOCH, true);

  private final @Nullable DidKey identity;

  /** Matters to who is somebody alone. */
  private final Instant now;

  private final boolean isNode;

  private Reader(@Nullable DidKey identity, Instant now, boolean isNode) {
    this.identity = identity;
    this.now = now;
    this.isNode = isNode;
  }

  /**
   * Somebody who proved to be this identity, or one of its devices.
   *
   * @param now the node's time when they ask, since a membership may have begun or run out
   */
  public static Reader of(DidKey identity, Instant now) {
    return new Reader(identity, now, false);
  }

  @Nullable DidKey identity() {
    return identity;
  }

  Instant now() {
    return now;
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
