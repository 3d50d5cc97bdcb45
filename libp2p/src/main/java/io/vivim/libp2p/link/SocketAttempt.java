package io.vivim.libp2p.link;

import io.netty.channel.ChannelFuture;
import io.vivim.libp2p.link.UpgradeException.Reason;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * A link that is being made over a socket.
 *
 * @param connected the connection's outcome, which the upgrade follows
 * @param done the link's
 */
record SocketAttempt(ChannelFuture connected, CompletableFuture<Link> done) implements Attempt {
  SocketAttempt {
    connected.addListener(
        outcome -> {
          if (!outcome.isSuccess()) {
            String why = String.valueOf(outcome.cause().getMessage());
            done.completeExceptionally(new UpgradeException(Reason.NOT_CONNECTED, why));
          }
        });
  }

  @Override
  public CompletionStage<Link> link() {
    return done;
  }

  @Override
  public void cancel() {
    if (done.completeExceptionally(new UpgradeException(Reason.CANCELLED, "given up"))) {
      Frames.close(connected.channel());
    }
  }
}
