package io.vivim.blockbuilder;

/** Bytes that are no block to be believed. */
public final class BlockException extends Exception {
  private static final long serialVersionUID = 1L;

  private final BlockReason reason;

  BlockException(BlockReason reason) {
    super(reason.text());
    this.reason = reason;
  }

  public BlockReason reason() {
    return reason;
  }
}
