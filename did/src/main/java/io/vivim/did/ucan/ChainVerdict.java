package io.vivim.did.ucan;

/** What became of verifying a chain. */
public sealed interface ChainVerdict {
  /** The chain grants its last audience something. */
  record Allowed(UcanChain chain) implements ChainVerdict {}

  /**
   * The chain grants nothing.
   *
   * @param index of the delegation at fault, the root's being 0; -1 for the chain as a whole
   * @param detail more for people, such as the verdict on a signature; may be empty
   */
  record Refused(ChainReason reason, int index, String detail) implements ChainVerdict {
    /** As the CLI and the vectors write it. */
    @Override
    public String toString() {
      return reason.code()
          + (index < 0 ? "" : " at " + index)
          + (detail.isEmpty() ? "" : ": " + detail);
    }
  }
}
