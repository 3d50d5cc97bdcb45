package io.vivim.node.rpc;

import static io.vivim.node.rpc.HttpCalls.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.vivim.store.StoreError;
import io.vivim.store.StoreException;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules of JSON-RPC 2.0, by the examples of its section 7 and more like them. */
class JsonRpcTest {
  @TempDir static Path folder;

  private static final List<String> NOTED = Collections.synchronizedList(new ArrayList<>());
  private static final List<Throwable> FAULTS = Collections.synchronizedList(new ArrayList<>());

  private static RpcServer server;
  private static HttpCalls calls;

  @BeforeAll
  static void start() throws Exception {
    List<RpcMethod> methods =
        List.of(
            TestMethod.of("subtract", JsonRpcTest::subtract, "minuend", "subtrahend"),
            TestMethod.of("sum", JsonRpcTest::sum, "a", "b", "c"),
            TestMethod.of("notify_hello", JsonRpcTest::note, "value"),
            TestMethod.of("update", JsonRpcTest::note, "value", "b", "c", "d", "e"),
            TestMethod.of("get_data", arguments -> TestMethod.json("[\"hello\",5]")),
            TestMethod.of(
                "lose",
                arguments ->
                    CompletableFuture.failedStage(
                        new IllegalStateException(
                            new StoreException(StoreError.CORRUPT, "the disk is gone", null)))),
            TestMethod.of(
                "break",
                arguments -> {
                  throw new IllegalStateException("the secret of the fault");
                }));
    server =
        RpcServer.start(
            RpcOptions.DEFAULT.withListen(new Listen("127.0.0.1", 0)),
            BearerToken.in(folder.resolve("token"), new SecureRandom()),
            System::nanoTime,
            FAULTS::add,
            methods);
    calls = HttpCalls.to(server.address());
  }

  @AfterAll
  static void stop() {
    server.close();
  }

  @BeforeEach
  void forget() {
    NOTED.clear();
    FAULTS.clear();
  }

  private static CompletionStage<JsonText> subtract(Arguments arguments) throws RpcException {
    return TestMethod.json(
        String.valueOf(number(arguments, "minuend") - number(arguments, "subtrahend")));
  }

  private static CompletionStage<JsonText> sum(Arguments arguments) throws RpcException {
    return TestMethod.json(
        String.valueOf(number(arguments, "a") + number(arguments, "b") + number(arguments, "c")));
  }

  private static CompletionStage<JsonText> note(Arguments arguments) {
    NOTED.add(arguments.raw("value").orElseThrow());
    return TestMethod.json("null");
  }

  private static int number(Arguments arguments, String name) throws RpcException {
    return arguments.integer(name, Integer.MIN_VALUE, Integer.MAX_VALUE, 0);
  }

  private static JsonNode result(String result, String id) {
    return json("{\"jsonrpc\":\"2.0\",\"result\":" + result + ",\"id\":" + id + "}");
  }

