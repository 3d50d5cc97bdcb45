package io.vivim.node.rpc;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;

/**
 * What the head of a request has to be like, for the paths that it covers.
 *
 * @param paths that it covers
 * @param methods that are taken there
 * @param maxBodyBytes of a body; 0 where there may be none
 * @param more what else is asked of a head
 */
record HeadRule(
    Predicate<String> paths,
    Set<String> methods,
    long maxBodyBytes,
    Function<HttpFields, Optional<Refusal>> more) {

  /** Why a request is not answered. */
  record Refusal(int status, String why, Optional<HttpField> field) {
    Refusal(int status, String why) {
      this(status, why, Optional.empty());
    }
  }

  /** Calls: JSON by POST to the root, from nobody or from the owner. */
  static HeadRule calls(BearerToken token, long maxBodyBytes) {
    return new HeadRule(
        "/"::equals,
        Set.of("POST"),
        maxBodyBytes,
        head -> isJson(head) ? stranger(token, head) : Optional.of(notJson()));
  }

  /** Pages below a prefix, for nobody or the owner. */
  static HeadRule pages(String prefix, BearerToken token) {
    return new HeadRule(
        path -> path.startsWith(prefix), Set.of("GET", "HEAD"), 0, head -> stranger(token, head));
  }

  private static Refusal notJson() {
    return new Refusal(
        HttpStatus.UNSUPPORTED_MEDIA_TYPE_415,
        "the body has to be application/json in UTF-8, not encoded further");
  }

  private static Optional<Refusal> stranger(BearerToken token, HttpFields head) {
    return token.caller(head.get(HttpHeader.AUTHORIZATION)).isPresent()
        ? Optional.empty()
        : Optional.of(
            new Refusal(
                HttpStatus.UNAUTHORIZED_401,
                "this is not the node's token",
                Optional.of(
                    new HttpField(HttpHeader.WWW_AUTHENTICATE, "Bearer error=\"invalid_token\""))));
  }

  private static boolean isJson(HttpFields head) {
    String type = head.get(HttpHeader.CONTENT_TYPE);
    if (type == null || head.contains(HttpHeader.CONTENT_ENCODING)) {
      return false;
    }
    String value = type.toLowerCase(Locale.ROOT).replace(" ", "").replace("\"", "");
    return value.equals("application/json") || value.equals("application/json;charset=utf-8");
  }

  /** Why a request to a path that it covers is not answered, if so. */
  Optional<Refusal> refusal(String method, HttpFields head, long bodyBytes) {
    if (!methods.contains(method)) {
      String allowed = String.join(", ", methods.stream().sorted().toList());
      return Optional.of(
          new Refusal(
              HttpStatus.METHOD_NOT_ALLOWED_405,
              "this takes " + allowed,
              Optional.of(new HttpField(HttpHeader.ALLOW, allowed))));
    }
    return more.apply(head)
        .or(
            () ->
                bodyBytes > maxBodyBytes
                    ? Optional.of(
                        new Refusal(
                            HttpStatus.PAYLOAD_TOO_LARGE_413,
                            "a body has " + maxBodyBytes + " bytes at most"))
                    : Optional.empty());
  }
}
