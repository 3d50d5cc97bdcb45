package io.vivim.node.rpc;

import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;

/** A call failed with an error of the list; a fault of ours is any other exception. */
final class RpcException extends Exception {
  private static final long serialVersionUID = 1L;

  private final RpcError error;
  private final String detail;
  private final String next;

  /** An error after which its caller does something else than what the list says. */
  RpcException(RpcError error, String detail, String next) {
    super(error.code() + ": " + detail, null, false, false);
    this.error = error;
    this.detail = detail;
    this.next = next;
  }

  RpcException(RpcError error, String detail) {
    this(error, detail, error.next());
  }

  RpcException(RpcError error) {
    this(error, "");
  }

  static RpcException invalid(String parameter, String what) {
    return new RpcException(RpcError.INVALID_PARAMS, parameter + " " + what);
  }

  RpcError error() {
    return error;
  }

  /** The error object of an answer. */
  JsonText json() {
    IpldMap.Builder data =
        IpldMap.builder().put("code", Ipld.of(error.code())).put("next", Ipld.of(next));
    if (!detail.isEmpty()) {
      data.put("detail", Ipld.of(wellFormed(detail)));
    }
    return JsonText.of(
        IpldMap.builder()
            .put("code", Ipld.of(error.number()))
            .put("message", Ipld.of(error.message()))
            .put("data", data.build()));
  }

  /** The text without halves of characters, which a caller's own words may have. */
  private static String wellFormed(String text) {
    StringBuilder whole = new StringBuilder(text.length());
    text.codePoints()
        .forEach(c -> whole.appendCodePoint(Character.getType(c) == Character.SURROGATE ? '?' : c));
    return whole.toString();
  }
}
