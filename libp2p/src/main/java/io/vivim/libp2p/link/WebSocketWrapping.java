package io.vivim.libp2p.link;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.CorruptedFrameException;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket08FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketClientProtocolHandler;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolConfig;
import io.netty.handler.codec.http.websocketx.WebSocketServerProtocolHandler;
import io.netty.handler.ssl.SslContext;
import io.netty.util.ReferenceCountUtil;
import io.vivim.libp2p.address.Multiaddr;
import io.vivim.libp2p.address.Part;
import io.vivim.libp2p.address.Protocol;
import java.util.List;
import java.util.Optional;

/**
 * WebSocket, so that browsers can dial us; over TLS where the address says so. The TLS is the
 * web's, and proves nothing about the peer: that is done inside, as on every connection.
 */
final class WebSocketWrapping implements Wrapping {
  private static final int MAX_HTTP_BYTES = 16 * 1024;

  /** Of frames that come before the handshake is over, and {@link WebSocketReader} in place. */
  private static final int MAX_EARLY_BYTES = 1024;

  private final WebContexts contexts;

  /** What is shown to those who come in, where this is for them. */
  private final Optional<SslContext> shown;

  /**
   * @param contexts whoever made them closes them
   */
  WebSocketWrapping(WebContexts contexts) {
    this(contexts, Optional.empty());
  }

  private WebSocketWrapping(WebContexts contexts, Optional<SslContext> shown) {
    this.contexts = contexts;
    this.shown = shown;
  }

  @Override
  public boolean isOf(Multiaddr address) {
    List<Protocol> behind = behindPort(address);
    return behind.equals(List.of(Protocol.WS)) || isSecure(behind);
  }

  @Override
  public Optional<Wrapping> listening(Multiaddr address) {
    if (!isSecure(behindPort(address))) {
      return Optional.of(this);
    }
    return contexts
        .listening(SocketNames.hosts(address))
        .map(certificate -> new WebSocketWrapping(contexts, Optional.of(certificate)));
  }

  @Override
  public void release() {
    shown.ifPresent(contexts::release);
  }

  private static List<Protocol> behindPort(Multiaddr address) {
    return address.parts().stream()
        .skip(2)
        .map(Part::protocol)
        .filter(protocol -> protocol != Protocol.P2P)
        .toList();
  }

  private static boolean isSecure(List<Protocol> behind) {
    return behind.equals(List.of(Protocol.WSS))
        || behind.equals(List.of(Protocol.TLS, Protocol.WS))
        || behind.equals(List.of(Protocol.TLS, Protocol.SNI, Protocol.WS));
  }

  @Override
  public String suffix(Multiaddr address) {
    return isSecure(behindPort(address)) ? "/tls/ws" : "/ws";
  }

  /** With the name for which our certificate is, since diallers ask for that. */
  @Override
  public String announced(Multiaddr address) {
    return address
        .first(Protocol.SNI)
        .map(name -> "/tls/sni/" + name.text() + "/ws")
        .orElse(suffix(address));
  }

  @Override
  public void wrap(ChannelPipeline pipeline, Multiaddr address, boolean isDialled) {
    boolean isSecure = isSecure(behindPort(address));
    if (isDialled) {
      String host = hostOf(address);
      int port = address.parts().get(1).number();
      if (isSecure) {
        SslContext context = contexts.dialling();
        pipeline.addLast(context.newHandler(pipeline.channel().alloc(), host, port));
      }
      pipeline.addLast(new HttpClientCodec(MAX_HTTP_BYTES, MAX_HTTP_BYTES, MAX_HTTP_BYTES));
      pipeline.addLast(new HttpObjectAggregator(MAX_HTTP_BYTES));
      pipeline.addLast(new WebSocketClientProtocolHandler(client(host, port, isSecure)));
    } else {
      if (isSecure) {
        pipeline.addLast(shown.orElseThrow().newHandler(pipeline.channel().alloc()));
      }
      pipeline.addLast(new HttpServerCodec(MAX_HTTP_BYTES, MAX_HTTP_BYTES, MAX_HTTP_BYTES));
      pipeline.addLast(new HttpObjectAggregator(MAX_HTTP_BYTES));
      pipeline.addLast(new WebSocketServerProtocolHandler(server()));
    }
    pipeline.addLast(new Unframing(isDialled));
  }

  /** Whose certificate it has to be. */
  private static String hostOf(Multiaddr address) {
    return address.first(Protocol.SNI).orElseGet(() -> address.parts().get(0)).text();
  }

  private static WebSocketClientProtocolConfig client(String host, int port, boolean isSecure) {
    String bare = host.indexOf(':') < 0 ? host : "[" + host + "]";
    return WebSocketClientProtocolConfig.newBuilder()
        .webSocketUri((isSecure ? "wss://" : "ws://") + bare + ":" + port + "/")
        .maxFramePayloadLength(MAX_EARLY_BYTES)
        .build();
  }

  private static WebSocketServerProtocolConfig server() {
    return WebSocketServerProtocolConfig.newBuilder()
        .websocketPath("/")
        .checkStartsWith(true)
        .decoderConfig(
            WebSocketDecoderConfig.newBuilder()
                .maxFramePayloadLength(MAX_EARLY_BYTES)
                // Whoever is told of the violation closes the connection, and knows why.
                .closeOnProtocolViolation(false)
                .build())
        .build();
  }

  /** Has the bytes taken out of the frames, and puts each write into one. */
  private static final class Unframing extends ChannelDuplexHandler {
    private final boolean isDialled;

    Unframing(boolean isDialled) {
      this.isDialled = isDialled;
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
      if (event instanceof WebSocketServerProtocolHandler.HandshakeComplete
          || event == WebSocketClientProtocolHandler.ClientHandshakeStateEvent.HANDSHAKE_COMPLETE) {
        ready(ctx);
      } else {
        ctx.fireUserEventTriggered(event);
      }
    }

    /** Netty's reader gathers each frame, on nobody's account, before it hands it on. */
    private void ready(ChannelHandlerContext ctx) {
      WebSocket08FrameDecoder gathering = ctx.pipeline().get(WebSocket08FrameDecoder.class);
      if (gathering == null) {
        ctx.fireExceptionCaught(new CorruptedFrameException("an elder WebSocket"));
        return;
      }
      ctx.pipeline().replace(gathering, null, new WebSocketReader(!isDialled));
      ctx.fireUserEventTriggered(READY);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
      if (message instanceof ByteBuf) {
        ctx.fireChannelRead(message);
      } else {
        // What came too early, or a request that is for no WebSocket.
        ReferenceCountUtil.release(message);
        ctx.fireExceptionCaught(new CorruptedFrameException("no bytes"));
      }
    }

    @Override
    public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
      // TLS writes nothing at each flush: in a frame, peers would answer that for ever.
      boolean isContent = message instanceof ByteBuf bytes && bytes.isReadable();
      Object framed = isContent ? new BinaryWebSocketFrame((ByteBuf) message) : message;
      ChannelFuture unused = ctx.write(framed, promise);
    }
  }
}
