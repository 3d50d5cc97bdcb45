package io.vivim.libp2p.host;

import io.vivim.libp2p.link.LinkStream;
import io.vivim.libp2p.link.StreamException;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A stream on which all that the peer sends is here already, and that takes all at once. */
final class Script implements LinkStream {
  private final Deque<ByteBuffer> toRead = new ArrayDeque<>();
  private final ByteArrayOutputStream written = new ByteArrayOutputStream();
  boolean isFinished;
  boolean isReset;

  /** What the peer sends, in pieces of a size. */
  Script(byte[] all, int pieceBytes) {
    for (int at = 0; at < all.length; at += pieceBytes) {
      toRead.add(ByteBuffer.wrap(all, at, Math.min(pieceBytes, all.length - at)));
    }
  }

  byte[] written() {
    return written.toByteArray();
  }

  @Override
  public CompletionStage<Optional<ByteBuffer>> read() {
    return CompletableFuture.completedFuture(Optional.ofNullable(toRead.poll()));
  }

  @Override
  public CompletionStage<Void> write(ByteBuffer bytes) {
    byte[] array = new byte[bytes.remaining()];
    bytes.get(array);
    written.writeBytes(array);
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public CompletionStage<Void> finish() {
    isFinished = true;
    return CompletableFuture.completedFuture(null);
  }

  @Override
  public void reset() {
    isReset = true;
  }

  @Override
  public CompletionStage<Optional<StreamException.Cause>> ended() {
    return new CompletableFuture<>();
  }

  @Override
  public void keeps(int more) {}

  @Override
  public boolean isOurs() {
    return false;
  }
}
