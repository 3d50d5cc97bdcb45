package io.vivim.libp2p.tls;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.handler.ssl.SslHandshakeTimeoutException;
import io.netty.util.ReferenceCountUtil;
import io.vivim.codec.Bytes;
import io.vivim.libp2p.peer.PublicKey;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertificateException;
import java.util.Optional;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/**
 * Puts Netty's TLS in front of itself and says what came of it: tells a farewell from a cut, and
 * lets no data pass that is not of a proven peer. Fields belong to the channel's event loop.
 */
final class TlsHandler extends ChannelDuplexHandler {
  /** How many causes of an exception are looked at. */
  private static final int MAX_CAUSES = 8;

  private final SSLEngine engine;
  private final @Nullable MuxerChoice choice;
  private final long handshakeMillis;

  private boolean secured;
  private boolean over;

  /**
   * @param choice a listener's
   */
  TlsHandler(SSLEngine engine, @Nullable MuxerChoice choice, long handshakeMillis) {
    this.engine = engine;
    this.choice = choice;
    this.handshakeMillis = handshakeMillis;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    SslHandler ssl = new SslHandler(engine);
    ssl.setHandshakeTimeoutMillis(handshakeMillis);
    ctx.pipeline().addBefore(ctx.name(), null, ssl);
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
    if (event instanceof SslHandshakeCompletionEvent handshake) {
      handshakeDone(ctx, handshake.cause());
    } else if (event instanceof SslCloseCompletionEvent close) {
      closed(ctx, close.cause());
    } else {
      ctx.fireUserEventTriggered(event);
    }
  }

  private void handshakeDone(ChannelHandlerContext ctx, @Nullable Throwable failure) {
    if (failure != null) {
      fail(ctx, reason(failure), failure);
      return;
    }
    if (choice != null && choice.failed()) {
      fail(ctx, TlsReason.NO_PROTOCOL, new SSLException("nothing in common"));
      return;
    }
    try {
      byte[] certificate = engine.getSession().getPeerCertificates()[0].getEncoded();
      PublicKey key = CertificateCheck.keyOfChecked(Bytes.owning(certificate));
      Optional<String> muxer = MuxerChoice.muxer(engine.getApplicationProtocol());
      secured = true;
      ctx.fireUserEventTriggered(new TlsEvent.Secured(key, muxer));
    } catch (SSLPeerUnverifiedException | CertificateException e) {
      fail(ctx, TlsReason.HANDSHAKE, e);
    }
  }

  private TlsReason reason(Throwable failure) {
    @Nullable Throwable cause = failure;
    for (int i = 0; i < MAX_CAUSES && cause != null; i++) {
      if (cause instanceof CertificateRefusedException refused) {
        return refused.reason();
      }
      cause = cause.getCause();
    }
    if (choice != null && choice.failed()) {
      return TlsReason.NO_PROTOCOL;
    }
    if (failure instanceof SslHandshakeTimeoutException) {
      return TlsReason.TIMEOUT;
    }
    return failure instanceof ClosedChannelException ? TlsReason.TRUNCATED : TlsReason.HANDSHAKE;
  }

  private void closed(ChannelHandlerContext ctx, @Nullable Throwable failure) {
    if (failure != null) {
      fail(ctx, TlsReason.TRUNCATED, failure);
    } else if (!over) {
      over = true;
      ctx.fireUserEventTriggered(new TlsEvent.Ended());
      leave(ctx);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (isOfTls(cause)) {
      fail(ctx, secured ? TlsReason.RECORD : reason(cause), cause);
    } else {
      ctx.fireExceptionCaught(cause);
    }
  }

  private static boolean isOfTls(Throwable cause) {
    return cause instanceof SSLException
        || (cause instanceof DecoderException && cause.getCause() instanceof SSLException);
  }

  private void fail(ChannelHandlerContext ctx, TlsReason reason, Throwable cause) {
    if (!over) {
      over = true;
      ctx.fireUserEventTriggered(new TlsEvent.Failed(reason, String.valueOf(cause.getMessage())));
      leave(ctx);
    }
  }

  private static void leave(ChannelHandlerContext ctx) {
    // Whether or not that succeeds, there is nothing left to do.
    var unused = ctx.close();
  }

  @Override
  public void channelRead(ChannelHandlerContext ctx, Object message) {
    if (secured && !over) {
      ctx.fireChannelRead(message);
    } else {
      ReferenceCountUtil.release(message);
    }
  }

  /** Data of ours waits for the proof, so that it cannot go to somebody else. */
  @Override
  public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise)
      throws Exception {
    if (secured) {
      super.write(ctx, message, promise);
    } else {
      ReferenceCountUtil.release(message);
      promise.setFailure(new IllegalStateException("the peer is not proven yet"));
    }
  }

  /** What happens after a farewell of ours is no surprise. */
  @Override
  public void close(ChannelHandlerContext ctx, ChannelPromise promise) throws Exception {
    over = true;
    super.close(ctx, promise);
  }
}
