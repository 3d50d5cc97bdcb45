package io.vivim.codec;

/**
 * A reason and the place it was found.
 *
 * @param offset of the byte (in DAG-JSON texts, the UTF-8 byte) that begins what is wrong; the
 *     input's size where it was cut off
 */
public record Refusal(Reason reason, long offset) {
  /** As the CLI and the vectors write it. */
  @Override
  public String toString() {
    return reason.code() + " at " + offset;
  }
}
