package io.vivim.statemachine.model;

import io.vivim.codec.Bytes;
import java.util.Map;
import java.util.Optional;

/** What an event has seen of its entity. */
public interface Past {
  /** Whether the event with this stamp happened before. */
  boolean has(Stamp stamp);

  /** Whether all did that are there. */
  boolean hasAll();

  /** Stands for the signer of an event that is there, or of this one: 16 bytes. */
  Bytes signerOf(Stamp stamp);

  /**
   * By signers the seqs up to which any of their events may have happened before; none of other
   * signers did. Nothing where that cannot be told.
   */
  Optional<Map<Bytes, Long>> reach();
}
