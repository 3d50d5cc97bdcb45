package io.vivim.anchors;

import io.vivim.codec.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/**
 * Asks strangers by HTTP, and waits for what they answer: never longer than a limit for each, and
 * never for more bytes than a limit. Goes nowhere that it was not sent.
 */
public final class Http {
  /** Until the answer begins, and once more until it has ended. */
  static final Duration LONGEST = Duration.ofSeconds(30);

  static final int OK = 200;
  static final int NOT_FOUND = 404;

  private final HttpClient client;

  /** What was answered. */
  record Answer(int status, Bytes body) {}

  public Http() {
    client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(LONGEST)
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
              request.timeout(LONGEST).header("User-Agent", "vivim").build(),
              BodyHandlers.buffering(BodyHandlers.ofInputStream(), BUFFER_BYTES));
      try (InputStream body = answer.body()) {
        byte[] read = body.readNBytes(mostBytes + 1);
        if (read.length > mostBytes) {
          throw new IOException("the answer has more than " + mostBytes + " bytes");
        }
        return new Answer(answer.statusCode(), Bytes.owning(read));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private static final int BUFFER_BYTES = 8 * 1024;

  /** What an exception says, or else what it is. */
  static String words(IOException e) {
    return Optional.ofNullable(e.getMessage())
        .filter(message -> !message.isBlank())
        .orElse(e.getClass().getSimpleName());
  }
}
