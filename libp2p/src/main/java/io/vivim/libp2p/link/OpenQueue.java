package io.vivim.libp2p.link;

import io.vivim.libp2p.yamux.YamuxOutput.OpenRefusal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** Streams that somebody wants to open, in the order in which they did. Owned by the event loop. */
final class OpenQueue {
  /** Opens that wait for the peer to answer earlier ones. */
  static final int MAX_WAITING = 4096;

  private final Deque<CompletableFuture<LinkStream>> waiting = new ArrayDeque<>();

  /** Takes one more, and tells whether it is the first in line. */
  boolean add(CompletableFuture<LinkStream> opened) {
    if (waiting.size() >= MAX_WAITING) {
      opened.completeExceptionally(new LinkException("too many streams wait to be opened"));
      return false;
    }
    waiting.add(opened);
    return waiting.size() == 1;
  }

  int size() {
    return waiting.size();
  }

  boolean isEmpty() {
    return waiting.isEmpty();
  }

  /** Hands a stream to the first who still wants one. */
  void completeFirst(LinkStream stream) {
    for (var first = waiting.poll(); first != null; first = waiting.poll()) {
      if (first.complete(stream)) {
        return;
      }
    }
    stream.reset();
  }

  /** Lets somebody leave the line. */
  void remove(CompletableFuture<LinkStream> givenUp) {
    waiting.removeIf(each -> each == givenUp);
  }

  /** For want of room all wait; otherwise there is nothing to wait for. */
  void refused(OpenRefusal refusal) {
    switch (refusal) {
      case TOO_MANY_STREAMS, TOO_MANY_UNACKNOWLEDGED -> {}
      case LEAVING, IDS_EXHAUSTED -> fail(new LinkException("no more streams: " + refusal));
    }
  }

  void fail(LinkException why) {
    List<CompletableFuture<LinkStream>> failed = new ArrayList<>(waiting);
    waiting.clear();
    failed.forEach(each -> each.completeExceptionally(why));
  }
}
