package io.vivim.anchors;

import io.vivim.codec.Bytes;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;

/**
 * One checkpoint on its way to one anchor.
 *
 * @param number of it, from 1
 * @param next when the next step is due, while it is pending
 * @param faults steps that failed since the last one that did not
 * @param fault why the last step failed, where it did
 * @param proof once it is confirmed; before, what the anchor needs to go on
 * @param words what the last step said
 */
public record Anchoring(
    long number,
    Subject subject,
    State state,
    Instant begun,
    Instant next,
    int faults,
    Optional<AnchorFault> fault,
    Bytes proof,
    String words) {

  /**
   * What is anchored where.
   *
   * @param anchor its name
   * @param fileEnding how the name of a file with its proof ends
   * @param origin of the log
   * @param size of the log at the checkpoint
   * @param note the checkpoint as the log's builder signed it; its SHA-256 is what is anchored
   */
  public record Subject(String anchor, String fileEnding, String origin, long size, Bytes note) {}

  /** How far it is. */
  public enum State {
    PENDING,
    CONFIRMED,
    FAILED;

    /** Such as {@code pending}. */
    public String code() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  boolean isDue(Instant now) {
    return state == State.PENDING && (!now.isBefore(next) || Course.isByAClockAhead(next, now));
  }
}
