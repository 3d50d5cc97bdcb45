package io.vivim.libp2p.tls;

import io.vivim.codec.Bytes;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A certificate of the web and its private key, for secure WebSocket: it says which host this is.
 * Which peer it is, libp2p proves inside.
 *
 * @param chain the host's own first
 */
public record WebCertificate(List<X509Certificate> chain, PrivateKey key) {
  private static final Pattern KEY =
      Pattern.compile("-----BEGIN PRIVATE KEY-----([^-]+)-----END PRIVATE KEY-----");

  private static final Base64.Encoder LINES =
      Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII));

  public WebCertificate {
    chain = List.copyOf(chain);
    if (chain.isEmpty()) {
      throw new IllegalArgumentException("no certificate");
    }
  }

  /**
   * Reads the files that certificate authorities give out.
   *
   * @param chain certificates as PEM, the host's own first
   * @param key its private key as PEM: PKCS #8, without a passphrase
   */
  public static WebCertificate ofFiles(Path chain, Path key) throws IOException {
    return new WebCertificate(readCertificates(chain), readKey(key));
  }

  /** All certificates of a PEM file. */
  public static List<X509Certificate> readCertificates(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      List<X509Certificate> all =
          CertificateFactory.getInstance("X.509").generateCertificates(in).stream()
              .map(X509Certificate.class::cast)
              .toList();
      if (all.isEmpty()) {
        throw new IOException("no certificate in " + file);
      }
      return all;
    } catch (CertificateException e) {
      throw new IOException("no certificate in " + file, e);
    }
  }

  private static PrivateKey readKey(Path file) throws IOException {
    Matcher found = KEY.matcher(Files.readString(file, StandardCharsets.US_ASCII));
    if (found.find()) {
      byte[] encoded = Base64.getMimeDecoder().decode(found.group(1));
      for (String algorithm : List.of("EC", "RSA", "EdDSA")) {
        try {
          return KeyFactory.getInstance(algorithm)
              .generatePrivate(new PKCS8EncodedKeySpec(encoded));
        } catch (GeneralSecurityException e) {
          // It is of another kind.
        }
      }
    }
    throw new IOException("no private key in PKCS #8 in " + file);
  }

  /**
   * Makes one with a key of its own. It is signed by itself, so only those believe it who were told
   * to.
   *
   * @param hosts names and addresses for which it is
   */
  public static WebCertificate make(List<String> hosts, Instant now, SecureRandom random) {
    OwnCertificate made = new CertificateMaker(random).makeFor(hosts, now);
    return new WebCertificate(List.of(read(made.encoded())), made.key());
  }

  private static X509Certificate read(Bytes encoded) {
    try {
      return (X509Certificate)
          CertificateFactory.getInstance("X.509").generateCertificate(encoded.inputStream());
    } catch (CertificateException e) {
      throw new IllegalStateException("our own certificates can be read", e);
    }
  }

  /** The certificates as PEM, for those who are to believe it. */
  public String pem() {
    StringBuilder all = new StringBuilder();
    for (X509Certificate each : chain) {
      try {
        all.append("-----BEGIN CERTIFICATE-----\n")
            .append(LINES.encodeToString(each.getEncoded()))
            .append("\n-----END CERTIFICATE-----\n");
      } catch (CertificateEncodingException e) {
        throw new IllegalStateException("a certificate that was read can be written", e);
      }
    }
    return all.toString();
  }

  /** The public part alone. */
  @Override
  public String toString() {
    return "WebCertificate[" + chain.get(0).getSubjectX500Principal() + "]";
  }
}
