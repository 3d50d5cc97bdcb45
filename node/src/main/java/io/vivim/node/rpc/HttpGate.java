package io.vivim.node.rpc;

import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Judges requests by their head alone, before anything of a body is read: only what a {@link
 * HeadRule} covers and takes, to a host of ours, goes on.
 */
final class HttpGate extends Handler.Wrapper {
  private final HostNames hosts;
  private final List<HeadRule> rules;

  HttpGate(Handler next, HostNames hosts, List<HeadRule> rules) {
    super(next);
    this.hosts = hosts;
    this.rules = List.copyOf(rules);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    Optional<HeadRule.Refusal> refusal = refusal(request);
    if (refusal.isEmpty()) {
      return super.handle(request, response, callback);
    }
    refusal.get().field().ifPresent(response.getHeaders()::put);
    refuse(request, response, callback, refusal.get().status(), refusal.get().why());
    return true;
  }

  private Optional<HeadRule.Refusal> refusal(Request request) {
    if (!hosts.allow(request.getHeaders().get(HttpHeader.HOST))) {
      return Optional.of(
          new HeadRule.Refusal(HttpStatus.FORBIDDEN_403, "this host is not allowed; see --host"));
    }
    String path = String.valueOf(request.getHttpURI().getPath());
    Optional<HeadRule> rule = rules.stream().filter(each -> each.paths().test(path)).findFirst();
    if (rule.isEmpty() || request.getHttpURI().getQuery() != null) {
      return Optional.of(
          new HeadRule.Refusal(
              HttpStatus.NOT_FOUND_404, "there is nothing here, and nothing takes a query"));
    }
    return rule.get().refusal(request.getMethod(), request.getHeaders(), request.getLength());
  }

  /** What is said where HTTP itself was refused: the status in words, and nothing of ours. */
  static boolean sayWhy(Request request, Response response, Callback callback) {
    int status = response.getStatus();
    refuse(request, response, callback, status, HttpStatus.getMessage(status));
    return true;
  }

  private static void refuse(
      Request request, Response response, Callback callback, int status, String why) {
    response.setStatus(status);
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "text/plain; charset=utf-8");
    // What is left of a body that nobody reads must not look like the next request.
    response.getHeaders().put(new HttpField(HttpHeader.CONNECTION, "close"));
    // Whoever is still sending hears the answer only if the connection lasts until the end of it.
    Content.Sink.write(
        response,
        true,
        why + "\n",
        Callback.from(() -> passBy(request, callback), callback::failed));
  }

  /** Reads what is left of a body, and keeps nothing of it; no longer than a request may take. */
  private static void passBy(Request request, Callback callback) {
    boolean isOver = request.getHeaders().contains(HttpHeader.EXPECT);
    while (!isOver) {
      Content.Chunk chunk = request.read();
      if (chunk == null) {
        request.demand(() -> passBy(request, callback));
        return;
      }
      isOver = chunk.isLast() || Content.Chunk.isFailure(chunk);
      chunk.release();
    }
    callback.succeeded();
  }
}
