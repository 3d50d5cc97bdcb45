package io.vivim.libp2p.host;

import io.vivim.codec.Bytes;
import io.vivim.codec.Varint;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/**
 * Identify and its push: a message with its length before it, then the end of the stream. Peers
 * with much to say put it into several messages, which are one if they are put together.
 */
final class IdentifyProtocol {
  static final String ASK = "/ipfs/id/1.0.0";
  static final String PUSH = "/ipfs/id/push/1.0.0";

  /** Into how many one may be split. */
  private static final int MAX_MESSAGES = 10;

  private final Stream stream;
  private final Room more;
  private final List<Bytes> messages = new ArrayList<>();

  /** How much more there may be. */
  private int room = Identity.MAX_MESSAGE_BYTES;

  private LengthFirst reader = new LengthFirst(room);

  /** What of a message is held, until all of it is here. */
  private int held;

  /** Where room for what has come is asked for. */
  interface Room {
    /** Takes room for so many bytes more, or fails. */
    void take(int bytes) throws RefusedException;
  }

  private IdentifyProtocol(Stream stream, Room more) {
    this.stream = stream;
    this.more = more;
  }

  static CompletionStage<Void> send(Stream stream, Bytes message) {
    Bytes whole = Bytes.concat(Varint.encode(message.size()), message);
    return stream.write(ByteBuffer.wrap(whole.toArray())).thenCompose(written -> stream.finish());
  }

  static CompletionStage<Identity> receive(Stream stream, Room more) {
    IdentifyProtocol receiving = new IdentifyProtocol(stream, more);
    return Repeating.whileTrue(() -> stream.read().thenCompose(receiving::take))
        .thenCompose(done -> receiving.decode());
  }

  /** Answers whether more is to come. */
  private CompletionStage<Boolean> take(Optional<ByteBuffer> came) {
    try {
      if (came.isEmpty()) {
        checkEnd();
        return CompletableFuture.completedFuture(false);
      }
      while (came.get().hasRemaining()) {
        read(came.get());
      }
      return CompletableFuture.completedFuture(true);
    } catch (ProtocolException | RefusedException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private void read(ByteBuffer in) throws ProtocolException, RefusedException {
    if (messages.size() == MAX_MESSAGES) {
      throw new ProtocolException("an identify message in too many parts");
    }
    Optional<Bytes> whole = reader.receive(in);
    int now = Identity.MAX_MESSAGE_BYTES - room + reader.room();
    if (now > held) {
      more.take(now - held);
      held = now;
    }
    if (whole.isPresent()) {
      messages.add(whole.get());
      room -= whole.get().size();
      reader = new LengthFirst(room);
    }
  }

  private void checkEnd() throws ProtocolException {
    if (messages.isEmpty() || reader.isWithin()) {
      throw new ProtocolException("an identify message that ends early");
    }
  }

  private CompletionStage<Identity> decode() {
    try {
      Bytes whole = Bytes.concat(messages.toArray(Bytes[]::new));
      return CompletableFuture.completedFuture(Identity.decode(whole, stream.peer()));
    } catch (ProtocolException e) {
      return CompletableFuture.failedFuture(e);
    }
  }
}
