package io.vivim.libp2p.host;

import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.guard.Books;
import io.vivim.libp2p.guard.Claims;
import io.vivim.libp2p.guard.Refusal;
import io.vivim.libp2p.guard.Tab;
import io.vivim.libp2p.host.HostMetrics.Direction;
import io.vivim.libp2p.link.Link;
import io.vivim.libp2p.link.LinkStream;
import io.vivim.libp2p.link.Timers;
import io.vivim.libp2p.select.Initiator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;

/**
 * What is spoken on the streams of a host, and by whom; streams that are too many, or on which
 * nothing is agreed on in time, are broken off. For any thread.
 */
final class Protocols {
  /** Streams that a peer may have for each of the protocols by which hosts keep in touch. */
  static final int OWN_STREAMS_OF_PEER = 16;

  private final Map<String, Spoken> handlers = new ConcurrentHashMap<>();
  private final Claims claims;
  private final Books books;
  private final Timers timers;
  private final Turns turns;
  private final HostListener listener;
  private final HostMetrics metrics;

  private record Spoken(StagedHandler handler, int mostOfPeer) {}

  /**
   * @param turns in which handlers run, and may wait
   * @param listener is told of handlers that fail
   */
  Protocols(
      Claims claims,
      Books books,
      Timers timers,
      Turns turns,
      HostListener listener,
      HostMetrics metrics) {
    this.claims = claims;
    this.books = books;
    this.timers = timers;
    this.turns = turns;
    this.listener = listener;
    this.metrics = metrics;
  }

  /** Lets a protocol be spoken on threads. */
  void put(String protocol, StreamHandler handler) {
    putStaged(protocol, Integer.MAX_VALUE, stream -> onThread(handler, stream));
  }

  /**
   * Lets a protocol be spoken without any.
   *
   * @param mostOfPeer streams that one peer may have for this
   */
  void putStaged(String protocol, int mostOfPeer, StagedHandler handler) {
    Initiator.checked(List.of(protocol));
    handlers.put(protocol, new Spoken(handler, mostOfPeer));
  }

  void remove(String protocol) {
    handlers.remove(protocol);
  }

  List<String> names() {
    return handlers.keySet().stream().sorted().toList();
  }

  /**
   * Opens a stream and agrees with the peer on what is spoken, in time: also where the link has no
   * room for one.
   *
   * @param spoken the dearest first
   */
  CompletionStage<Stream> open(Link link, List<String> spoken) {
    List<String> proposals = Initiator.checked(spoken);
    Tab tab = new Tab(books);
    Optional<Refusal> refusal = tab.take(1, claims.outboundStream(link.peer()));
    if (refusal.isPresent()) {
      metrics.refused(refusal.get());
      return CompletableFuture.failedFuture(new RefusedException(refusal.get()));
    }
    CompletableFuture<LinkStream> opening = link.open().toCompletableFuture();
    Timers.Alarm alarm = timers.after(claims.limits().times().negotiation(), () -> giveUp(opening));
    return opening
        .whenComplete(
            (bytes, failure) -> {
              if (failure != null) {
                tab.close();
              }
            })
        .thenCompose(
            bytes -> {
              closeWith(bytes, tab);
              return orReset(bytes, Negotiation.propose(bytes, proposals));
            })
        .whenComplete((agreed, failure) -> alarm.cancel())
        .thenApply(agreed -> stream(link, agreed));
  }

  private void giveUp(CompletableFuture<LinkStream> opening) {
    metrics.refused(Refusal.NEGOTIATION_TIMEOUT);
    if (!opening.completeExceptionally(new RefusedException(Refusal.NEGOTIATION_TIMEOUT))) {
      CompletableFuture<Void> unused = opening.thenAccept(LinkStream::reset);
    }
  }

  /** Agrees with the peer on what is spoken on a stream of its, and lets that be spoken. */
  void answer(Link link, LinkStream bytes) {
    Tab tab = new Tab(books);
    closeWith(bytes, tab);
    Optional<Refusal> refusal = tab.take(1, claims.inboundStream(link.peer(), link.remote()));
    if (refusal.isPresent()) {
      refuse(bytes, refusal.get());
      return;
    }
    CompletionStage<Void> unused =
        inTime(bytes, Negotiation.answer(bytes, handlers::containsKey))
            .handle(
                (agreed, failure) -> {
                  if (failure == null) {
                    speak(link, agreed, tab);
                  } else if (ProtocolException.isWhy(failure)) {
                    metrics.refused(Refusal.NEGOTIATION);
                  }
                  return null;
                });
  }

