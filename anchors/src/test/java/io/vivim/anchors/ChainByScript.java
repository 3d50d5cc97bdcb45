package io.vivim.anchors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.vivim.codec.Bytes;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A chain's node that answers each method with what a test wrote down. */
final class ChainByScript implements AutoCloseable {
  private final ObjectMapper json = new ObjectMapper();
  private final Map<String, String> answers = new ConcurrentHashMap<>();
  private final List<String> sent = new ArrayList<>();
  private final Loopback server = new Loopback(this::answer);

  ChainByScript() throws IOException {
    result("eth_chainId", "\"0x7a69\"");
    result("eth_gasPrice", "\"0x3e8\"");
    result("eth_estimateGas", "\"0x5500\"");
    result("eth_getTransactionCount", "\"0x7\"");
    result("eth_blockNumber", "\"0x64\"");
    result("eth_getTransactionReceipt", "null");
    result("eth_sendRawTransaction", "\"0x00\"");
  }

  URI place() {
    return server.place();
  }

  void result(String method, String result) {
    answer(method, "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":" + result + "}");
  }

  void error(String method, String message) {
    answer(
        method,
        "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32000,\"message\":\""
            + message
            + "\"}}");
  }

  void answer(String method, String body) {
    answers.put(method, body);
  }

  /** A transaction is in a block, and so is that block on the chain. */
  void mined(String transaction, long block) {
    String height = "\"0x" + Long.toHexString(block) + "\"";
    result(
        "eth_getTransactionReceipt",
        "{\"transactionHash\":\""
            + transaction
            + "\",\"blockNumber\":"
            + height
            + ",\"blockHash\":\"0xaa\"}");
    result("eth_getBlockByNumber", "{\"hash\":\"0xaa\"}");
  }

  /** The transactions that were handed in. */
  List<String> sent() {
    return sent;
  }

  private Loopback.Reply answer(Loopback.Request request) throws IOException {
    JsonNode call = json.readTree(request.body().toArray());
    String method = call.get("method").asText();
    if (method.equals("eth_sendRawTransaction")) {
      sent.add(call.get("params").get(0).asText());
    }
    String body = answers.get(method);
    return body == null
        ? new Loopback.Reply(500, Bytes.EMPTY)
        : new Loopback.Reply(200, Bytes.utf8(body));
  }

  @Override
  public void close() {
    server.close();
  }
}
