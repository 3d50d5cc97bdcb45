package io.vivim.libp2p.host;

import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.link.Listening;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * Addresses that were opened together, and are closed together.
 *
 * @param closed is told before they are
 */
record SeveralListening(List<Listening> all, Consumer<Listening> closed) implements Listening {
  @Override
  public List<Multiaddr> addresses() {
    return all.stream().flatMap(each -> each.addresses().stream()).toList();
  }

  @Override
  public CompletionStage<Void> close() {
    closed.accept(this);
    CompletionStage<Void> done = CompletableFuture.completedFuture(null);
    for (Listening each : all) {
      done = done.thenCombine(each.close(), (before, now) -> null);
    }
    return done;
  }
}
