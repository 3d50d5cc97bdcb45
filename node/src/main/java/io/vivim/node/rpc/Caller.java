package io.vivim.node.rpc;

/** Who calls. */
enum Caller {
  /** Whoever can reach the server. */
  ANYONE,
  /** Whoever has the node's token, and so may use its keys and see what it keeps. */
  OWNER;

  /** Positions of the log count all events, those too that others may not see. */
  boolean mayCount() {
    return this == OWNER;
  }
}