  private static void assertError(JsonNode answer, RpcError error, String id) {
    assertThat(answer.path("jsonrpc")).isEqualTo(json("\"2.0\""));
    assertThat(answer.path("error").path("code").asInt()).isEqualTo(error.number());
    assertThat(answer.path("error").path("message").asText()).isEqualTo(error.message());
    assertThat(answer.path("error").path("data").path("next").asText()).isEqualTo(error.next());
    assertThat(answer.get("id")).isEqualTo(json(id));
    assertThat(answer.has("result")).isFalse();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          [42,23]                          | 19
          [23,42]                          | -19
          {"subtrahend":23,"minuend":42}   | 19
          {"minuend":42,"subtrahend":23}   | 19
          """)
  void paramsComeByPlaceOrByName(String params, String result) {
    assertThat(calls.call("subtract", params)).isEqualTo(result(result, "1"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1",
        "-7",
        "\"1\"",
        "\"\"",
        "\"ü \\ud83d\\ude00 \\\"\"",
        "null",
        "1.5",
        "1e3",
        "123456789012345678901234567890"
      })
  void anIdComesBackAsItWas(String id) {
    HttpResponse<String> response =
        calls.post("{\"jsonrpc\":\"2.0\",\"method\":\"get_data\",\"id\":" + id + "}");
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("Content-Type")).contains("application/json");
    assertThat(response.body())
        .isEqualTo("{\"jsonrpc\":\"2.0\",\"result\":[\"hello\",5],\"id\":" + id + "}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"jsonrpc\":\"2.0\",\"method\":\"update\",\"params\":[1,2,3,4,5]}",
        "[{\"jsonrpc\":\"2.0\",\"method\":\"update\",\"params\":[1,2,3,4,5]}]"
      })
  void aNotificationIsDoneAndNotAnswered(String body) {
    HttpResponse<String> response = calls.post(body);
    assertThat(response.statusCode()).isEqualTo(204);
    assertThat(response.body()).isEmpty();
    assertThat(NOTED).containsExactly("1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"jsonrpc\":\"2.0\",\"method\":\"foobar\"}",
        "{\"jsonrpc\":\"2.0\",\"method\":\"subtract\",\"params\":[\"a\"]}",
        "{\"jsonrpc\":\"2.0\",\"method\":\"break\"}",
        "[{\"jsonrpc\":\"2.0\",\"method\":\"notify_hello\",\"params\":[7]},"
            + "{\"jsonrpc\":\"2.0\",\"method\":\"foobar\"}]"
      })
  void notificationsAreNotAnsweredEvenWhereTheyFail(String body) {
    assertThat(calls.post(body).statusCode()).isEqualTo(204);
  }

  @Test
  void anUnknownMethodIsNotFound() {
    assertError(
        calls.answer("{\"jsonrpc\":\"2.0\",\"method\":\"foobar\",\"id\":\"1\"}"),
        RpcError.METHOD_NOT_FOUND,
        "\"1\"");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"jsonrpc\": \"2.0\", \"method\": \"foobar, \"params\": \"bar\", \"baz]",
        "[{\"jsonrpc\":\"2.0\",\"method\":\"sum\",\"params\":[1,2,4],\"id\":\"1\"},{\"method\"]",
        "",
        " ",
        "nonsense",
        "{\"jsonrpc\":\"2.0\",\"method\":\"get_data\",\"id\":1} x",
        "{\"jsonrpc\":\"2.0\",\"method\":\"get_data\",\"id\":1}{}",
        "{\"jsonrpc\":\"2.0\",\"method\":\"get_data\",\"id\":01}",
        "{'jsonrpc':\"2.0\"}",
        "{\"jsonrpc\":\"2.0\",\"method\":\"get_data\",\"id\":NaN}",
        "{\"jsonrpc\":\"2.0\",\"method\":\"get_data\",\"id\":\"\\x\"}",
        "[1,2,\"\\q\"]",
        "\ufeff{}"
      })
  void whatIsNoJsonIsAParseError(String body) {
    assertError(calls.answer(body), RpcError.PARSE_ERROR, "null");
  }

  @Test
  void whatIsNotUtf8IsAParseError() {
    byte[] body =
        "{\"jsonrpc\":\"2.0\",\"method\":\"get_data\",\"id\":\"?\"}"
            .getBytes(StandardCharsets.US_ASCII);
    body[body.length - 3] = (byte) 0xff;
    HttpResponse<String> response =
        calls.send(calls.request().POST(HttpRequest.BodyPublishers.ofByteArray(body)).build());
    assertError(json(response.body()), RpcError.PARSE_ERROR, "null");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {"jsonrpc":"2.0","method":1,"params":"bar"}                        | null
          {"foo":"boo"}                                                      | null
          []                                                                 | null
          1                                                                  | null
          "x"                                                                | null
          {}                                                                 | null
          {"jsonrpc":"2.0","method":"sum","params":"bar","id":3}             | 3
          {"jsonrpc":"2.0","method":"sum","params":null,"id":3}              | 3
          {"jsonrpc":"1.0","method":"sum","params":[1,2,4],"id":3}           | 3
          {"jsonrpc":2.0,"method":"sum","params":[1,2,4],"id":"a"}           | "a"
          {"method":"sum","params":[1,2,4],"id":3}                           | 3
          {"jsonrpc":"2.0","id":3}                                           | 3
          {"jsonrpc":"2.0","method":null,"id":3}                             | 3
          {"jsonrpc":"2.0","method":"get_data","id":{}}                      | null
          {"jsonrpc":"2.0","method":"get_data","id":[]}                      | null
          {"jsonrpc":"2.0","method":"get_data","id":true}                    | null
          {"jsonrpc":"2.0","method":"get_data","id":1,"id":2}                | null
          {"jsonrpc":"2.0","method":"get_data","method":"sum","id":2}        | 2
          {"jsonrpc":"2.0","jsonrpc":"2.0","method":"get_data","id":2}       | 2
          {"jsonrpc":"2.0","method":"sum","params":[],"params":[1],"id":2}   | 2
          """)
  void whatIsNoRequestIsInvalid(String body, String id) {
    assertError(calls.answer(body), RpcError.INVALID_REQUEST, id);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "[1]", "[1,2,3]", "{\"minuend\":1}", "{\"minuend\":1,\"subtrahend\":2,\"more\":3}",
        "{\"minuend\":1,\"subtrahend\":2,\"minuend\":1}", "[1,null]", "[1,\"x\"]", "[1,2.5]",
        "[1,99999999999]", "[1,\"\\ud800\"]", "{}"
      })
  void paramsThatDoNotFitAreInvalid(String params) {
    assertError(calls.call("subtract", params), RpcError.INVALID_PARAMS, "1");
  }

  @Test
  void membersThatTheSpecificationDoesNotNameAreIgnored() {
    assertThat(
            calls.answer(
                "{\"jsonrpc\":\"2.0\",\"more\":[{}],\"method\":\"get_data\",\"id\":1,\"x\":\"y\"}"))
        .isEqualTo(result("[\"hello\",5]", "1"));
  }

  @Test
  void aBatchOfNoRequestsIsAnsweredOneByOne() {
    JsonNode answer = calls.answer("[1,2,3]");
    assertThat(answer).hasSize(3);
    answer.forEach(each -> assertError(each, RpcError.INVALID_REQUEST, "null"));
  }

  @Test
  void theBatchOfTheSpecificationIsAnsweredAsThere() {
    JsonNode answer =
        calls.answer(
            """
            [
              {"jsonrpc": "2.0", "method": "sum", "params": [1,2,4], "id": "1"},
              {"jsonrpc": "2.0", "method": "notify_hello", "params": [7]},
              {"jsonrpc": "2.0", "method": "subtract", "params": [42,23], "id": "2"},
              {"foo": "boo"},
              {"jsonrpc": "2.0", "method": "foo.get", "params": {"name": "myself"}, "id": "5"},
              {"jsonrpc": "2.0", "method": "get_data", "id": "9"}
            ]
            """);
    assertThat(answer).hasSize(5);
    assertThat(answer.get(0)).isEqualTo(result("7", "\"1\""));
    assertThat(answer.get(1)).isEqualTo(result("19", "\"2\""));
    assertError(answer.get(2), RpcError.INVALID_REQUEST, "null");
    assertError(answer.get(3), RpcError.METHOD_NOT_FOUND, "\"5\"");
    assertThat(answer.get(4)).isEqualTo(result("[\"hello\",5]", "\"9\""));
    assertThat(NOTED).containsExactly("7");
  }

  @Test
  void aBatchWithAFaultInItIsNotBegun() {
    calls.answer("[{\"jsonrpc\":\"2.0\",\"method\":\"notify_hello\",\"params\":[7]},nonsense]");
    assertThat(NOTED).isEmpty();
  }

  @Test
  void aFaultOfOursIsToldToTheOperatorAlone() {
    JsonNode answer = calls.call("break", "[]");
    assertError(answer, RpcError.INTERNAL_ERROR, "1");
    assertThat(answer.toString()).doesNotContain("secret");
    assertThat(FAULTS).singleElement().isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aFailureOfTheStoreIsToldAsThat() {
    assertError(calls.call("lose", "[]"), RpcError.STORE_FAILED, "1");
    assertThat(FAULTS).hasSize(1);
  }

  @Test
  void numbersOfErrorsAreUniqueAndInTheRangesOfTheSpecification() {
    List<Integer> numbers = Arrays.stream(RpcError.values()).map(RpcError::number).toList();
    assertThat(numbers).doesNotHaveDuplicates();
    assertThat(numbers)
        .allMatch(n -> (n >= -32099 && n <= -32000) || n == -32700 || (n <= -32600 && n >= -32603));
  }

  @Test
  void thePageOfTheSpecificationTellsOfEveryError() throws IOException {
    String root = Objects.requireNonNull(System.getProperty("vivim.root"), "vivim.root");
    String page = Files.readString(Path.of(root, "docs", "spec", "rpc.md"));
    for (RpcError error : RpcError.values()) {
      assertThat(page).contains("| " + error.number() + " | `" + error.code() + "` |");
    }
    assertThat(page.lines().filter(line -> line.startsWith("| -32")))
        .hasSize(RpcError.values().length);
  }
}
