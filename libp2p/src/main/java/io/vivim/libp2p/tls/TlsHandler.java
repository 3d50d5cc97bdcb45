package io.vivim.libp2p.tls;

import io.netty.buffer.ByteBufAllocator;
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
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.jspecify.annotations.Nullable;

/**
 * Puts Netty's TLS in front of itself and says what came of it: tells a farewell from a cut, and
 * lets no data pass that is not of a proven peer. Fields belong to the channel's event loop.
 */
final class TlsHandler extends ChannelDuplexHandler {
  /** The protocol for ALPN that stands for "by multistream-select, later"; last in every list. */
  static final String MUXER_LATER = "libp2p";

  /** How many causes of an exception are looked at. */
  private static final int MAX_CAUSES = 8;

  private final Function<ByteBufAllocator, SslHandler> maker;

  private @Nullable SslHandler tls;
  private boolean secured;
  private boolean over;

  TlsHandler(Function<ByteBufAllocator, SslHandler> maker) {
    this.maker = maker;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext ctx) {
    SslHandler made = maker.apply(ctx.alloc());
    made.setHandshakeTimeoutMillis(TlsSecurity.HANDSHAKE_MILLIS);
    made.setWrapDataSize(TlsSecurity.PIECE_BYTES);
    tls = made;
    ctx.pipeline().addBefore(ctx.name(), null, made);
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
      failHandshake(ctx, failure);
      return;
    }
    if (over) {
      return;
    }
    SslHandler done = Objects.requireNonNull(tls);
    String protocol = done.applicationProtocol();
    if (protocol == null) {
      fail(ctx, TlsReason.NO_PROTOCOL, TlsReason.NO_PROTOCOL.text());
      return;
    }
    try {
      byte[] certificate = done.engine().getSession().getPeerCertificates()[0].getEncoded();
      PublicKey key = CertificateCheck.keyOfChecked(Bytes.owning(certificate));
      secured = true;
      ctx.fireUserEventTriggered(new TlsEvent.Secured(key, muxer(protocol)));
    } catch (SSLPeerUnverifiedException | CertificateException e) {
      fail(ctx, TlsReason.HANDSHAKE, detail(e));
    }
  }

  private static Optional<String> muxer(String protocol) {
    return protocol.equals(MUXER_LATER) ? Optional.empty() : Optional.of(protocol);
  }

  private void failHandshake(ChannelHandlerContext ctx, Throwable failure) {
    @Nullable Throwable cause = failure;
    for (int i = 0; i < MAX_CAUSES && cause != null; i++) {
      if (cause instanceof CertificateRefusedException refused) {
        fail(ctx, refused.reason(), refused.reason().text());
        return;
      }
      cause = cause.getCause();
    }
    TlsReason reason = TlsReason.HANDSHAKE;
    if (failure instanceof SslHandshakeTimeoutException) {
      reason = TlsReason.TIMEOUT;
    } else if (failure instanceof ClosedChannelException) {
      reason = TlsReason.TRUNCATED;
    }
    fail(ctx, reason, detail(failure));
  }

  private static String detail(Throwable failure) {
    return String.valueOf(failure.getMessage());
  }

  private void closed(ChannelHandlerContext ctx, @Nullable Throwable failure) {
    if (failure != null || !secured) {
      fail(ctx, TlsReason.TRUNCATED, TlsReason.TRUNCATED.text());
    } else if (!over) {
      over = true;
      ctx.fireUserEventTriggered(new TlsEvent.Ended());
      leave(ctx);
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
    if (isOfTls(cause)) {
      fail(ctx, secured ? TlsReason.RECORD : TlsReason.HANDSHAKE, detail(cause));
    } else {
      ctx.fireExceptionCaught(cause);
    }
  }

  private static boolean isOfTls(Throwable cause) {
    return cause instanceof SSLException
        || (cause instanceof DecoderException && cause.getCause() instanceof SSLException);
  }

  private void fail(ChannelHandlerContext ctx, TlsReason reason, String detail) {
    if (!over) {
      over = true;
      ctx.fireUserEventTriggered(new TlsEvent.Failed(reason, detail));
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
