package io.vivim.libp2p.host;

import io.vivim.libp2p.link.SimulatedTime;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** What one side says and hears on a stream, by chance: how much, how fast, and how it ends. */
final class Talk {
  private static final int LARGEST_PIECE_BITS = 16;

  private final Stream stream;
  private final SimulatedTime time;
  private final Random random;
  private final Asked asked;
  private final int mostPieces;
  private long said;
  private long heard;
  private int pieces;

  Talk(Stream stream, SimulatedTime time, Random random, Asked asked, int mostPieces) {
    this.stream = stream;
    this.time = time;
    this.random = random;
    this.asked = asked;
    this.mostPieces = mostPieces;
  }

  private static byte byteAt(long offset) {
    return (byte) (offset * 31 + (offset >> 8));
  }

  /** Says some, finishes or breaks off, and hears the other side to its end. */
  void talk(boolean isEcho) {
    pieces = random.nextInt(mostPieces + 1);
    CompletionStage<Void> unused = Repeating.whileTrue(this::say).thenCompose(all -> endSaying());
    CompletionStage<Void> unusedToo = Repeating.whileTrue(() -> hear(isEcho));
  }

  private CompletionStage<Boolean> say() {
    if (pieces-- <= 0) {
      return CompletableFuture.completedFuture(false);
    }
    ByteBuffer piece =
        ByteBuffer.allocate(1 + random.nextInt(1 << random.nextInt(LARGEST_PIECE_BITS)));
    while (piece.hasRemaining()) {
      piece.put(byteAt(said++));
    }
    return asked
        .ask("write", stream.write(piece.flip()))
        .thenCompose(written -> pause())
        .thenApply(done -> true);
  }

  private CompletionStage<Void> endSaying() {
    if (random.nextInt(8) == 0) {
      stream.reset();
      return CompletableFuture.completedFuture(null);
    }
    return asked.ask("finish", stream.finish());
  }

  private CompletionStage<Boolean> hear(boolean isEcho) {
    return asked
        .ask("read", stream.read())
        .thenCompose(
            came -> {
              came.ifPresent(bytes -> heard(bytes, isEcho));
              return came.isEmpty()
                  ? CompletableFuture.completedFuture(false)
                  : pause().thenApply(done -> true);
            });
  }

  private void heard(ByteBuffer bytes, boolean isEcho) {
    while (isEcho && bytes.hasRemaining()) {
      byte next = bytes.get();
      if (next != byteAt(heard++)) {
        time.failures().add(new AssertionError("another byte than was sent, at " + heard));
        stream.reset();
        return;
      }
    }
    if (random.nextInt(200) == 0) {
      stream.reset();
    }
  }

  /** Sends back what comes, to its end. */
  CompletionStage<Void> echo() {
    return Repeating.whileTrue(
        () -> asked.ask("read to echo", stream.read()).thenCompose(this::sendBack));
  }

  private CompletionStage<Boolean> sendBack(Optional<ByteBuffer> came) {
    return came.isEmpty()
        ? asked.ask("finish an echo", stream.finish()).thenApply(done -> false)
        : asked.ask("echo", stream.write(came.get())).thenApply(done -> true);
  }

  /** Mostly none, now and then a long one. */
  private CompletionStage<Void> pause() {
    int chance = random.nextInt(100);
    if (chance < 70) {
      return CompletableFuture.completedFuture(null);
    }
    CompletableFuture<Void> over = new CompletableFuture<>();
    Duration most = chance < 98 ? Duration.ofSeconds(1) : Duration.ofMinutes(2);
    time.after(Duration.ofMillis(random.nextInt((int) most.toMillis())), () -> over.complete(null));
    return over;
  }
}
