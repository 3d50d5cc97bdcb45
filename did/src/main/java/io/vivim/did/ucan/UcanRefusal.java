package io.vivim.did.ucan;

import io.vivim.codec.Refusal;
import java.util.Optional;

/**
 * A reason and where it was found.
 *
 * @param where the field or place, such as {@code exp} or {@code pol[2]}; empty for the whole
 * @param codec what the codec said, where the reason is {@link UcanReason#BYTES}
 */
public record UcanRefusal(UcanReason reason, String where, Optional<Refusal> codec) {
  /** As the CLI and the vectors write it. */
  @Override
  public String toString() {
    String detail = codec.map(Refusal::toString).orElse(where);
    return detail.isEmpty() ? reason.code() : reason.code() + ": " + detail;
  }
}
