package io.vivim.node.rpc;

import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Bounds bodies whose length nobody told. What is beyond the bound is read and forgotten: who is
 * still sending when the connection ends would not hear why.
 */
final class BodyBound extends Handler.Wrapper {
  private final long mostBytes;

  /**
   * @param loads what reads the body
   */
  BodyBound(Handler.Singleton loads, long mostBytes) {
    super(loads);
    this.mostBytes = mostBytes;
    loads.setHandler(new Judge());
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    return super.handle(new Bounded(request, mostBytes), response, callback);
  }

  /** A request with no more of its body than the bound. */
  private static final class Bounded extends Request.Wrapper {
    private long left;
    private boolean isCut;

    Bounded(Request wrapped, long mostBytes) {
      super(wrapped);
      this.left = mostBytes;
    }

    @Override
    public Content.Chunk read() {
      Content.Chunk chunk = super.read();
      while (chunk != null && chunk.remaining() > left) {
        isCut = true;
        left = 0;
        boolean isLast = chunk.isLast();
        chunk.release();
        chunk = isLast ? Content.Chunk.EOF : super.read();
      }
      left -= chunk == null ? 0 : chunk.remaining();
      return chunk;
    }
  }

  /** Refuses a request whose body was cut. */
  private static final class Judge extends Handler.Wrapper {
    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      Bounded bounded = Request.as(request, Bounded.class);
      if (bounded != null && bounded.isCut) {
        Response.writeError(request, response, callback, HttpStatus.PAYLOAD_TOO_LARGE_413);
        return true;
      }
      return super.handle(request, response, callback);
    }
  }
}
