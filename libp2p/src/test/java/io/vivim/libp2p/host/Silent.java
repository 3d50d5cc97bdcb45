package io.vivim.libp2p.host;

import io.vivim.libp2p.link.LinkStream;
import io.vivim.libp2p.link.StreamException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A stream on which nothing comes, and that takes all; it ends where this side resets it. */
final class Silent implements LinkStream {
  final CompletableFuture<Optional<StreamException.Cause>> ended = new CompletableFuture<>();
  boolean isFinished;
  boolean isReset;

  @Override
  public CompletionStage<Optional<ByteBuffer>> read() {
    return new CompletableFuture<>();
  }

  @Override
  public CompletionStage<Void> write(ByteBuffer bytes) {
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
    ended.complete(Optional.of(StreamException.Cause.HERE));
  }

  @Override
  public CompletionStage<Optional<StreamException.Cause>> ended() {
    return ended;
  }

  @Override
  public void keeps(int more) {}

  @Override
  public boolean isOurs() {
    return true;
  }
}
