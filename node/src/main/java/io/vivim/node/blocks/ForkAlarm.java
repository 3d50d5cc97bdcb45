package io.vivim.node.blocks;

import io.vivim.blockbuilder.Block;
import io.vivim.blockbuilder.KnownLogs;

/** The line by which whoever runs a node hears of a fork. */
final class ForkAlarm {
  private ForkAlarm() {}

  /**
   * The line.
   *
   * @param isOurs whether the log is of the key by which this node builds
   */
  static String text(KnownLogs.Alarm alarm, boolean isOurs) {
    KnownLogs.Fork fork = alarm.fork();
    return "ALARM: "
        + (isOurs ? "this node's own key is used elsewhere, and signed" : "a builder signed")
        + " two histories of "
        + fork.one().content().origin().text()
        + ": "
        + text(fork.one())
        + " and "
        + text(fork.other())
        + (alarm.isKept() ? ";" : "; so many pairs of that log are kept that this one is not;")
        + " block_forks of this node, or 'vivim block forks' where it is stopped, shows the proof";
  }

  private static String text(Block block) {
    return "block " + block.height() + " " + block.cid();
  }
}
