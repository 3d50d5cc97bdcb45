package io.vivim.blockbuilder;

import java.time.Duration;

/**
 * When a block is made: at the first of these.
 *
 * @param leaves that it would have
 * @param bytes of the events in it
 * @param age of its first one
 */
public record BlockLimits(int leaves, long bytes, Duration age) {
  /** The most leaves that one block adds, whatever is asked for: all of them lie in memory. */
  public static final int MAX_LEAVES = 1 << 16;

  public static final BlockLimits DEFAULT =
      new BlockLimits(4096, 4L * 1024 * 1024, Duration.ofSeconds(10));

  public BlockLimits {
    if (leaves < 1 || leaves > MAX_LEAVES || bytes < 1 || age.isNegative()) {
      throw new IllegalArgumentException("no block can be made by " + leaves + ", " + bytes);
    }
  }
}
