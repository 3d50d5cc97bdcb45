package io.vivim.libp2p.link;

import io.vivim.libp2p.tls.WebCertificate;
import java.io.IOException;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;

/**
 * The TLS of secure WebSocket, which is the web's: what certificate is shown to those who dial us,
 * and whose certificates are believed when we dial. Which peer is there, libp2p proves inside, in
 * any case.
 */
public final class WebTls {
  /** Shows nothing, so there is no listening; believes whom the platform believes. */
  public static final WebTls USUAL = new WebTls(new Shown.Nothing(), new Believed.Platform());

  final Shown shown;
  final Believed believed;

  /** What those see who dial us. */
  sealed interface Shown {
    record Nothing() implements Shown {}

    record Given(WebCertificate certificate) implements Shown {}

    /** One is made for the hosts of each address that is listened at. */
    record SelfMade() implements Shown {}
  }

  /** Whose certificates count. */
  sealed interface Believed {
    record Platform() implements Believed {}

    record Roots(List<X509Certificate> certificates) implements Believed {}

    record Anybody() implements Believed {}
  }

  private WebTls(Shown shown, Believed believed) {
    this.shown = shown;
    this.believed = believed;
  }

  /** Shows a certificate. */
  public WebTls showing(WebCertificate certificate) {
    return new WebTls(new Shown.Given(certificate), believed);
  }

  /**
   * Shows certificates of our own making, for the addresses that are listened at. Who checks
   * certificates will not believe them.
   */
  public WebTls showingSelfMade() {
    return new WebTls(new Shown.SelfMade(), believed);
  }

  /**
   * Believes those whom the certificates of a file vouch for, and nobody else.
   *
   * @param roots as PEM
   */
  public WebTls believing(Path roots) throws IOException {
    return new WebTls(shown, new Believed.Roots(WebCertificate.readCertificates(roots)));
  }

  /**
   * Believes everybody. Where the peer that is dialled is known beforehand, it is proven all the
   * same; else whoever stands in between may be the peer that we meet.
   */
  public WebTls believingAnybody() {
    return new WebTls(shown, new Believed.Anybody());
  }

  Optional<WebCertificate> given() {
    return shown instanceof Shown.Given one ? Optional.of(one.certificate()) : Optional.empty();
  }
}
