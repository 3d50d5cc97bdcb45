package io.vivim.anchors;

import java.util.Locale;

/** Why a step of an anchoring failed: a closed list, drawn in docs/spec/blocks.md. */
public enum AnchorFault {
  /** Nobody answers there. */
  UNREACHABLE,
  /** It answers that it will not. */
  REFUSED,
  /** What it answers is not what the protocol says. */
  BAD_ANSWER,
  /** What it answers vouches for something else. */
  OTHER_DIGEST,
  /** Somebody signed it whom we were not told to trust. */
  NOT_TRUSTED,
  /** The time in it is not that of our clock. */
  WRONG_TIME,
  /** It is another chain than the one that was asked for. */
  OTHER_CHAIN,
  /** The account cannot pay for it. */
  NO_FUNDS,
  /** It would cost more than was allowed. */
  TOO_DEAR,
  /** It never came to an end. */
  TOO_LONG,
  /** The adapter itself failed. */
  DEFECT;

  /** A stable code, such as {@code other-digest}. */
  public String code() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
