package io.vivim.libp2p.host;

/** Speaks a protocol on the streams that peers open for it. */
@FunctionalInterface
public interface StreamHandler {
  /** Takes a stream, on a thread that may wait; what it throws breaks the stream off. */
  void handle(Stream stream) throws Exception;
}
