package io.vivim.libp2p.select;

/** A message that ends the negotiation. */
final class BadMessageException extends Exception {
  private static final long serialVersionUID = 1L;

  private final SelectError error;

  BadMessageException(SelectError error) {
    super(error.name(), null, false, false);
    this.error = error;
  }

  SelectError error() {
    return error;
  }
}
