package io.vivim.libp2p.tls;

import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Provider;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.conscrypt.Conscrypt;

/**
 * Who does TLS, and the arithmetic of certificates.
 *
 * <p>Conscrypt's handshakes take a tenth of the time of the JDK's. The JDK, moreover, reads no
 * certificate whose issuer has an empty name, and libp2p in JavaScript makes such.
 */
record TlsStack(Provider tlsProvider, Provider ecProvider) {
  static final String VERSION = "TLSv1.3";

  /** Conscrypt's native library where it loads, and the JDK elsewhere. */
  static TlsStack preferred() {
    return Conscrypt.isAvailable() ? ofConscrypt() : ofJdk();
  }

  static TlsStack ofConscrypt() {
    Provider conscrypt = Conscrypt.newProvider();
    return new TlsStack(conscrypt, conscrypt);
  }

  static TlsStack ofJdk() {
    try {
      return new TlsStack(
          SSLContext.getInstance(VERSION, "SunJSSE").getProvider(),
          KeyFactory.getInstance("EC", "SunEC").getProvider());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has TLS", e);
    }
  }

  /**
   * Whether one context may serve many connections. The JDK's servers cannot be kept from giving
   * tickets, and those of a context that nobody uses any more open nothing.
   */
  boolean sharesContext() {
    return isConscrypt();
  }

  /** Keeps a connection from giving tickets or using one. */
  void refuseTickets(SSLEngine engine) {
    if (isConscrypt()) {
      Conscrypt.setUseSessionTickets(engine, false);
    }
  }

  private boolean isConscrypt() {
    return Conscrypt.isConscrypt(tlsProvider);
  }
}
