package io.vivim.anchors;

/** That a node of a chain could not be asked, or did not answer as it should. */
final class EvmException extends Exception {
  private static final long serialVersionUID = 1L;

  private final AnchorFault reason;

  EvmException(AnchorFault reason, String message) {
    super(message);
    this.reason = reason;
  }

  AnchorFault reason() {
    return reason;
  }

  Step.Fault fault() {
    return new Step.Fault(reason, String.valueOf(getMessage()));
  }
}
