package io.vivim.libp2p.host;

import io.vivim.libp2p.link.Link;
import io.vivim.libp2p.link.LinkStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** What is spoken on the streams of a host, and by whom. For any thread. */
final class Protocols {
  private final Map<String, StagedHandler> handlers = new ConcurrentHashMap<>();
  private final Executor threads;
  private final HostListener listener;

  /**
   * @param threads where handlers run, and may wait
   * @param listener is told of handlers that fail
   */
  Protocols(Executor threads, HostListener listener) {
    this.threads = threads;
    this.listener = listener;
  }

  /** Lets a protocol be spoken on threads. */
  void put(String protocol, StreamHandler handler) {
    putStaged(protocol, stream -> onThread(handler, stream));
  }

  /** Lets a protocol be spoken without any. */
  void putStaged(String protocol, StagedHandler handler) {
    handlers.put(protocol, handler);
  }

  void remove(String protocol) {
    handlers.remove(protocol);
  }

  List<String> names() {
    return handlers.keySet().stream().sorted().toList();
  }

  /** Agrees with the peer on what is spoken on a stream of its, and lets that be spoken. */
  void answer(Link link, LinkStream bytes) {
    CompletionStage<Void> unused =
        Negotiation.answer(bytes, handlers::containsKey)
            .handle(
                (agreed, failure) -> {
                  if (failure == null) {
                    speak(new Stream(link, bytes, agreed));
                  } else {
                    bytes.reset();
                  }
                  return null;
                });
  }

  private void speak(Stream stream) {
    StagedHandler handler = handlers.get(stream.protocol());
    if (handler == null) {
      stream.reset();
      return;
    }
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
    } catch (RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private static Exception exception(Throwable failure) {
    Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
    return cause instanceof Exception known ? known : new IllegalStateException(cause);
  }

  private CompletionStage<Void> onThread(StreamHandler handler, Stream stream) {
    CompletableFuture<Void> done = new CompletableFuture<>();
    try {
      threads.execute(() -> speak(handler, stream, done));
    } catch (RejectedExecutionException e) {
      done.completeExceptionally(e);
    }
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
    }
  }
}
