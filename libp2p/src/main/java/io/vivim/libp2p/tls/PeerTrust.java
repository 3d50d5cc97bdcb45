package io.vivim.libp2p.tls;

import io.vivim.codec.Bytes;
import io.vivim.libp2p.peer.PublicKey;
import java.net.Socket;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Trusts whom {@link CertificateCheck} finds proven and, where the engine was made for one peer,
 * nobody else.
 *
 * <p>So an impostor learns nothing of the dialler, whose own certificate is sent later. The peer
 * stands where TLS elsewhere has the name of a host: an engine knows that and nothing else of whom
 * it was made for.
 */
final class PeerTrust extends X509ExtendedTrustManager {
  private final CertificateCheck check = new CertificateCheck();
  private final InstantSource clock;

  PeerTrust(InstantSource clock) {
    this.clock = clock;
  }

  private void check(X509Certificate[] chain, SSLEngine engine) throws CertificateException {
    List<Bytes> encoded = new ArrayList<>(chain.length);
    for (X509Certificate certificate : chain) {
      encoded.add(Bytes.owning(certificate.getEncoded()));
    }
    PublicKey key = check.check(encoded, clock.instant());
    String expected = engine.getPeerHost();
    if (expected != null && !expected.equals(key.peerId().toString())) {
      throw new CertificateRefusedException(TlsReason.OTHER_PEER);
    }
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    check(chain, engine);
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, SSLEngine engine)
      throws CertificateException {
    check(chain, engine);
  }

  /** Nobody's, so that peers are asked for a certificate without a word about its issuer. */
  @Override
  public X509Certificate[] getAcceptedIssuers() {
    return new X509Certificate[0];
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    throw withoutEngine();
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType, Socket socket)
      throws CertificateException {
    throw withoutEngine();
  }

  @Override
  public void checkClientTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw withoutEngine();
  }

  @Override
  public void checkServerTrusted(X509Certificate[] chain, String authType)
      throws CertificateException {
    throw withoutEngine();
  }

  private static CertificateException withoutEngine() {
    return new CertificateException("trust is for engines alone");
  }
}
