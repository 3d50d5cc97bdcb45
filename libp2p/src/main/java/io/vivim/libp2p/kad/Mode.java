package io.vivim.libp2p.kad;

/** Whether a peer serves others, or asks alone. */
public enum Mode {
  /** Asks alone; others do not put it into their tables. */
  CLIENT,
  /** Serves whoever comes. */
  SERVER,
  /** Serves as long as it has an address that can be reached from anywhere. */
  AUTO
}
