package io.vivim.libp2p.dns;

import java.io.IOException;

/** A name leads to no address. */
final class NameException extends IOException {
  private static final long serialVersionUID = 1L;

  NameException(String message) {
    super(message);
  }
}
