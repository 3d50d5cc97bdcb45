package io.vivim.libp2p.tls;

/** Bytes that are not the DER that was asked for. */
final class DerException extends Exception {
  private static final long serialVersionUID = 1L;

  DerException(String message) {
    super(message, null, false, false);
  }
}