  private static void closeWith(LinkStream bytes, Tab tab) {
    CompletionStage<Void> unused = bytes.ended().thenAccept(why -> tab.close());
  }

  private void refuse(LinkStream bytes, Refusal why) {
    metrics.refused(why);
    bytes.reset();
  }

  /** What was agreed on, and on which stream. */
  private record Agreement(LinkStream bytes, Negotiation.Agreed agreed) {}

  /** Breaks a stream off if nothing is agreed on, or not in time. */
  private CompletionStage<Agreement> inTime(
      LinkStream bytes, CompletionStage<Negotiation.Agreed> negotiation) {
    Timers.Alarm alarm =
        timers.after(
            claims.limits().times().negotiation(),
            () -> refuse(bytes, Refusal.NEGOTIATION_TIMEOUT));
    return orReset(bytes, negotiation).whenComplete((agreed, failure) -> alarm.cancel());
  }

  private static CompletionStage<Agreement> orReset(
      LinkStream bytes, CompletionStage<Negotiation.Agreed> negotiation) {
    return negotiation
        .whenComplete(
            (agreed, failure) -> {
              if (failure != null) {
                bytes.reset();
              }
            })
        .thenApply(agreed -> new Agreement(bytes, agreed));
  }

  private Stream stream(Link link, Agreement agreement) {
    LinkStream bytes = agreement.bytes();
    String protocol = agreement.agreed().protocol();
    Direction direction = bytes.isOurs() ? Direction.OUT : Direction.IN;
    metrics.opened(direction, protocol);
    CompletionStage<Void> unused =
        bytes.ended().thenAccept(brokenBy -> metrics.closed(direction, protocol, brokenBy));
    return new Stream(link, bytes, agreement.agreed(), metrics);
  }

  private void speak(Link link, Agreement agreement, Tab tab) {
    String protocol = agreement.agreed().protocol();
    Spoken spoken = handlers.get(protocol);
    if (spoken == null) {
      agreement.bytes().reset();
      return;
    }
    Optional<Refusal> refusal =
        tab.take(1, claims.spokenStream(link.peer(), protocol, spoken.mostOfPeer()));
    if (refusal.isPresent()) {
      refuse(agreement.bytes(), refusal.get());
      return;
    }
    speak(spoken.handler(), stream(link, agreement));
  }

  private void speak(StagedHandler handler, Stream stream) {
    CompletionStage<Void> unused =
        begin(handler, stream)
            .whenComplete(
                (done, failure) -> {
                  if (failure != null) {
                    stream.reset();
                    listener.failed(stream, exception(failure));
                  }
                });
  }

  private static CompletionStage<Void> begin(StagedHandler handler, Stream stream) {
    try {
      return handler.handle(stream);
    } catch (RuntimeException | Error e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static Exception exception(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof Exception known ? known : new IllegalStateException(cause);
  }

  private CompletionStage<Void> onThread(StreamHandler handler, Stream stream) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    Turns.Handling handling =
        new Turns.Handling() {
          @Override
          public void run() {
            speak(handler, stream, done);
          }

          @Override
          public void refused(RejectedExecutionException why) {
            metrics.refused(Refusal.HANDLERS);
            done.completeExceptionally(why);
          }
        };
    Multiaddr at = stream.link().remote();
    turns.take(stream.peer(), Claims.machine(at), Claims.network(at), handling, stream.ended());
    return done;
  }

  private static void speak(StreamHandler handler, Stream stream, CompletableFuture<Void> done) {
    try {
      handler.handle(stream);
      done.complete(null);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      done.completeExceptionally(e);
    } catch (Exception e) {
      done.completeExceptionally(e);
    } catch (Error e) {
      // The thread is told of it, too, and the stream must not be left open.
      done.completeExceptionally(e);
      throw e;
    }
  }
}
