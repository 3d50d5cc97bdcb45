package io.vivim.node;

import io.vivim.anchors.Http;
import io.vivim.codec.Bytes;
import io.vivim.codec.DagJson;
import io.vivim.codec.Decoded;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.codec.Limits;
import io.vivim.codec.RefusedException;
import io.vivim.node.rpc.BearerToken;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/** Calls of the node that runs on a data folder, by whoever may read its token there. */
final class NodeCalls {
  /** Until an answer begins, and once more until it has ended. */
  private static final Duration MAX_ANSWER_TIME = Duration.ofSeconds(10);

  private static final int MAX_ANSWER_BYTES = 8 * 1024 * 1024;
  private static final Limits LIMITS = new Limits(MAX_ANSWER_BYTES, 16, Limits.MAX_ITEMS);

  private final String address;
  private final String token;
  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(MAX_ANSWER_TIME)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  private NodeCalls(String address, String token) {
    this.address = address;
    this.token = token;
  }

  static NodeCalls of(RunningNode node, Path folder) throws IOException {
    try {
      return new NodeCalls(
          node.address(), Files.readString(folder.resolve(BearerToken.FILE)).strip());
    } catch (IOException e) {
      throw UnreadableFileException.of(e);
    }
  }

  /** The result of a method. */
  IpldMap call(String method, IpldMap params) throws IOException {
    IpldMap request =
        IpldMap.builder()
            .put("jsonrpc", Ipld.of("2.0"))
            .put("id", Ipld.of(1))
            .put("method", Ipld.of(method))
            .put("params", params)
            .build();
    try {
      Decoded<Ipld> answer = DagJson.decode(post(DagJson.encode(request)), LIMITS);
      if (answer instanceof Decoded.Value<Ipld> value
          && value.value() instanceof IpldMap map
          && map.get("result").orElse(Ipld.NULL) instanceof IpldMap result) {
        return result;
      }
    } catch (RefusedException e) {
      throw new IllegalArgumentException("no call: " + method, e);
    } catch (IOException e) {
      throw silent(Http.words(e));
    } catch (InterruptedException e) {
      throw LogOption.interrupted(e);
    }
    throw silent("it answers with no result");
  }

  private UnreadableFileException silent(String why) {
    return new UnreadableFileException(
        "unreachable", "the node that runs there, at " + address + ", cannot be asked: " + why);
  }

  private Bytes post(String body) throws IOException, InterruptedException {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address + "/"))
            .timeout(MAX_ANSWER_TIME)
            .header("Content-Type", "application/json")
            .header("Authorization", "Bearer " + token)
            .POST(HttpRequest.BodyPublishers.ofString(body))
            .build();
    HttpResponse<InputStream> answer =
        client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    return Bytes.owning(Http.read(answer.body(), MAX_ANSWER_BYTES, MAX_ANSWER_TIME));
  }
}
