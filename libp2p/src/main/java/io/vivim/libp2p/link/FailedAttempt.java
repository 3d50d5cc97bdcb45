package io.vivim.libp2p.link;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** An attempt of which nothing can come. */
record FailedAttempt(UpgradeException why) implements Attempt {
  @Override
  public CompletionStage<Link> link() {
    return CompletableFuture.failedFuture(why);
  }

  @Override
  public void cancel() {}
}
