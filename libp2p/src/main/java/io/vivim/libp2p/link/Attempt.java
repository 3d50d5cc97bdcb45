package io.vivim.libp2p.link;

import java.util.concurrent.CompletionStage;

/** A link that is being made. For any thread. */
public interface Attempt {
  /** What comes of it; fails with an {@link UpgradeException}. */
  CompletionStage<Link> link();

  /**
   * Gives it up, unless something has come of it: then the connection is closed and the stage fails
   * with {@link UpgradeException.Reason#CANCELLED}.
   */
  void cancel();

  /** One that failed before it began. */
  static Attempt failed(UpgradeException why) {
    return new FailedAttempt(why);
  }
}
