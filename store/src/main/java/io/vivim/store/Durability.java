package io.vivim.store;

/** How much a commit promises when it returns. */
public enum Durability {
  /** What was committed is on the disk and survives the loss of power. */
  SYNC,
  /**
   * What was committed is visible; a crash may lose it, whole batches at a time, last ones first.
   */
  LAZY
}
