package io.vivim.did.ucan;

/** Whether a chain permits a request. */
public sealed interface Permission {
  /** It does. */
  record Granted() implements Permission {}

  /**
   * It does not.
   *
   * @param index of the delegation at fault, the root's being 0; -1 for the chain as a whole
   * @param detail more for people, such as the statement that is false; may be empty
   */
  record Denied(ChainReason reason, int index, String detail) implements Permission {
    /** As the CLI and the vectors write it. */
    @Override
    public String toString() {
      return reason.code()
          + (index < 0 ? "" : " at " + index)
          + (detail.isEmpty() ? "" : ": " + detail);
    }
  }
}
