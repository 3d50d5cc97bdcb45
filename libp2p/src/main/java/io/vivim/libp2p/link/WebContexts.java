package io.vivim.libp2p.link;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslProvider;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.netty.util.ReferenceCountUtil;
import io.vivim.libp2p.tls.WebCertificate;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Netty's TLS as {@link WebTls} says, made when it is needed first: reading the platform's roots
 * takes a while. For any thread.
 */
final class WebContexts implements AutoCloseable {
  private static final String[] VERSIONS = {"TLSv1.3", "TLSv1.2"};

  /** What checks that a certificate is for the host that was dialled. */
  private static final String BY_HOST = "HTTPS";

  private final WebTls web;
  private final InstantSource clock;
  private final SecureRandom random;

  /** Guarded by this. */
  private final List<SslContext> made = new ArrayList<>();

  /** Guarded by this. */
  private @Nullable SslContext dialling;

  WebContexts(WebTls web, InstantSource clock, SecureRandom random) {
    this.web = web;
    this.clock = clock;
    this.random = random;
  }

  /** For what we dial. */
  synchronized SslContext dialling() {
    SslContext known = dialling;
    if (known == null) {
      known = keep(forDialling());
      dialling = known;
    }
    return known;
  }

  private SslContextBuilder forDialling() {
    SslContextBuilder builder = SslContextBuilder.forClient();
    if (web.believed instanceof WebTls.Believed.Anybody) {
      return builder
          .trustManager(InsecureTrustManagerFactory.INSTANCE)
          .endpointIdentificationAlgorithm(null);
    }
    if (web.believed instanceof WebTls.Believed.Roots roots) {
      builder.trustManager(roots.certificates().toArray(X509Certificate[]::new));
    }
    return builder.endpointIdentificationAlgorithm(BY_HOST);
  }

  /**
   * For what comes in; nothing where there is no certificate to show.
   *
   * @param hosts by what names and addresses we are dialled there
   */
  synchronized Optional<SslContext> listening(List<String> hosts) {
    Optional<WebCertificate> shown =
        web.shown instanceof WebTls.Shown.SelfMade
            ? Optional.of(WebCertificate.make(hosts, clock.instant(), random))
            : web.given();
    return shown.map(each -> keep(SslContextBuilder.forServer(each.key(), each.chain())));
  }

  private SslContext keep(SslContextBuilder builder) {
    try {
      SslContext context =
          builder
              .sslProvider(OpenSsl.isAvailable() ? SslProvider.OPENSSL_REFCNT : SslProvider.JDK)
              .protocols(VERSIONS)
              .build();
      made.add(context);
      return context;
    } catch (SSLException e) {
      throw new IllegalArgumentException("no certificate for TLS", e);
    }
  }

  /** How many are held, each outside of the heap. */
  synchronized int held() {
    return made.size();
  }

  /** Lets go of one that is shown to nobody any more, unless that was done. */
  synchronized void release(SslContext context) {
    if (made.remove(context)) {
      ReferenceCountUtil.release(context);
    }
  }

  /** Connections have their own hold on what they need, and go on. */
  @Override
  public synchronized void close() {
    made.forEach(ReferenceCountUtil::release);
    made.clear();
    dialling = null;
  }
}
