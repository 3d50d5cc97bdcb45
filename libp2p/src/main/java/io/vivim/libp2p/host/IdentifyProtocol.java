package io.vivim.libp2p.host;

import io.vivim.codec.Bytes;
import io.vivim.codec.Varint;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Identify and its push: one message with its length before it, then the end of the stream. */
final class IdentifyProtocol {
  static final String ASK = "/ipfs/id/1.0.0";
  static final String PUSH = "/ipfs/id/push/1.0.0";

  private final Stream stream;
  private final LengthFirst reader = new LengthFirst(Identity.MAX_MESSAGE_BYTES);
  private @Nullable Bytes message;

  private IdentifyProtocol(Stream stream) {
    this.stream = stream;
  }

  static CompletionStage<Void> send(Stream stream, Bytes message) {
    Bytes whole = Bytes.concat(Varint.encode(message.size()), message);
    return stream.write(ByteBuffer.wrap(whole.toArray())).thenCompose(written -> stream.finish());
  }

  static CompletionStage<Identity> receive(Stream stream) {
    IdentifyProtocol receiving = new IdentifyProtocol(stream);
    return Repeating.whileTrue(() -> stream.read().thenCompose(receiving::take))
        .thenCompose(done -> receiving.decode());
  }

  private CompletionStage<Boolean> take(Optional<ByteBuffer> came) {
    if (came.isEmpty()) {
      return CompletableFuture.failedFuture(
          new ProtocolException("an identify message that ends early"));
    }
    try {
      message = reader.receive(came.get()).orElse(null);
      return CompletableFuture.completedFuture(message == null);
    } catch (ProtocolException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private CompletionStage<Identity> decode() {
    try {
      Bytes whole = message == null ? Bytes.EMPTY : message;
      return CompletableFuture.completedFuture(Identity.decode(whole, stream.peer()));
    } catch (ProtocolException e) {
      return CompletableFuture.failedFuture(e);
    }
  }
}
