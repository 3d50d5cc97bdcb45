package io.vivim.anchors;

import io.vivim.anchors.Anchoring.State;
import io.vivim.codec.Bytes;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** How an anchoring goes on from step to step; pure. */
final class Course {
  static final Duration FIRST_RETRY = Duration.ofMinutes(1);
  static final Duration LONGEST_RETRY = Duration.ofHours(6);

  /** No step waits longer for the next one, whatever its anchor says. */
  static final Duration LONGEST_DELAY = LONGEST_RETRY;

  /** With the delays above, about a week. */
  static final int MOST_FAULTS = 40;

  /** Whoever has not confirmed by then never will. */
  static final Duration LONGEST = Duration.ofDays(30);

  /** Words that an anchor chose may be long. */
  static final int MOST_CHARS_OF_WORDS = 200;

  private Course() {}

  static Anchoring begin(long number, Anchoring.Subject subject, Instant now) {
    return new Anchoring(
        number, subject, State.PENDING, now, now, 0, Optional.empty(), Bytes.EMPTY, "begun");
  }

  static Anchoring after(Anchoring before, Step step, Instant now, RandomGenerator random) {
    if (step instanceof Step.Confirmed confirmed) {
      return ended(before, State.CONFIRMED, confirmed.proof(), Optional.empty(), confirmed.words());
    } else if (step instanceof Step.Fault fault) {
      return failed(before, fault, now, random);
    }
    Step.Waiting waiting = (Step.Waiting) step;
    if (isTooLong(before, now)) {
      return ended(
          before,
          State.FAILED,
          waiting.progress(),
          Optional.of(AnchorFault.TOO_LONG),
          waiting.words());
    }
    return new Anchoring(
        before.number(),
        before.subject(),
        State.PENDING,
        begun(before, now),
        now.plus(waiting.after().compareTo(LONGEST_DELAY) > 0 ? LONGEST_DELAY : waiting.after()),
        0,
        Optional.empty(),
        waiting.progress(),
        cut(waiting.words()));
  }

  private static Anchoring failed(
      Anchoring before, Step.Fault fault, Instant now, RandomGenerator random) {
    int faults = before.faults() + 1;
    if (faults >= MOST_FAULTS || isTooLong(before, now)) {
      return ended(
          before, State.FAILED, before.proof(), Optional.of(fault.reason()), fault.words());
    }
    return new Anchoring(
        before.number(),
        before.subject(),
        State.PENDING,
        begun(before, now),
        now.plus(delay(faults, random)),
        faults,
        Optional.of(fault.reason()),
        before.proof(),
        cut(fault.words()));
  }

  /** From half of it on, so that those who failed together do not come back together. */
  private static Duration delay(int faults, RandomGenerator random) {
    int doublings = Math.min(faults - 1, Long.SIZE / 2);
    long whole = Math.min(LONGEST_RETRY.toMillis(), FIRST_RETRY.toMillis() << doublings);
    return Duration.ofMillis(whole / 2 + random.nextLong(whole / 2 + 1));
  }

  /** Whether a time that was kept is of a clock that has since been set back. */
  static boolean isByAClockAhead(Instant kept, Instant now) {
    return kept.isAfter(now.plus(LONGEST_DELAY));
  }

  /** What a clock that was ahead began would else never take too long. */
  private static Instant begun(Anchoring before, Instant now) {
    return before.begun().isAfter(now) ? now : before.begun();
  }

  private static boolean isTooLong(Anchoring before, Instant now) {
    return now.isAfter(before.begun().plus(LONGEST));
  }

  private static Anchoring ended(
      Anchoring before, State state, Bytes proof, Optional<AnchorFault> fault, String words) {
    return new Anchoring(
        before.number(),
        before.subject(),
        state,
        before.begun(),
        before.next(),
        before.faults(),
        fault,
        proof,
        cut(words));
  }

  /** The same one from where it was, as if nothing had failed; a confirmed one stays as it is. */
  static Anchoring again(Anchoring before, Instant now) {
    if (before.state() == State.CONFIRMED) {
      return before;
    }
    Instant begun = before.state() == State.FAILED ? now : before.begun();
    return new Anchoring(
        before.number(),
        before.subject(),
        State.PENDING,
        begun,
        now,
        0,
        Optional.empty(),
        before.proof(),
        before.words());
  }

  /** Strangers' words may hold anything; here they are one line. */
  private static String cut(String words) {
    String line =
        words
            .codePoints()
            .limit(MOST_CHARS_OF_WORDS)
            .map(each -> Character.isISOControl(each) ? ' ' : each)
            .filter(each -> each < Character.MIN_SURROGATE || each > Character.MAX_SURROGATE)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    return line.strip();
  }
}
