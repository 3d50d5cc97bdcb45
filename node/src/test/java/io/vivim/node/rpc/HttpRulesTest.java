package io.vivim.node.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.BindException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What HTTP adds: who is let in, how much they may bring, and how long they may take. */
class HttpRulesTest {
  private static final String PING = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}";
  private static final int BODY_BYTES = 4096;
  private static final RpcLimits LIMITS =
      new RpcLimits(
          BODY_BYTES,
          3,
          6,
          100,
          Duration.ofMillis(300),
          Duration.ofMillis(400),
          Duration.ofSeconds(30),
          64,
          Duration.ofSeconds(20));

  @TempDir Path folder;
  private final CompletableFuture<JsonText> late = new CompletableFuture<>();
  private final CountDownLatch lateIsAsked = new CountDownLatch(1);
  private String secret = "";
  private RpcServer server;
  private HttpCalls calls;

  @BeforeEach
  void start() throws Exception {
    start(LIMITS, Set.of());
  }

  private void start(RpcLimits limits, Set<String> hosts) throws IOException {
    Path file = folder.resolve("token");
    BearerToken token = BearerToken.in(file, new SecureRandom());
    secret = Files.readString(file).strip();
    server =
        RpcServer.start(
            new RpcOptions(new Listen("127.0.0.1", 0), hosts, limits),
            token,
            System::nanoTime,
            fault -> {},
            List.of(
                TestMethod.of("ping", arguments -> TestMethod.json("\"pong\"")),
                TestMethod.of(
                    "echo", arguments -> TestMethod.json(arguments.raw("x").orElseThrow()), "x"),
                TestMethod.forTheOwner("own", arguments -> TestMethod.json("\"mine\"")),
                TestMethod.of("never", arguments -> new CompletableFuture<>()),
                TestMethod.of(
                    "late",
                    arguments -> {
                      lateIsAsked.countDown();
                      return late;
                    })));
    calls = HttpCalls.to(server.address());
  }

  private void restart(RpcLimits limits, Set<String> hosts) throws IOException {
    server.close();
    start(limits, hosts);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private int status(UnaryOperator<HttpRequest.Builder> change) {
    return calls
        .send(change.apply(calls.request().POST(BodyPublishers.ofString(PING))).build())
        .statusCode();
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "HEAD", "PUT", "DELETE", "PATCH", "OPTIONS"})
  void onlyPostIsAllowed(String method) {
    HttpResponse<String> response =
        calls.send(calls.request().method(method, BodyPublishers.noBody()).build());
    assertThat(response.statusCode()).isEqualTo(405);
    assertThat(response.headers().firstValue("Allow")).contains("POST");
    assertThat(response.headers().map().keySet())
        .noneMatch(name -> name.toLowerCase(Locale.ROOT).startsWith("access-control"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/x", "//", "/?token=x", "/%2e%2e/", "/;x", "/rpc"})
  void thereIsOnePathWithoutAQuery(String path) throws IOException {
    assertThat(calls.raw(head(path, "localhost", "application/json") + PING))
        .startsWith("HTTP/1.1 40");
  }

  private static String head(String path, String host, String type) {
    return "POST "
        + path
        + " HTTP/1.1\r\nHost: "
        + host
        + "\r\nContent-Type: "
        + type
        + "\r\nConnection: close\r\nContent-Length: "
        + PING.length()
        + "\r\n\r\n";
  }

  @ParameterizedTest
  @CsvSource({
    "application/json,200",
    "Application/JSON; charset=UTF-8,200",
    "application/json;charset=\"utf-8\",200",
    "application/json; charset=latin1,415",
    "text/plain,415",
    "application/x-www-form-urlencoded,415",
    "multipart/form-data,415",
    "application/jsonp,415"
  })
  void theBodyHasToBeJson(String type, int status) throws IOException {
    assertThat(calls.raw(head("/", "localhost", type) + PING)).startsWith("HTTP/1.1 " + status);
  }

  @Test
  void aBodyWithoutATypeOrEncodedFurtherIsNotTaken() {
    assertThat(
            calls
                .send(
                    HttpRequest.newBuilder(URI.create(server.address()))
                        .POST(BodyPublishers.ofString(PING))
                        .build())
                .statusCode())
        .isEqualTo(415);
    assertThat(status(request -> request.header("Content-Encoding", "gzip"))).isEqualTo(415);
  }

  @ParameterizedTest
  @CsvSource({
    "127.0.0.1,200",
    "127.0.0.1:8645,200",
    "LOCALHOST:1,200",
    "[::1]:80,200",
    "[::1],200",
    "evil.example,403",
    "evil.example:8645,403",
    "localhost.evil.example,403",
    "127.0.0.1.evil.example:80,403",
    "127.0.0.2,403",
    "named.example,403"
  })
  void onlyHostsOfTheListAreAnswered(String host, int status) throws IOException {
    assertThat(calls.raw(head("/", host, "application/json") + PING))
        .startsWith("HTTP/1.1 " + status);
  }

  @Test
  void moreHostsCanBeAllowed() throws IOException {
    restart(LIMITS, Set.of("Named.example"));
    assertThat(calls.raw(head("/", "named.EXAMPLE:80", "application/json") + PING))
        .startsWith("HTTP/1.1 200");
  }

  @Test
  void aRequestWithoutAHostIsNotAnswered() throws IOException {
    assertThat(calls.raw("POST / HTTP/1.0\r\nContent-Type: application/json\r\n\r\n"))
        .contains(" 403 ");
  }

  @Test
  void theOwnersMethodsNeedTheToken() {
    assertThat(calls.error("own", "[]")).isEqualTo("token-needed");
    assertThat(calls.withToken(secret).result("own", "[]").asText()).isEqualTo("mine");
    assertThat(calls.withToken(secret).result("ping", "[]").asText()).isEqualTo("pong");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "", "Basic dTpw", "Bearer", "Bearer ", "Bearer x", "bearer 0123"})
  void aWrongTokenIsNotTakenForNone(String authorization) {
    HttpResponse<String> response =
        calls.send(
            calls
                .request()
                .header("Authorization", authorization)
                .POST(BodyPublishers.ofString(PING))
                .build());
    assertThat(response.statusCode()).isEqualTo(401);
    assertThat(response.headers().firstValue("WWW-Authenticate").orElse("")).startsWith("Bearer");
    assertThat(response.body()).doesNotContain(secret);
  }

  @Test
  void aTokenThatIsWrongInItsLastPlaceIsWrong() {
    char last = secret.charAt(secret.length() - 1);
    String wrong = secret.substring(0, secret.length() - 1) + (last == '0' ? '1' : '0');
    assertThat(calls.withToken(wrong).post(PING).statusCode()).isEqualTo(401);
    assertThat(calls.withToken(secret + "0").post(PING).statusCode()).isEqualTo(401);
    assertThat(status(request -> request.header("Authorization", "bEARER " + secret)))
        .isEqualTo(200);
  }

  @Test
  void theTokenIsKeptForTheOwnerAloneAndStaysTheSame() throws IOException {
    Path file = folder.resolve("token");
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    assertThat(BearerToken.in(file, new SecureRandom()).caller("Bearer " + secret))
        .contains(Caller.OWNER);
    assertThat(BearerToken.in(file, new SecureRandom())).hasToString("BearerToken[hidden]");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
    assertThatThrownBy(() -> BearerToken.in(file, new SecureRandom()))
        .hasMessageContaining("read by others");
    Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    Files.writeString(file, "short\n");
    assertThatThrownBy(() -> BearerToken.in(file, new SecureRandom()))
        .hasMessageContaining("no token");
  }

  @Test
  void aBodyAsLargeAsAllowedIsReadAndALargerOneIsNot() {
    String full = PING + " ".repeat(BODY_BYTES - PING.length());
    assertThat(calls.post(full).statusCode()).isEqualTo(200);
    assertThat(calls.post(full + " ").statusCode()).isEqualTo(413);
  }

  @Test
  void aBodyOfUntoldLengthIsBoundedToo() {
    byte[] large = " ".repeat(64 * BODY_BYTES).getBytes(StandardCharsets.US_ASCII);
    byte[] small = PING.getBytes(StandardCharsets.US_ASCII);
    assertThat(statusOfStream(small)).isEqualTo(200);
    assertThat(statusOfStream(large)).isEqualTo(413);
    assertThat(statusOfStream(Arrays.copyOf(large, BODY_BYTES + 1))).isEqualTo(413);
  }

  @ParameterizedTest
  @ValueSource(strings = {"Transfer-Encoding: chunked", "Content-Length: 16777216"})
  void whoSendsMuchTooMuchIsAnsweredAllTheSame(String length) throws IOException {
    String start =
        head("/", "localhost", "application/json")
            .replace("Content-Length: " + PING.length(), length);
    String chunk = Integer.toHexString(BODY_BYTES) + "\r\n" + " ".repeat(BODY_BYTES) + "\r\n";
    byte[] piece =
        (length.endsWith("chunked") ? chunk : " ".repeat(BODY_BYTES))
            .getBytes(StandardCharsets.US_ASCII);
    try (Socket socket = calls.socket()) {
      OutputStream out = socket.getOutputStream();
      out.write(start.getBytes(StandardCharsets.US_ASCII));
      for (int sent = 0; sent < 16_777_216; sent += BODY_BYTES) {
        out.write(piece);
      }
      if (length.endsWith("chunked")) {
        out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
      }
      assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
          .startsWith("HTTP/1.1 413 ");
    }
  }

  private int statusOfStream(byte[] body) {
    HttpRequest request =
        calls
            .request()
            .POST(BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))
            .build();
    return calls.send(request).statusCode();
  }

  @Test
  void aBatchIsBounded() {
    assertThat(calls.answer("[" + PING + "," + PING + "," + PING + "]")).hasSize(3);
    JsonNode answer = calls.answer("[" + PING + "," + PING + "," + PING + "," + PING + "]");
    assertThat(answer.path("error").path("data").path("code").asText()).isEqualTo("too-large");
    assertThat(answer.path("error").path("data").path("detail").asText()).contains("3 calls");
  }

  @Test
  void depthIsBounded() {
    assertThat(calls.result("echo", "[[[[[1]]]]]")).isEqualTo(HttpCalls.json("[[[[1]]]]"));
    assertThat(calls.error("echo", "[[[[[[1]]]]]]")).isEqualTo("too-large");
    assertThat(calls.answer("[".repeat(2000)).path("error").path("data").path("code").asText())
        .isEqualTo("too-large");
  }

  @Test
  void theAnswersOfABatchAreBoundedTogether() {
    String large =
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"echo\",\"params\":[\""
            + "x".repeat(60)
            + "\"]}";
    JsonNode answer = calls.answer("[" + large + "," + large + "," + PING + "]");
    assertThat(answer.get(0).has("result")).isTrue();
    assertThat(answer.get(1).path("error").path("data").path("code").asText())
        .isEqualTo("too-large");
    assertThat(answer.get(2).path("result").asText()).isEqualTo("pong");
  }

  @Test
  void aCallThatTakesTooLongIsAnsweredSo() {
    assertThat(calls.error("never", "[]")).isEqualTo("too-slow");
  }

  @Test
  void whoSendsItsHeadAByteAtATimeIsCutOff() throws IOException {
    assertCutOff("POST / HTTP/1.1\r\nHost: localhost\r\nX: ".getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void whoSendsItsBodyAByteAtATimeIsCutOff() throws IOException {
    assertCutOff(
        head("/", "localhost", "application/json")
            .replace("Content-Length: " + PING.length(), "Content-Length: 4000")
            .getBytes(StandardCharsets.US_ASCII));
  }

  @Test
  void whoIsRefusedAndSendsOnIsCutOff() throws IOException {
    assertCutOff(
        head("/x", "localhost", "application/json")
            .replace("Content-Length: " + PING.length(), "Content-Length: 4000")
            .getBytes(StandardCharsets.US_ASCII));
  }

  /** Sends the start, and then a byte each time that nothing came back for a while. */
  private void assertCutOff(byte[] start) throws IOException {
    try (Socket socket = calls.socket()) {
      socket.setSoTimeout(20);
      socket.getOutputStream().write(start);
      InputStream answers = socket.getInputStream();
      int sent = 0;
      boolean isOpen = true;
      while (isOpen) {
        assertThat(++sent).as("bytes sent, 20 ms apart").isLessThan(500);
        isOpen = trickle(socket, answers);
      }
    }
    assertThat(calls.result("ping", "[]").asText()).isEqualTo("pong");
  }

  private static boolean trickle(Socket socket, InputStream answers) {
    try {
      socket.getOutputStream().write('x');
      return answers.read() >= 0;
    } catch (SocketTimeoutException e) {
      return true;
    } catch (IOException e) {
      return false;
    }
  }

  @Test
  void slowSendersHoldNoThreads() throws IOException {
    restart(
        new RpcLimits(
            BODY_BYTES,
            3,
            6,
            100,
            Duration.ofSeconds(5),
            Duration.ofMinutes(1),
            Duration.ofMinutes(1),
            128,
            Duration.ofMillis(100)),
        Set.of());
    List<Socket> slow = new ArrayList<>();
    try {
      for (int i = 0; i < 100; i++) {
        Socket socket = calls.socket();
        slow.add(socket);
        socket
            .getOutputStream()
            .write(
                (head("/", "localhost", "application/json") + "{")
                    .getBytes(StandardCharsets.US_ASCII));
      }
      assertThat(calls.result("ping", "[]").asText()).isEqualTo("pong");
    } finally {
      for (Socket socket : slow) {
        socket.close();
      }
    }
  }

  @Test
  void aConnectionServesManyRequestsWithoutBeingTakenForSlow() throws IOException {
    String once = head("/", "localhost", "application/json").replace("close", "keep-alive") + PING;
    long until = System.nanoTime() + 3 * LIMITS.requestTime().toNanos();
    try (Socket socket = calls.socket()) {
      while (System.nanoTime() < until) {
        socket.getOutputStream().write(once.getBytes(StandardCharsets.US_ASCII));
        byte[] start = socket.getInputStream().readNBytes(15);
        assertThat(new String(start, StandardCharsets.US_ASCII)).isEqualTo("HTTP/1.1 200 OK");
        int open = 0;
        int closed = 0;
        while (open == 0 || open != closed) {
          int next = socket.getInputStream().read();
          open += next == '{' ? 1 : 0;
          closed += next == '}' ? 1 : 0;
        }
      }
    }
  }

  @Test
  void whatIsUnderWayIsAnsweredBeforeTheEnd() throws Exception {
    restart(
        new RpcLimits(
            BODY_BYTES,
            3,
            6,
            100,
            Duration.ofSeconds(60),
            Duration.ofSeconds(60),
            Duration.ofSeconds(60),
            64,
            Duration.ofSeconds(60)),
        Set.of());
    CompletableFuture<JsonNode> answer =
        CompletableFuture.supplyAsync(() -> calls.call("late", "[]"));
    lateIsAsked.await();
    CompletableFuture<Void> closing = CompletableFuture.runAsync(server::close);
    assertThat(closing).isNotDone();
    late.complete(new JsonText("\"done\""));
    assertThat(answer.get().path("result").asText()).isEqualTo("done");
    closing.get();
    assertThatThrownBy(() -> calls.socket().close()).isInstanceOf(IOException.class);
  }

  @Test
  void aPortThatIsTakenIsOneClearError() {
    Listen taken = Listen.parse(server.address().substring("http://".length())).orElseThrow();
    assertThatThrownBy(
            () ->
                RpcServer.start(
                    RpcOptions.DEFAULT.withListen(taken),
                    BearerToken.in(folder.resolve("token"), new SecureRandom()),
                    System::nanoTime,
                    fault -> {},
                    List.of()))
        .isInstanceOf(BindException.class);
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.1:0,127.0.0.1:0", "[::1]:65535,[::1]:65535", "localhost:80,localhost:80"})
  void aPlaceToListenIsAHostAndAPort(String text, String place) {
    assertThat(Listen.parse(text).map(Listen::toString)).contains(place);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "8645", ":8645", "a:65536", "a:", "::1:80", "a b:80", "a:-1"})
  void otherTextsAreNoPlaceToListen(String text) {
    assertThat(Listen.parse(text)).isEmpty();
  }
}
