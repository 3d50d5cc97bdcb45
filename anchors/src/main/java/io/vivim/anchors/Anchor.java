package io.vivim.anchors;

import io.vivim.codec.Bytes;
import java.time.Instant;

/**
 * One who vouches that 32 bytes were there by a time. Asked in steps, each of which may wait for a
 * network; what a step comes back with is durable before the next one is made.
 */
public interface Anchor {
  /** What it is called in the store, so it stays: lower-case letters, digits and hyphens. */
  String name();

  /** How the name of a file with its proof ends, as other tools expect it. */
  String fileEnding();

  /** Whether an anchoring has to end before the next one begins. */
  boolean oneAtATime();

  /**
   * Makes the next step of one anchoring.
   *
   * @param digest of what is anchored, 32 bytes
   * @param progress what the step before came back with, empty at first
   */
  Step step(Bytes digest, Bytes progress, Instant now);
}
