package io.vivim.libp2p.yamux;

/** Something in the peer's frames that ends the connection. */
final class ViolationException extends Exception {
  private static final long serialVersionUID = 1L;

  private final YamuxEnd end;

  ViolationException(YamuxEnd end) {
    super(end.name(), null, false, false);
    this.end = end;
  }

  YamuxEnd end() {
    return end;
  }
}
