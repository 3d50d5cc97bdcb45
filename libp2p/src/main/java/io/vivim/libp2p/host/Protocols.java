package io.vivim.libp2p.host;

import io.vivim.libp2p.link.Link;
import io.vivim.libp2p.link.LinkStream;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** What is spoken on the streams of a host, and by whom. For any thread. */
final class Protocols {
  private final Map<String, StreamHandler> handlers = new ConcurrentHashMap<>();
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

  void put(String protocol, StreamHandler handler) {
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
    StreamHandler handler = handlers.get(stream.protocol());
    if (handler == null) {
      stream.reset();
      return;
    }
    try {
      threads.execute(() -> speak(handler, stream));
    } catch (RejectedExecutionException e) {
      stream.reset();
    }
  }

  private void speak(StreamHandler handler, Stream stream) {
    try {
      handler.handle(stream);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stream.reset();
    } catch (Exception e) {
      stream.reset();
      listener.failed(stream, e);
    }
  }
}
