package io.vivim.node;

import java.util.function.LongSupplier;

/**
 * One line on a terminal that says how far a long command has come; nothing where the error stream
 * goes elsewhere. For one thread.
 */
final class Progress implements AutoCloseable {
  private static final long REDRAW_NANOS = 200_000_000;
  private static final int BAR_CHARS = 24;

  /** Back to the line's beginning, and what stands there is erased. */
  private static final String CLEAR = "\r\u001b[K";

  private final Console console;
  private final String verb;
  private final String unit;
  private final long total;
  private final LongSupplier nanoClock;
  private boolean drawn;
  private long drawnAt;

  /**
   * A line such as {@code copying [####----] 51% 46000 of 90000 entries}.
   *
   * @param total how many there will be, about; 0 where nobody knows
   */
  Progress(Console console, String verb, String unit, long total, LongSupplier nanoClock) {
    this.console = console;
    this.verb = verb;
    this.unit = unit;
    this.total = total;
    this.nanoClock = nanoClock;
  }

  /** Shows that so many are done, unless the line was drawn a moment ago. */
  void at(long done) {
    if (!console.isWatched()) {
      return;
    }
    long now = nanoClock.getAsLong();
    if (!drawn || now - drawnAt >= REDRAW_NANOS) {
      console.draw(CLEAR + line(done));
      drawn = true;
      drawnAt = now;
    }
  }

  private String line(long done) {
    if (total <= 0) {
      return verb + " " + done + " " + unit;
    }
    // The total may be an estimate that is exceeded.
    double share = Math.min(1, (double) done / total);
    int filled = (int) (share * BAR_CHARS);
    return verb
        + " ["
        + "#".repeat(filled)
        + "-".repeat(BAR_CHARS - filled)
        + "] "
        + (int) (share * 100)
        + "% "
        + done
        + " of "
        + Math.max(total, done)
        + " "
        + unit;
  }

  /** Takes the line away. */
  @Override
  public void close() {
    if (drawn) {
      console.draw(CLEAR);
      drawn = false;
    }
  }
}
