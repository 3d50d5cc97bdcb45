package io.vivim.libp2p.kad;

import io.vivim.libp2p.host.Host;
import io.vivim.libp2p.host.Repeating;
import io.vivim.libp2p.host.RouterThread;
import io.vivim.libp2p.host.Stream;
import io.vivim.libp2p.kad.router.Input;
import io.vivim.libp2p.kad.router.KadRouter;
import io.vivim.libp2p.kad.router.Output;
import io.vivim.libp2p.kad.rpc.KadMessage;
import io.vivim.libp2p.link.Timers;
import io.vivim.libp2p.wire.WireException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicInteger;

/** Answers what peers ask on the streams that they open: on each, one question behind the other. */
final class Asked {
  private final Host host;
  private final KadSettings settings;
  private final RouterThread<KadRouter, Input, Output> thread;

  /** Questions that are not answered yet. */
  private final AtomicInteger waiting = new AtomicInteger();

  Asked(Host host, KadSettings settings, RouterThread<KadRouter, Input, Output> thread) {
    this.host = host;
    this.settings = settings;
    this.thread = thread;
  }

  /** Takes a stream until the peer ends it. */
  CompletionStage<Void> serve(Stream stream) {
    Messages messages = new Messages(settings.messages());
    return Repeating.whileTrue(
        () -> {
          Timers.Alarm idle = host.timers().after(settings.limits().idle(), stream::reset);
          return stream
              .read()
              .whenComplete((came, failure) -> idle.cancel())
              .thenCompose(came -> take(stream, messages, came));
        });
  }

  private CompletionStage<Boolean> take(
      Stream stream, Messages messages, Optional<ByteBuffer> came) {
    if (came.isEmpty()) {
      return stream.finish().thenApply(finished -> false);
    }
    Iterator<KadMessage> each;
    try {
      each = messages.take(came.get()).iterator();
    } catch (WireException e) {
      return CompletableFuture.failedFuture(e);
    }
    return Repeating.whileTrue(
            () ->
                each.hasNext()
                    ? answer(stream, each.next()).thenApply(done -> true)
                    : CompletableFuture.completedFuture(false))
        .thenApply(done -> true);
  }

  private CompletionStage<Void> answer(Stream stream, KadMessage message) {
    CompletableFuture<Optional<KadMessage>> answer = new CompletableFuture<>();
    boolean isTaken =
        waiting.incrementAndGet() <= settings.limits().waiting()
            && thread.run(() -> ask(new Input.Asked(stream.peer(), 0, message), answer));
    if (!isTaken) {
      answer.completeExceptionally(new IOException("too much is asked"));
    }
    Sight sight = Sight.of(stream.link().remote());
    return answer
        .whenComplete((said, failure) -> waiting.decrementAndGet())
        .thenCompose(
            said ->
                said.map(sight::of)
                    .map(Messages::frame)
                    .map(stream::write)
                    .orElseGet(() -> CompletableFuture.completedFuture(null)));
  }

  /** On the thread of the router, which answers at once. */
  private void ask(Input.Asked asked, CompletableFuture<Optional<KadMessage>> answer) {
    List<Output> outputs;
    try {
      outputs = thread.outputsOf(asked);
    } catch (RuntimeException e) {
      // A store or a judge of the caller's has failed; the peer need not wait for that.
      answer.completeExceptionally(e);
      return;
    }
    for (Output output : outputs) {
      if (output instanceof Output.Answer said) {
        answer.complete(Optional.of(said.message()));
      } else if (output instanceof Output.Heard) {
        answer.complete(Optional.empty());
      } else if (output instanceof Output.Refuse) {
        answer.completeExceptionally(new IOException("against the rules"));
      } else {
        thread.perform(output);
      }
    }
  }
}
