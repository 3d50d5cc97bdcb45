package io.vivim.interop;

import io.vivim.libp2p.host.Stream;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicLong;

/** Bytes that we write to the end of a stream, a piece as soon as the one before is taken. */
final class Upload {
  private static final int PIECE = 65_521;

  private final Stream stream;
  private final long bytes;
  private final AtomicLong written = new AtomicLong();
  private final MessageDigest digest = sha256();
  private final CompletableFuture<String> done = new CompletableFuture<>();

  private Upload(Stream stream, long bytes) {
    this.stream = stream;
    this.bytes = bytes;
  }

  static Upload begin(Stream stream, long bytes) {
    Upload upload = new Upload(stream, bytes);
    upload.next();
    return upload;
  }

  private void next() {
    int size = (int) Math.min(PIECE, bytes - written.get());
    CompletionStage<Void> sent = size == 0 ? stream.finish() : stream.write(piece(size));
    CompletionStage<Void> unused =
        sent.whenComplete(
            (taken, failure) -> {
              if (failure != null) {
                done.completeExceptionally(failure);
              } else if (size == 0) {
                done.complete(HexFormat.of().formatHex(digest.digest()));
              } else {
                written.addAndGet(size);
                next();
              }
            });
  }

  private ByteBuffer piece(int size) {
    byte[] piece = new byte[size];
    for (int i = 0; i < size; i++) {
      piece[i] = (byte) (i * i + (i >> 3) + written.get());
    }
    digest.update(piece);
    return ByteBuffer.wrap(piece);
  }

  /** How many bytes the link has taken. */
  long written() {
    return written.get();
  }

  /** The hash of all, once the link has taken them. */
  String hash() {
    return Met.get(done);
  }

  static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }
}
