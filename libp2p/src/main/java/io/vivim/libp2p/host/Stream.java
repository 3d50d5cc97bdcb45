package io.vivim.libp2p.host;

import io.vivim.libp2p.guard.Refusal;
import io.vivim.libp2p.link.Link;
import io.vivim.libp2p.link.LinkStream;
import io.vivim.libp2p.link.StreamException;
import io.vivim.libp2p.link.Timers;
import io.vivim.libp2p.peer.PeerId;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A line of bytes to a peer, in each direction, on which a protocol is spoken. It has two faces:
 * stages for whoever must not wait, and {@link #input()} and {@link #output()} for whoever may.
 * Each direction is for one thread at a time.
 */
public final class Stream {
  private final Link link;
  private final LinkStream bytes;
  private final String protocol;
  private final HostMetrics metrics;
  private final StreamInput input = new StreamInput(this);
  private final StreamOutput output = new StreamOutput(this);

  /** What came together with the agreement on the protocol, until it is read. */
  private final AtomicReference<@Nullable ByteBuffer> first;

  Stream(Link link, LinkStream bytes, Negotiation.Agreed agreed, HostMetrics metrics) {
    this.link = link;
    this.bytes = bytes;
    this.protocol = agreed.protocol();
    this.metrics = metrics;
    ByteBuffer rest = agreed.rest();
    this.first = new AtomicReference<>(rest.hasRemaining() ? rest : null);
    if (rest.hasRemaining()) {
      bytes.keeps(rest.remaining());
    }
  }

  /** What is spoken. */
  public String protocol() {
    return protocol;
  }

  /** Who is at the other end. */
  public PeerId peer() {
    return link.peer();
  }

  /** The link that carries it. */
  public Link link() {
    return link;
  }

  /**
   * The next bytes, as soon as some are here; nothing at the end. One reads at a time: who has had
   * enough of waiting keeps the stage, since what comes next is its.
   */
  public CompletionStage<Optional<ByteBuffer>> read() {
    ByteBuffer rest = first.getAndSet(null);
    CompletionStage<Optional<ByteBuffer>> next;
    if (rest == null) {
      next = bytes.read();
    } else {
      bytes.keeps(-rest.remaining());
      next = CompletableFuture.completedFuture(Optional.of(rest));
    }
    return metrics == HostMetrics.NONE
        ? next
        : next.thenApply(
            came -> {
              came.ifPresent(some -> metrics.read(protocol, some.remaining()));
              return came;
            });
  }

  /** Writes bytes, which belong to the stream until the stage completes. */
  public CompletionStage<Void> write(ByteBuffer content) {
    int size = content.remaining();
    CompletionStage<Void> written = bytes.write(content);
    return metrics == HostMetrics.NONE
        ? written
        : written.thenRun(() -> metrics.wrote(protocol, size));
  }

  /** Says, behind all that was written, that we send no more; the peer may go on. */
  public CompletionStage<Void> finish() {
    return bytes.finish();
  }

  /** Breaks the stream off, in both directions. */
  public void reset() {
    bytes.reset();
  }

  /** Who broke the stream off, once it is gone; nothing where both sides have sent and read all. */
  CompletionStage<Optional<StreamException.Cause>> ended() {
    return bytes.ended();
  }

  /**
   * Breaks the stream off where it has not ended in time, and counts why: what both have said all
   * of must not stay because the peer sets no end.
   */
  void endWithin(Duration most, Refusal why, Timers timers) {
    Timers.Alarm alarm =
        timers.after(
            most,
            () -> {
              metrics.refused(why);
              reset();
            });
    CompletionStage<Void> unused = ended().thenAccept(how -> alarm.cancel());
  }

  /**
   * What the peer sends, for a thread that waits for it. Closing it leaves the stream open, and a
   * thread that is interrupted while it waits loses nothing: the next one reads on.
   */
  public InputStream input() {
    return input;
  }

  /**
   * What we send, from a thread that waits for room; always the same, which holds what it was not
   * asked to flush. Closing it {@linkplain #finish finishes}.
   */
  public OutputStream output() {
    return output;
  }
}
