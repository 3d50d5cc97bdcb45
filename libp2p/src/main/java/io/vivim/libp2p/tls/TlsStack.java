package io.vivim.libp2p.tls;

import io.netty.handler.ssl.OpenSsl;
import io.netty.handler.ssl.SslProvider;

/** Who does the handshakes and the records. */
enum TlsStack {
  /**
   * BoringSSL, which comes with Netty: a handshake takes a fraction of the JDK's time, and it hands
   * certificates over as they came.
   */
  BORING_SSL(SslProvider.OPENSSL_REFCNT),

  /**
   * For platforms without the other. It refuses certificates whose issuer has an empty name, and
   * libp2p in JavaScript makes no others; Conscrypt has the JDK read them and does the same.
   */
  JDK(SslProvider.JDK);

  private final SslProvider provider;

  TlsStack(SslProvider provider) {
    this.provider = provider;
  }

  static TlsStack preferred() {
    return OpenSsl.isAvailable() && SslProvider.isTlsv13Supported(BORING_SSL.provider)
        ? BORING_SSL
        : JDK;
  }

  SslProvider provider() {
    return provider;
  }

  /**
   * Whether one context may serve many connections. The JDK's servers cannot be kept from giving
   * tickets, and those of a context that nobody uses any more open nothing.
   */
  boolean sharesContexts() {
    return this == BORING_SSL;
  }
}
