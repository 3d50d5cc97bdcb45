package io.vivim.blockbuilder;

/** Why bytes are no block, or a block is not the next one of its chain; a closed list. */
public enum BlockReason {
  NOT_CANONICAL("it is not canonical DAG-CBOR, or too large"),
  NOT_A_BLOCK("it is not an envelope of a block with all of its fields"),
  BAD_ORIGIN("its origin is not one of its builder's"),
  BAD_SIGNATURE("its builder has not signed it"),
  BAD_CHECKPOINT("its checkpoint is not of this log, not signed, or says otherwise than the block"),
  EMPTY("it adds no leaf"),
  OTHER_LOG("it is of another log than the chain"),
  GAP("it is not the next one: blocks in between are missing"),
  OLD("it is behind the last one that is known"),
  BROKEN_LINK("it is the next one by its height, and names another before it"),
  WRONG_SPAN("its first leaf is not behind the last one"),
  TIME_GOES_BACK("it is older than the one before it"),
  TIME_AHEAD("its time is ahead of ours by more than clocks differ"),
  TIME_BEHIND("its time is further back than witnesses may take to see it"),
  NOT_CONSISTENT("its tree is not proven to go on from the one before it"),
  NOT_WITNESSED("too few of the witnesses that are trusted have seen it");

  private final String text;

  BlockReason(String text) {
    this.text = text;
  }

  /** For people. */
  public String text() {
    return text;
  }
}
