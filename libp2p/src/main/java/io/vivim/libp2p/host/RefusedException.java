package io.vivim.libp2p.host;

import io.vivim.libp2p.guard.Refusal;
import java.io.IOException;

/** The host does not do what was asked of it, by a limit of its own. */
public final class RefusedException extends IOException {
  private static final long serialVersionUID = 1L;

  private final Refusal refusal;

  RefusedException(Refusal refusal) {
    super("refused: " + refusal);
    this.refusal = refusal;
  }

  /** The limit. */
  public Refusal refusal() {
    return refusal;
  }
}
