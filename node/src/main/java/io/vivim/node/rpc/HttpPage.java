package io.vivim.node.rpc;

import io.javalin.http.Context;
import io.vivim.codec.Bytes;

/**
 * What is answered to whoever asks for a page.
 *
 * @param caching for how long, and for whom, it may be kept
 */
record HttpPage(int status, String mediaType, String caching, Bytes body) {
  static final String TEXT = "text/plain; charset=utf-8";
  static final String NOT_KEPT = "no-cache";

  static final HttpPage NONE = new HttpPage(404, TEXT, NOT_KEPT, Bytes.utf8("not found\n"));
  static final HttpPage FAULT =
      new HttpPage(500, TEXT, NOT_KEPT, Bytes.utf8("a fault of the node\n"));

  static HttpPage of(String mediaType, String caching, Bytes body) {
    return new HttpPage(200, mediaType, caching, body);
  }

  void write(Context exchange) {
    // What is no text has no encoding of it.
    exchange.res().setCharacterEncoding(null);
    exchange
        .status(status)
        .contentType(mediaType)
        .header("Cache-Control", caching)
        .header("X-Content-Type-Options", "nosniff")
        .result(body.toArray());
  }
}
