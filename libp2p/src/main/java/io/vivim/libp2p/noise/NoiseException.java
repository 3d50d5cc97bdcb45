package io.vivim.libp2p.noise;

/** A message that ends the handshake or the connection; carries no stack trace. */
public final class NoiseException extends Exception {
  private static final long serialVersionUID = 1L;

  private final NoiseError error;

  NoiseException(NoiseError error) {
    super(error.name(), null, false, false);
    this.error = error;
  }

  public NoiseError error() {
    return error;
  }
}
