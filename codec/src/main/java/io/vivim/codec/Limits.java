package io.vivim.codec;

/**
 * What a decoder will hold for one value, checked before anything is allocated for it.
 *
 * @param maxBytes of the encoded value
 * @param maxDepth of lists and maps inside one another
 * @param maxItems values and map keys in all
 */
public record Limits(int maxBytes, int maxDepth, int maxItems) {
  /** The largest block that other IPLD tools are sure to exchange. */
  public static final int MAX_BLOCK_BYTES = 2 * 1024 * 1024;

  /** What Go's IPLD allows; deeper values could not be exchanged. */
  public static final int MAX_DEPTH = 1024;

  public static final int MAX_ITEMS = 256 * 1024;

  /** What a block read from a stranger may ask for. */
  public static final Limits BLOCK = new Limits(MAX_BLOCK_BYTES, MAX_DEPTH, MAX_ITEMS);

  public Limits {
    if (maxBytes < 1 || maxDepth < 0 || maxItems < 1) {
      throw new IllegalArgumentException("limits must be positive");
    }
    if (maxDepth > MAX_DEPTH) {
      throw new IllegalArgumentException("nesting is bounded by " + MAX_DEPTH + ": it uses stack");
    }
  }
}
