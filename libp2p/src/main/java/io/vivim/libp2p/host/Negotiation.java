package io.vivim.libp2p.host;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.link.LinkStream;
import io.vivim.libp2p.select.Initiator;
import io.vivim.libp2p.select.Responder;
import io.vivim.libp2p.select.SelectOutput;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The two ends of a stream agree on what they speak. */
final class Negotiation {
  private final LinkStream stream;
  private final Function<ByteBuffer, List<SelectOutput>> receive;
  private @Nullable Agreed agreed;

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
    return stream
        .write(ByteBuffer.wrap(initiator.start().bytes().toArray()))
        .thenCompose(sent -> new Negotiation(stream, initiator::receive).run());
  }

  /** By whoever had it opened to them. */
  static CompletionStage<Agreed> answer(LinkStream stream, Predicate<String> speaks) {
    Responder responder = new Responder(speaks);
    return new Negotiation(stream, responder::receive).run();
  }

  private CompletionStage<Agreed> run() {
    return Repeating.whileTrue(() -> stream.read().thenCompose(this::take))
        .thenApply(done -> Objects.requireNonNull(agreed));
  }

  /** Answers whether it goes on. */
  private CompletionStage<Boolean> take(Optional<ByteBuffer> came) {
    if (came.isEmpty()) {
      return CompletableFuture.failedFuture(new ProtocolException("the stream ended"));
    }
    ByteBuffer in = came.get();
    List<Bytes> answers = new ArrayList<>();
    for (SelectOutput output : receive.apply(in)) {
      if (output instanceof SelectOutput.Send send) {
        answers.add(send.bytes());
      } else if (output instanceof SelectOutput.Agreed on) {
        agreed = new Agreed(on.protocol(), in);
      } else if (output instanceof SelectOutput.Failed failed) {
        return CompletableFuture.failedFuture(new ProtocolException(failed.error().name()));
      }
    }
    boolean goesOn = agreed == null;
    return send(answers).thenApply(sent -> goesOn);
  }

  private CompletionStage<Void> send(List<Bytes> answers) {
    return answers.isEmpty()
        ? CompletableFuture.completedFuture(null)
        : stream.write(ByteBuffer.wrap(Bytes.concat(answers.toArray(Bytes[]::new)).toArray()));
  }
}
