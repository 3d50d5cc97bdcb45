package io.vivim.statemachine.model;

import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;

/** Which of several concurrent values of a register is shown. */
public enum Policy {
  /** The one with the highest timestamp, of one time that with the highest id. */
  LATEST_WINS("latest-wins"),
  /** The latest of the owner's, else the latest. */
  OWNER_WINS("owner-wins"),
  /** All, the latest first. */
  KEEP_BOTH("keep-both");

  private static final Comparator<Written> OWNERS_LAST =
      Comparator.<Written, Boolean>comparing(written -> written.stamp().byOwner())
          .thenComparing(Comparator.naturalOrder());

  private final String text;

  Policy(String text) {
    this.text = text;
  }

  /** As schemas name it. */
  public String text() {
    return text;
  }

  /** The policy of this name. */
  public static Optional<Policy> named(String text) {
    return Arrays.stream(values()).filter(policy -> policy.text.equals(text)).findFirst();
  }

  /** What is shown first comes first. */
  Comparator<Written> order() {
    return this == OWNER_WINS ? OWNERS_LAST.reversed() : Comparator.reverseOrder();
  }
}
