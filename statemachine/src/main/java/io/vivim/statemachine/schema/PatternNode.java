package io.vivim.statemachine.schema;

import java.util.List;

/** A part of a pattern, as it is written. */
sealed interface PatternNode {
  /** How many states it takes, its repetitions written out; so many at least that building ends. */
  long states();

  /** One character of a set. */
  record Symbol(CodePoints set) implements PatternNode {
    @Override
    public long states() {
      return 1;
    }
  }

  /** A condition on where in the text one is. */
  record Assertion(Anchor anchor) implements PatternNode {
    @Override
    public long states() {
      return 1;
    }
  }

  /** One after the other. */
  record Series(List<PatternNode> parts) implements PatternNode {
    @Override
    public long states() {
      return sum(parts);
    }
  }

  /** One of them. */
  record Choice(List<PatternNode> branches) implements PatternNode {
    @Override
    public long states() {
      return sum(branches) + 2L * branches.size();
    }
  }

  /**
   * Several times.
   *
   * @param most {@link #ENDLESS} for any number
   */
  record Repeat(PatternNode part, int least, int most) implements PatternNode {
    static final int ENDLESS = Integer.MAX_VALUE;

    @Override
    public long states() {
      long copy = Math.max(1, part.states());
      long more = most == ENDLESS ? copy + 2 : (most - least) * (copy + 1);
      return bounded(least * copy + more);
    }
  }

  /** The anchors of ECMA-262. */
  enum Anchor {
    START,
    END,
    WORD_EDGE,
    NO_WORD_EDGE
  }

  private static long sum(List<PatternNode> nodes) {
    long sum = 0;
    for (PatternNode node : nodes) {
      sum = bounded(sum + node.states());
    }
    return sum;
  }

  /** Keeps sums and products from running over: all beyond the limit is alike. */
  private static long bounded(long states) {
    return Math.min(states, Integer.MAX_VALUE);
  }
}
