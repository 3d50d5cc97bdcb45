package io.vivim.libp2p.tls;

import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.util.InsecureTrustManagerFactory;
import io.vivim.codec.Bytes;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Provider;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.conscrypt.Conscrypt;

/** A peer that trusts everybody and shows, offers and speaks whatever a test wants it to. */
final class RawPeer {
  /** It reads certificates that the JDK does not. */
  private static final Provider CONSCRYPT = Conscrypt.newProvider();

  private static final char[] PASSWORD = new char[0];

  private final OwnCertificate own;
  private final List<Bytes> chain;

  Provider library = CONSCRYPT;
  String version = "TLSv1.3";
  String[] protocols = {"libp2p"};

  private RawPeer(OwnCertificate own, List<Bytes> chain) {
    this.own = own;
    this.chain = chain;
  }

  static RawPeer of(OwnCertificate own) {
    return showing(own, List.of(own.encoded()));
  }

  /** With the key of a certificate, but another chain, or none. */
  static RawPeer showing(OwnCertificate own, List<Bytes> chain) {
    return new RawPeer(own, chain);
  }

  TlsSide dial() {
    return side(context().createSSLEngine(), true);
  }

  TlsSide listen() {
    return side(context().createSSLEngine(), false);
  }

  TlsSide side(SSLEngine engine, boolean dials) {
    engine.setUseClientMode(dials);
    SSLParameters parameters = engine.getSSLParameters();
    parameters.setProtocols(new String[] {version});
    parameters.setApplicationProtocols(protocols);
    if (!dials) {
      parameters.setNeedClientAuth(true);
    }
    engine.setSSLParameters(parameters);
    return new TlsSide(new SslHandler(engine));
  }

  SSLContext context() {
    try {
      SSLContext context = SSLContext.getInstance("TLS", library);
      context.init(keys(), InsecureTrustManagerFactory.INSTANCE.getTrustManagers(), null);
      return context;
    } catch (GeneralSecurityException | IOException e) {
      throw new IllegalStateException(e);
    }
  }

  private KeyManager[] keys() throws GeneralSecurityException, IOException {
    KeyStore store = KeyStore.getInstance("JKS");
    store.load(null, PASSWORD);
    if (!chain.isEmpty()) {
      store.setKeyEntry("own", own.key(), PASSWORD, certificates());
    }
    KeyManagerFactory factory = KeyManagerFactory.getInstance("SunX509");
    factory.init(store, PASSWORD);
    return factory.getKeyManagers();
  }

  private Certificate[] certificates() throws GeneralSecurityException {
    CertificateFactory factory = CertificateFactory.getInstance("X.509", CONSCRYPT);
    List<Certificate> certificates = new ArrayList<>();
    for (Bytes encoded : chain) {
      certificates.add(factory.generateCertificate(encoded.inputStream()));
    }
    return certificates.toArray(Certificate[]::new);
  }
}
