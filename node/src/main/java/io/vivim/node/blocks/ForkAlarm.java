package io.vivim.node.blocks;

import io.vivim.blockbuilder.Block;
import io.vivim.blockbuilder.KnownLogs;
import io.vivim.blockbuilder.WitnessDoubts;

/** The line by which whoever runs a node hears of a fork, or of what looks like one. */
final class ForkAlarm {
  private static final String SHOWN =
      " block_forks of this node, or 'vivim block forks' where it is stopped, ";

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
        + SHOWN
        + "shows the proof";
  }

  /** The line about what a witness has cosigned and this node has not. */
  static String text(WitnessDoubts.Doubt doubt) {
    String what =
        switch (doubt.kind()) {
          case AHEAD -> " entries, and here are " + doubt.ours();
          case OTHER -> " entries, and says that they are not the first of the " + doubt.ours();
        };
    return "ALARM: of "
        + doubt.origin().text()
        + " the witness "
        + doubt.witness()
        + " has cosigned "
        + doubt.theirs()
        + what
        + ": it is wrong, or this data folder has lost what it published, or this node's own key is"
        + " used elsewhere; in both of these build with a new key;"
        + SHOWN
        + "shows it";
  }

  private static String text(Block block) {
    return "block " + block.height() + " " + block.cid();
  }
}
