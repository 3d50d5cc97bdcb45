package io.vivim.anchors;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.vivim.codec.Bytes;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What is asked of a chain's node: the few methods of Ethereum's JSON-RPC that anchoring needs. */
final class EvmNode {
  static final String PENDING = "pending";
  static final String LATEST = "latest";

  private static final int MAX_ANSWER_BYTES = 256 * 1024;

  /** 256 bits. */
  private static final Pattern QUANTITY = Pattern.compile("0x[0-9a-fA-F]{1,64}");

  private static final List<String> CANNOT_PAY = List.of("insufficient funds", "lack of funds");

  private static final String JSON = "application/json";

  private final URI place;
  private final Http http;
  private final ObjectMapper json = new ObjectMapper();

  EvmNode(URI place, Http http) {
    this.place = place;
    this.http = http;
  }

  /** Where on the chain a transaction is. */
  record Receipt(long block, String blockHash) {}

  long chain() throws EvmException {
    return number(ask("eth_chainId", json.createArrayNode()));
  }

  long head() throws EvmException {
    return number(ask("eth_blockNumber", json.createArrayNode()));
  }

  BigInteger gasPrice() throws EvmException {
    return quantity(ask("eth_gasPrice", json.createArrayNode()));
  }

  /** How many transactions an account has made, by a block. */
  long transactions(String account, String block) throws EvmException {
    return number(ask("eth_getTransactionCount", json.createArrayNode().add(account).add(block)));
  }

  static String block(long number) {
    return "0x" + Long.toHexString(number);
  }

  /** The gas that it takes to write some bytes. */
  BigInteger gas(String account, Bytes data) throws EvmException {
    ObjectNode call = json.createObjectNode();
    call.put("from", account).put("to", account).put("data", "0x" + data.toHex());
    return quantity(ask("eth_estimateGas", json.createArrayNode().add(call)));
  }

  /** Hands a transaction in. */
  void send(Bytes raw) throws EvmException {
    ask("eth_sendRawTransaction", json.createArrayNode().add("0x" + raw.toHex()));
  }

  Optional<Receipt> receipt(String transaction) throws EvmException {
    JsonNode found = ask("eth_getTransactionReceipt", json.createArrayNode().add(transaction));
    if (found.isNull() || found.path("blockNumber").isNull()) {
      return Optional.empty();
    }
    if (!found.path("transactionHash").asText().equalsIgnoreCase(transaction)) {
      throw bad("a receipt for another transaction");
    }
    return Optional.of(
        new Receipt(number(found.path("blockNumber")), found.path("blockHash").asText()));
  }

  /** The hash of the block that the chain has at a height; nothing where it has none. */
  Optional<String> blockHash(long number) throws EvmException {
    JsonNode found =
        ask("eth_getBlockByNumber", json.createArrayNode().add(block(number)).add(false));
    return Optional.of(found.path("hash").asText()).filter(hash -> !hash.isEmpty());
  }

  private JsonNode ask(String method, ArrayNode parameters) throws EvmException {
    ObjectNode request = json.createObjectNode().put("jsonrpc", "2.0").put("id", 1);
    request.put("method", method).set("params", parameters);
    JsonNode answer = post(request);
    JsonNode error = answer.path("error");
    if (!error.isMissingNode() && !error.isNull()) {
      throw refused(error.path("message").asText(method));
    }
    JsonNode result = answer.path("result");
    if (result.isMissingNode()) {
      throw bad(method + " has no result");
    }
    return result;
  }

  private JsonNode post(ObjectNode request) throws EvmException {
    Http.Answer answer;
    try {
      answer = http.post(place, JSON, Bytes.utf8(request.toString()), JSON, MAX_ANSWER_BYTES);
    } catch (IOException e) {
      throw new EvmException(AnchorFault.UNREACHABLE, Http.words(e));
    }
    if (answer.status() != Http.OK) {
      throw new EvmException(AnchorFault.REFUSED, "HTTP " + answer.status());
    }
    try {
      return json.readTree(answer.body().toArray());
    } catch (IOException e) {
      throw bad("no JSON");
    }
  }

  /** Nodes have one code for all that they refuse, so their words tell. */
  private static EvmException refused(String words) {
    String lower = words.toLowerCase(Locale.ROOT);
    boolean cannotPay = CANNOT_PAY.stream().anyMatch(lower::contains);
    return new EvmException(cannotPay ? AnchorFault.NO_FUNDS : AnchorFault.REFUSED, words);
  }

  private static EvmException bad(String why) {
    return new EvmException(AnchorFault.BAD_ANSWER, why);
  }

  private static BigInteger quantity(JsonNode node) throws EvmException {
    String text = node.asText();
    if (!QUANTITY.matcher(text).matches()) {
      throw bad("no number");
    }
    return new BigInteger(text.substring(2), 16);
  }

  private static long number(JsonNode node) throws EvmException {
    BigInteger value = quantity(node);
    if (value.bitLength() >= Long.SIZE) {
      throw bad("too large a number");
    }
    return value.longValue();
  }
}
