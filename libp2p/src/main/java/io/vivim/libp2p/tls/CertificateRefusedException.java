package io.vivim.libp2p.tls;

import java.security.cert.CertificateException;

/**
 * A peer's certificate was refused; carries no stack trace, since refusing is normal work. It is
 * what TLS libraries take for an answer, and they pass it on as a cause.
 */
final class CertificateRefusedException extends CertificateException {
  private static final long serialVersionUID = 1L;

  private final TlsReason reason;

  CertificateRefusedException(TlsReason reason) {
    super(reason.code() + ": " + reason.text());
    this.reason = reason;
  }

  TlsReason reason() {
    return reason;
  }

  @Override
  public synchronized Throwable fillInStackTrace() {
    return this;
  }
}
