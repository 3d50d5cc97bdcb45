package io.vivim.node.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Calls a server over real HTTP. */
public final class HttpCalls {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient client = HttpClient.newHttpClient();
  private final URI address;
  private final Optional<String> token;

  private HttpCalls(URI address, Optional<String> token) {
    this.address = address;
    this.token = token;
  }

  public static HttpCalls to(String address) {
    return new HttpCalls(URI.create(address + "/"), Optional.empty());
  }

  public HttpCalls withToken(String value) {
    return new HttpCalls(address, Optional.of(value));
  }

  /** A request that is good but for what a test changes about it. */
  public HttpRequest.Builder request() {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address).header("Content-Type", "application/json");
    token.ifPresent(value -> request.header("Authorization", "Bearer " + value));
    return request;
  }

  /** What is under a path, with the token where there is one. */
  public HttpResponse<byte[]> get(String path) {
    HttpRequest.Builder request = HttpRequest.newBuilder(address.resolve(path));
    token.ifPresent(value -> request.header("Authorization", "Bearer " + value));
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  public HttpResponse<String> send(HttpRequest request) {
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  public HttpResponse<String> post(String body) {
    return send(request().POST(HttpRequest.BodyPublishers.ofString(body)).build());
  }

  /** The answer to a body that has one. */
  public JsonNode answer(String body) {
    HttpResponse<String> response = post(body);
    if (response.statusCode() != 200) {
      throw new AssertionError(response.statusCode() + " " + response.body());
    }
    return json(response.body());
  }

  /** The answer to one call. */
  public JsonNode call(String method, String params) {
    return answer(
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":" + params + "}");
  }

  /** The result of a call that succeeds. */
  public JsonNode result(String method, String params) {
    JsonNode answer = call(method, params);
    if (!answer.has("result")) {
      throw new AssertionError(answer.toString());
    }
    return answer.path("result");
  }

  /** The word that names the error of a call that fails. */
  public String error(String method, String params) {
    return call(method, params).path("error").path("data").path("code").asText();
  }

  /** All that a server answers to these bytes until it closes the connection. */
  public String raw(String bytes) throws IOException {
    try (Socket socket = socket()) {
      socket.getOutputStream().write(bytes.getBytes(StandardCharsets.UTF_8));
      socket.getOutputStream().flush();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  public Socket socket() throws IOException {
    return new Socket(address.getHost(), address.getPort());
  }

  public static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
