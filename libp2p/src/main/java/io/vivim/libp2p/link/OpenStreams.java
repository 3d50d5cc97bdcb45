package io.vivim.libp2p.link;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * The streams of a link that are open, by their ids. An id is no more than a place: once a stream
 * was broken off, a peer may open another by the same id, and what is still asked for on the first
 * must not reach the second. Owned by the link's event loop.
 */
final class OpenStreams {
  private final Map<Long, MuxStream> byId = new HashMap<>();

  void add(MuxStream stream) {
    byId.put(stream.id, stream);
  }

  /** Whether this very stream is open. */
  boolean has(MuxStream stream) {
    return byId.get(stream.id) == stream;
  }

  /** Removes this very stream, and answers whether it was open. */
  boolean remove(MuxStream stream) {
    return byId.remove(stream.id, stream);
  }

  /** Hands on the stream that has an id now, if one has. */
  void with(long id, Consumer<MuxStream> then) {
    MuxStream stream = byId.get(id);
    if (stream != null) {
      then.accept(stream);
    }
  }

  /** The same, and nobody has the id any more. */
  void without(long id, Consumer<MuxStream> then) {
    MuxStream stream = byId.remove(id);
    if (stream != null) {
      then.accept(stream);
    }
  }

  List<MuxStream> removeAll() {
    List<MuxStream> all = new ArrayList<>(byId.values());
    byId.clear();
    return all;
  }

  int size() {
    return byId.size();
  }
}
