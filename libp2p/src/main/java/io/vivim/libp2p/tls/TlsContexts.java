package io.vivim.libp2p.tls;

import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.ssl.ApplicationProtocolConfig;
import io.netty.handler.ssl.ApplicationProtocolConfig.Protocol;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectedListenerFailureBehavior;
import io.netty.handler.ssl.ApplicationProtocolConfig.SelectorFailureBehavior;
import io.netty.handler.ssl.ClientAuth;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.ReferenceCountedOpenSslEngine;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.internal.tcnative.SSL;
import io.netty.util.ReferenceCountUtil;
import io.vivim.libp2p.peer.PeerId;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Netty's TLS as libp2p wants it: 1.3 and nothing else, a certificate of both sides, no session
 * that outlives its connection, no name of a server.
 */
final class TlsContexts implements AutoCloseable {
  private static final String VERSION = "TLSv1.3";

  /** Where others have a port; here the peer is all that is known. */
  private static final int NO_PORT = -1;

  /** What is read of a stranger's certificates before they are looked at; the JDK's own limit. */
  private static final int MAX_CHAIN_BYTES = 32_768;

  private final TlsStack stack;
  private final OwnCertificate own;
  private final PeerTrust trust;
  private final ApplicationProtocolConfig protocols;
  private final SslContext dialling;
  private final SslContext listening;

  TlsContexts(TlsStack stack, OwnCertificate own, PeerTrust trust, List<String> protocols) {
    this.stack = stack;
    this.own = own;
    this.trust = trust;
    this.protocols =
        new ApplicationProtocolConfig(
            Protocol.ALPN,
            SelectorFailureBehavior.NO_ADVERTISE,
            SelectedListenerFailureBehavior.ACCEPT,
            protocols);
    this.dialling = build(forDialling());
    this.listening = build(forListening());
  }

  /**
   * TLS for one connection that we dial.
   *
   * @param expected whom; where it is null, anybody
   */
  SslHandler dialler(ByteBufAllocator allocator, @Nullable PeerId expected) {
    SslContext context = stack.sharesContexts() ? dialling : build(forDialling());
    // No peer id has a dot, so none is taken for the name of a host and sent to the listener.
    return withoutTickets(
        expected == null
            ? context.newHandler(allocator)
            : context.newHandler(allocator, expected.toString(), NO_PORT));
  }

  /** TLS for one connection that came in. */
  SslHandler listener(ByteBufAllocator allocator) {
    SslContext context = stack.sharesContexts() ? listening : build(forListening());
    return withoutTickets(context.newHandler(allocator));
  }

  /** Netty lets each connection give and take tickets, whatever its context says. */
  private static SslHandler withoutTickets(SslHandler handler) {
    if (handler.engine() instanceof ReferenceCountedOpenSslEngine engine) {
      SSL.setOptions(engine.sslPointer(), SSL.SSL_OP_NO_TICKET);
    }
    return handler;
  }

  private SslContextBuilder forDialling() {
    return SslContextBuilder.forClient()
        .keyManager(own.key(), certificate())
        .endpointIdentificationAlgorithm(null);
  }

  private SslContextBuilder forListening() {
    return SslContextBuilder.forServer(own.key(), certificate()).clientAuth(ClientAuth.REQUIRE);
  }

  private SslContext build(SslContextBuilder builder) {
    if (stack == TlsStack.BORING_SSL) {
      builder.option(OpenSslContextOption.MAX_CERTIFICATE_LIST_BYTES, MAX_CHAIN_BYTES);
    }
    try {
      SslContext context =
          builder
              .sslProvider(stack.provider())
              .protocols(VERSION)
              .trustManager(trust)
              .applicationProtocolConfig(protocols)
              .build();
      if (context.sessionContext() instanceof OpenSslSessionContext sessions) {
        sessions.setSessionCacheEnabled(false);
      }
      return context;
    } catch (SSLException e) {
      throw new IllegalStateException("every library has TLS 1.3", e);
    }
  }

  private X509Certificate certificate() {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509").generateCertificate(own.encoded().inputStream());
    } catch (CertificateException e) {
      throw new IllegalStateException("our own certificates can be read", e);
    }
  }

  /** Connections have their own hold on what they need, and go on. */
  @Override
  public void close() {
    ReferenceCountUtil.release(dialling);
    ReferenceCountUtil.release(listening);
  }
}
