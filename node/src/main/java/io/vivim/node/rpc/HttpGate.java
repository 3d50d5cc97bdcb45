package io.vivim.node.rpc;

import java.util.Locale;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Judges requests by their head alone, before anything of a body is read: only {@code POST /} with
 * JSON, to a host of ours, from nobody or from the owner, goes on.
 */
final class HttpGate extends Handler.Wrapper {
  private final HostNames hosts;
  private final BearerToken token;
  private final long maxBodyBytes;

  HttpGate(Handler next, HostNames hosts, BearerToken token, long maxBodyBytes) {
    super(next);
    this.hosts = hosts;
    this.token = token;
    this.maxBodyBytes = maxBodyBytes;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    HttpFields head = request.getHeaders();
    String path = request.getHttpURI().getPath();
    if (!hosts.allow(head.get(HttpHeader.HOST))) {
      refuse(response, callback, HttpStatus.FORBIDDEN_403, "this host is not allowed; see --host");
    } else if (!"/".equals(path) || request.getHttpURI().getQuery() != null) {
      refuse(response, callback, HttpStatus.NOT_FOUND_404, "there is only /, without a query");
    } else if (!HttpMethod.POST.is(request.getMethod())) {
      response.getHeaders().put(HttpHeader.ALLOW, "POST");
      refuse(response, callback, HttpStatus.METHOD_NOT_ALLOWED_405, "JSON-RPC is POST");
    } else if (!isJson(head)) {
      refuse(
          response,
          callback,
          HttpStatus.UNSUPPORTED_MEDIA_TYPE_415,
          "the body has to be application/json in UTF-8, not encoded further");
    } else if (token.caller(head.get(HttpHeader.AUTHORIZATION)).isEmpty()) {
      response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, "Bearer error=\"invalid_token\"");
      refuse(response, callback, HttpStatus.UNAUTHORIZED_401, "this is not the node's token");
    } else if (request.getLength() > maxBodyBytes) {
      refuse(
          response,
          callback,
          HttpStatus.PAYLOAD_TOO_LARGE_413,
          "a body has " + maxBodyBytes + " bytes at most");
    } else {
      return super.handle(request, response, callback);
    }
    return true;
  }

  private static boolean isJson(HttpFields head) {
    String type = head.get(HttpHeader.CONTENT_TYPE);
    if (type == null || head.contains(HttpHeader.CONTENT_ENCODING)) {
      return false;
    }
    String value = type.toLowerCase(Locale.ROOT).replace(" ", "").replace("\"", "");
    return value.equals("application/json") || value.equals("application/json;charset=utf-8");
  }

  /** What is said where HTTP itself was refused: the status in words, and nothing of ours. */
  static boolean sayWhy(Request request, Response response, Callback callback) {
    refuse(response, callback, response.getStatus(), HttpStatus.getMessage(response.getStatus()));
    return true;
  }

  private static void refuse(Response response, Callback callback, int status, String why) {
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain; charset=utf-8");
    // What is left of a body that nobody reads must not look like the next request.
    response.getHeaders().put(new HttpField(HttpHeader.CONNECTION, "close"));
    Content.Sink.write(response, true, why + "\n", callback);
  }
}
