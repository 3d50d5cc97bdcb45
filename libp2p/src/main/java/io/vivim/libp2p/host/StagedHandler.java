package io.vivim.libp2p.host;

import java.util.concurrent.CompletionStage;

/** Speaks a protocol on the streams that peers open for it, and never waits. */
@FunctionalInterface
public interface StagedHandler {
  /** Takes a stream, on an event loop; a failure breaks the stream off. */
  CompletionStage<Void> handle(Stream stream);
}
