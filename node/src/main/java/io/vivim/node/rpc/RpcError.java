package io.vivim.node.rpc;

import java.util.Locale;

/**
 * What a call can fail with: a closed list, each with its number, what it means, and what the
 * caller may do next. Below -32100 the numbers are those of JSON-RPC 2.0, section 5.1.
 */
enum RpcError {
  PARSE_ERROR(-32700, "Parse error", "Send one JSON text in UTF-8."),
  INVALID_REQUEST(
      -32600,
      "Invalid Request",
      "Send an object with jsonrpc \"2.0\", a method, and params that are an object or an array;"
          + " or an array of such objects that is not empty."),
  METHOD_NOT_FOUND(-32601, "Method not found", "Ask rpc.discover which methods there are."),
  INVALID_PARAMS(
      -32602, "Invalid params", "See the detail, and the method's params in rpc.discover."),
  INTERNAL_ERROR(
      -32603, "Internal error", "This is a fault of the node; its error output has more."),

  TOKEN_NEEDED(
      -32001,
      "The method uses the node's keys and needs its token",
      "Send the first line of the node's token file as 'Authorization: Bearer …'."),
  BUSY(
      -32002,
      "As much is under way as may be",
      "Nothing was done. Send the call again after a short while."),
  TOO_SLOW(
      -32003,
      "The time for the call is up",
      "What the call does may still be done: a submitted event can be submitted again. Ask for less"
          + " in one batch."),
  TOO_LARGE(
      -32004, "A limit is met", "See the detail for the limit; send or ask for less at once."),
  STORE_FAILED(
      -32005,
      "The node's store fails",
      "See to the node's disk; the node has to be started again before it takes events."),
  NOT_FOUND(
      -32006,
      "There is nothing of this name here for you",
      "Nobody is told whether it is unknown or not to be seen; with the node's token all is seen."),
  NO_PASSPHRASE(
      -32007,
      "The node was started without a passphrase for its keys",
      "Start the node with VIVIM_PASSPHRASE or VIVIM_PASSPHRASE_FILE."),
  KEY_REFUSED(
      -32008,
      "The key store would not do it",
      "See the detail: choose another name, name a key that is here in 'as', make one with"
          + " identity_create, or start the node with the passphrase that the key was kept under."),
  WRITE_REFUSED(
      -32009,
      "What was to be written would not count",
      "Nothing was written. See the detail, which begins with the reason's code."),
  SEARCH_FAILED(
      -32010,
      "The search index fails, or is being made anew",
      "Send the call again after a while. Everything but searches works meanwhile.");

  private final int number;
  private final String message;
  private final String next;

  RpcError(int number, String message, String next) {
    this.number = number;
    this.message = message;
    this.next = next;
  }

  /** The number in {@code error.code}. */
  int number() {
    return number;
  }

  /** The sentence in {@code error.message}. */
  String message() {
    return message;
  }

  /** What to do next, in {@code error.data.next}. */
  String next() {
    return next;
  }

  /** The word in {@code error.data.code}, such as {@code token-needed}. */
  String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
