package io.vivim.interop;

import com.fasterxml.jackson.databind.JsonNode;
import io.vivim.libp2p.host.Stream;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Both ends of a stream.
 *
 * @param theirs what the peer calls its
 */
record Ends(JsPeer js, Stream ours, JsonNode theirs) {
  /** Has the peer do something with its end. */
  JsonNode ask(String what) {
    return begin(what).join();
  }

  CompletableFuture<JsonNode> begin(String what) {
    return js.begin(what, Map.of("line", line()));
  }

  /** Has the peer write so many bytes, and leave its end open. */
  CompletableFuture<JsonNode> write(int bytes) {
    return js.begin("write", Map.of("line", line(), "bytes", bytes));
  }

  private int line() {
    return theirs.path("line").intValue();
  }
}
