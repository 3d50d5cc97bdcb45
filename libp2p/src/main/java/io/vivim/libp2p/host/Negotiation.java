package io.vivim.libp2p.host;

import io.vivim.libp2p.link.LinkStream;
import io.vivim.libp2p.select.Initiator;
import io.vivim.libp2p.select.Responder;
import io.vivim.libp2p.select.SelectOutput;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Predicate;

/** The two ends of a stream agree on what they speak. */
final class Negotiation {
  private final LinkStream stream;
  private final Function<ByteBuffer, List<SelectOutput>> receive;

  /**
   * The outcome.
   *
   * @param rest what came right behind the agreement
   */
  record Agreed(String protocol, ByteBuffer rest) {}

  private Negotiation(LinkStream stream, Function<ByteBuffer, List<SelectOutput>> receive) {
    this.stream = stream;
    this.receive = receive;
  }

  /** By whoever opened the stream; fails with a {@link ProtocolException}. */
  static CompletionStage<Agreed> propose(LinkStream stream, List<String> protocols) {
    Initiator initiator = new Initiator(protocols);
    return new Negotiation(stream, initiator::receive).start(initiator.start());
  }

  /** By whoever had it opened to them. */
  static CompletionStage<Agreed> answer(LinkStream stream, Predicate<String> speaks) {
    Responder responder = new Responder(speaks);
    return new Negotiation(stream, responder::receive).start(responder.start());
  }

  private CompletionStage<Agreed> start(SelectOutput.Send first) {
    return send(first).thenCompose(sent -> next());
  }

  private CompletionStage<Void> send(SelectOutput.Send output) {
    return stream.write(ByteBuffer.wrap(output.bytes().toArray()));
  }

  private CompletionStage<Agreed> next() {
    return stream.read().thenCompose(this::take);
  }

  private CompletionStage<Agreed> take(Optional<ByteBuffer> came) {
    if (came.isEmpty()) {
      return CompletableFuture.failedFuture(new ProtocolException("the stream ended"));
    }
    ByteBuffer in = came.get();
    CompletionStage<Void> sent = CompletableFuture.completedFuture(null);
    for (SelectOutput output : receive.apply(in)) {
      if (output instanceof SelectOutput.Send send) {
        sent = sent.thenCompose(before -> send(send));
      } else if (output instanceof SelectOutput.Agreed agreed) {
        return sent.thenApply(before -> new Agreed(agreed.protocol(), in));
      } else if (output instanceof SelectOutput.Failed failed) {
        return CompletableFuture.failedFuture(new ProtocolException(failed.error().name()));
      }
    }
    return sent.thenCompose(before -> next());
  }
}
