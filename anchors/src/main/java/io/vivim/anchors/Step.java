package io.vivim.anchors;

import io.vivim.codec.Bytes;
import java.time.Duration;

/** What a step of an anchoring came to. */
public sealed interface Step {
  /**
   * It goes on later.
   *
   * @param progress for the next step
   * @param after how long
   * @param words how far it came
   */
  record Waiting(Bytes progress, Duration after, String words) implements Step {}

  /**
   * The anchor vouches.
   *
   * @param proof in the form that its other tools read
   * @param words when, and where
   */
  record Confirmed(Bytes proof, String words) implements Step {}

  /** It is to be tried again from where it was. */
  record Fault(AnchorFault reason, String words) implements Step {}
}
