package io.vivim.libp2p.link;

import io.netty.handler.codec.DecoderException;
import java.io.IOException;
import java.security.cert.CertificateException;
import javax.net.ssl.SSLException;

/** What exceptions in a pipeline come to. */
final class Failures {
  private Failures() {}

  /** Of a link. */
  static LinkEnd ending(Throwable cause, boolean isConnected) {
    if (!isConnected || cause instanceof IOException) {
      // What fails in the wake of a lost connection is of that.
      return LinkEnd.lost(words(cause));
    }
    return isOfThePeer(cause)
        ? LinkEnd.violation(words(cause))
        : LinkEnd.cut("failed: " + words(cause));
  }

  private static boolean isOfThePeer(Throwable cause) {
    return cause instanceof DecoderException
        && (cause.getCause() == null || cause.getCause() instanceof SSLException);
  }

  /** Whether a host of the web is not believed. */
  private static boolean isOfItsCertificate(Throwable cause) {
    Throwable root = cause;
    while (root.getCause() != null && !(root instanceof CertificateException)) {
      root = root.getCause();
    }
    return root instanceof CertificateException;
  }

  /** Of a connection that is no link yet. */
  static UpgradeException upgrading(Throwable cause) {
    if (cause instanceof UpgradeException known) {
      return known;
    }
    UpgradeException.Reason reason =
        isOfThePeer(cause) || isOfItsCertificate(cause)
            ? UpgradeException.Reason.NOT_PROVEN
            : UpgradeException.Reason.NOT_CONNECTED;
    UpgradeException made = new UpgradeException(reason, words(cause));
    made.initCause(cause);
    return made;
  }

  private static String words(Throwable cause) {
    Throwable root = cause.getCause() == null ? cause : cause.getCause();
    String message = root.getMessage();
    return root.getClass().getSimpleName() + (message == null ? "" : ": " + message);
  }
}
