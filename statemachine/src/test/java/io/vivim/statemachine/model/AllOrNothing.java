package io.vivim.statemachine.model;

import io.vivim.codec.Bytes;
import java.util.Map;
import java.util.Optional;

/** The past of an event that has seen all there is, or nothing of it. */
record AllOrNothing(boolean hasAll) implements Past {
  @Override
  public boolean has(Stamp stamp) {
    return hasAll;
  }

  @Override
  public Bytes signerOf(Stamp stamp) {
    return Bytes.owning(new byte[16]);
  }

  @Override
  public Optional<Map<Bytes, Long>> reach() {
    return hasAll ? Optional.empty() : Optional.of(Map.of());
  }
}
