package io.vivim.interop;

import io.vivim.libp2p.host.Stream;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/** A stream on which we have sent a word that is to come back. */
record Echoed(Stream stream, String word) {
  static CompletableFuture<Echoed> begin(Met met, String word) {
    ByteBuffer bytes = ByteBuffer.wrap(word.getBytes(StandardCharsets.UTF_8));
    return met.host()
        .open(met.theirs(), Met.ECHO)
        .thenCompose(stream -> stream.write(bytes).thenApply(sent -> new Echoed(stream, word)))
        .toCompletableFuture();
  }

  /** Ends our half, and sees whether the word and the other end come. */
  CompletableFuture<Boolean> end() {
    ByteArrayOutputStream came = new ByteArrayOutputStream();
    return stream
        .finish()
        .thenCompose(finished -> rest(came))
        .thenApply(all -> came.toString(StandardCharsets.UTF_8).equals(word))
        .toCompletableFuture();
  }

  private CompletionStage<Void> rest(ByteArrayOutputStream came) {
    return stream
        .read()
        .thenCompose(
            next -> {
              if (next.isEmpty()) {
                return CompletableFuture.completedFuture(null);
              }
              byte[] bytes = new byte[next.get().remaining()];
              next.get().get(bytes);
              came.writeBytes(bytes);
              return rest(came);
            });
  }
}
