package io.vivim.libp2p.kad;

import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.host.Host;
import io.vivim.libp2p.host.Repeating;
import io.vivim.libp2p.host.Stream;
import io.vivim.libp2p.kad.router.Input;
import io.vivim.libp2p.kad.router.Output;
import io.vivim.libp2p.kad.rpc.KadMessage;
import io.vivim.libp2p.kad.rpc.MessageLimits;
import io.vivim.libp2p.kad.table.Neighbourhood;
import io.vivim.libp2p.wire.WireException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One question to a peer, on a stream of its own. For any thread. */
final class Question {
  private final Host host;
  private final MessageLimits limits;
  private final Output.Ask ask;

  // Guarded by this.

  private @Nullable Stream stream;
  private boolean isAbandoned;

  Question(Host host, MessageLimits limits, Output.Ask ask) {
    this.host = host;
    this.limits = limits;
    this.ask = ask;
  }

  /** What comes of it; never fails. */
  CompletionStage<Input> put(String protocol) {
    return host.connectAsSaid(ask.peer(), ask.addresses())
        .thenCompose(link -> host.open(ask.peer(), protocol))
        .thenCompose(this::opened)
        .exceptionally(failure -> new Input.Failed(ask.request()));
  }

  private CompletionStage<Input> opened(Stream opened) {
    boolean isWanted;
    synchronized (this) {
      stream = opened;
      isWanted = !isAbandoned;
    }
    if (!isWanted) {
      opened.reset();
      return CompletableFuture.completedFuture(new Input.Failed(ask.request()));
    }
    CompletionStage<Void> written =
        opened.write(Messages.frame(ask.message())).thenCompose(done -> opened.finish());
    CompletionStage<Input> answer =
        ask.message().kind().isAnswered()
            ? written.thenCompose(done -> answer(opened))
            : written.thenCompose(done -> end(opened));
    return answer.whenComplete((input, failure) -> opened.reset());
  }

  private CompletionStage<Input> answer(Stream opened) {
    Messages messages = new Messages(limits);
    AtomicReference<@Nullable KadMessage> first = new AtomicReference<>();
    return Repeating.whileTrue(() -> opened.read().thenCompose(came -> take(messages, came, first)))
        .thenApply(done -> answered(opened, first.get()));
  }

  /** Takes what came, and answers whether more is to come. */
  private static CompletionStage<Boolean> take(
      Messages messages, Optional<ByteBuffer> came, AtomicReference<@Nullable KadMessage> first) {
    if (came.isEmpty()) {
      return CompletableFuture.completedFuture(false);
    }
    try {
      List<KadMessage> whole = messages.take(came.get());
      if (!whole.isEmpty()) {
        first.set(whole.get(0));
      }
      return CompletableFuture.completedFuture(whole.isEmpty());
    } catch (WireException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  /** Who has taken what it was told ends its side, too. */
  private CompletionStage<Input> end(Stream opened) {
    return Repeating.whileTrue(() -> opened.read().thenApply(Optional::isPresent))
        .thenApply(done -> new Input.Told(ask.request()));
  }

  private Input answered(Stream opened, @Nullable KadMessage message) {
    if (message == null) {
      return new Input.Failed(ask.request());
    }
    Multiaddr remote = opened.link().remote();
    return new Input.Answered(
        ask.request(), Sight.of(remote).of(message), Neighbourhood.of(remote));
  }

  /** Nobody waits for the answer any more. */
  void abandon() {
    Stream opened;
    synchronized (this) {
      isAbandoned = true;
      opened = stream;
    }
    if (opened != null) {
      opened.reset();
    }
  }
}
