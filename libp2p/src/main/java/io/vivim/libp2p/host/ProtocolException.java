package io.vivim.libp2p.host;

import java.io.IOException;

/** The peer speaks none of the protocols that were proposed, or breaks the rules of one. */
public final class ProtocolException extends IOException {
  private static final long serialVersionUID = 1L;

  public ProtocolException(String message) {
    super(message);
  }
}
