package io.vivim.node.ledger;

/** A write is refused; callers from outside hear of it as an outcome. */
final class RefusedWriteException extends Exception {
  private static final long serialVersionUID = 1L;

  private final String code;
  private final String detail;

  RefusedWriteException(String code, String detail) {
    super(code + ": " + detail, null, false, false);
    this.code = code;
    this.detail = detail;
  }

  WriteOutcome.Refused outcome() {
    return new WriteOutcome.Refused(code, detail);
  }
}
