package io.vivim.anchors;

import io.vivim.codec.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/**
 * Asks strangers by HTTP, and waits for what they answer: never longer than a limit for each, and
 * never for more bytes than a limit. Goes nowhere that it was not sent.
 */
public final class Http {
  /** Until the answer begins, and once more until it has ended. */
  static final Duration LONGEST = Duration.ofSeconds(30);

  static final int OK = 200;
  static final int NOT_FOUND = 404;

  private static final int BUFFER_BYTES = 8 * 1024;

  private final Duration longest;
  private final HttpClient client;

  /** What was answered. */
  record Answer(int status, Bytes body) {}

  public Http() {
    this(LONGEST);
  }

  /**
   * @param longest until the answer begins, and once more until it has ended
   */
  Http(Duration longest) {
    this.longest = longest;
    client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(longest)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  /** Whether it is a place that can be asked. */
  public static boolean isPlace(URI place) {
    boolean isHttp = "http".equals(place.getScheme()) || "https".equals(place.getScheme());
    return isHttp && place.getHost() != null;
  }

  Answer get(URI place, String accept, int mostBytes) throws IOException {
    return ask(HttpRequest.newBuilder(place).GET().header("Accept", accept), mostBytes);
  }

  Answer post(URI place, String type, Bytes body, String accept, int mostBytes) throws IOException {
    return ask(
        HttpRequest.newBuilder(place)
            .POST(BodyPublishers.ofByteArray(body.toArray()))
            .header("Content-Type", type)
            .header("Accept", accept),
        mostBytes);
  }

  private Answer ask(HttpRequest.Builder request, int mostBytes) throws IOException {
    try {
      HttpResponse<InputStream> answer =
          client.send(
              request.timeout(longest).header("User-Agent", "vivim").build(),
              BodyHandlers.buffering(BodyHandlers.ofInputStream(), BUFFER_BYTES));
      byte[] read = read(answer.body(), mostBytes + 1, longest);
      if (read.length > mostBytes) {
        throw new IOException("the answer has more than " + mostBytes + " bytes");
      }
      return new Answer(answer.statusCode(), Bytes.owning(read));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  /**
   * What the body of an answer begins with: all of it, or so many bytes. The time of a request ends
   * where its body begins, so that whoever sends it has this much for all of it.
   *
   * @param body which is closed
   */
  public static byte[] read(InputStream body, int mostBytes, Duration longest) throws IOException {
    CompletableFuture<Void> whole = new CompletableFuture<>();
    CompletionStage<Void> unused =
        whole
            .orTimeout(longest.toNanos(), TimeUnit.NANOSECONDS)
            .whenComplete((done, late) -> close(body));
    byte[] read;
    try {
      read = body.readNBytes(mostBytes);
    } catch (IOException e) {
      throw whole.isDone() ? tooLate(longest) : e;
    } finally {
      whole.complete(null);
    }
    if (whole.isCompletedExceptionally()) {
      throw tooLate(longest);
    }
    return read;
  }

  private static IOException tooLate(Duration longest) {
    return new HttpTimeoutException("the answer takes longer than " + longest.toMillis() + " ms");
  }

  private static void close(InputStream body) {
    try {
      body.close();
    } catch (IOException e) {
      // Nobody reads it any more.
    }
  }

  /** What an exception says, or else what it is. */
  public static String words(IOException e) {
    if (e instanceof ConnectException) {
      return isUnresolved(e) ? "there is no such host" : "nobody listens there";
    }
    return Optional.ofNullable(e.getMessage())
        .filter(message -> !message.isBlank())
        .orElse(e.getClass().getSimpleName());
  }

  /** Whether a host has no address, which only a cause of what is thrown tells. */
  private static boolean isUnresolved(Throwable e) {
    for (Throwable cause = e.getCause(); cause != null; cause = cause.getCause()) {
      if (cause instanceof UnresolvedAddressException) {
        return true;
      }
    }
    return false;
  }
}
