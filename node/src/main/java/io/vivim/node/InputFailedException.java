package io.vivim.node;

import java.io.IOException;

/** Standard input broke while it was read. */
final class InputFailedException extends IOException {
  private static final long serialVersionUID = 1L;

  InputFailedException(IOException cause) {
    super(cause.getMessage(), cause);
  }
}
