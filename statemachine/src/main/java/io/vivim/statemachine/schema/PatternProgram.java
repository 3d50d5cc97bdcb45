package io.vivim.statemachine.schema;

/**
 * A pattern as a machine of many states at once (Thompson's construction, without captures): a text
 * costs at most its length times the number of states, whatever the pattern.
 */
final class PatternProgram {
  /** What a state does: goes on where a character fits, or goes on at once. */
  enum Step {
    SYMBOL,
    ASSERTION,
    SPLIT,
    JUMP,
    MATCH
  }

  /**
   * One state.
   *
   * @param next where it goes on
   * @param other where it goes on as well, for {@link Step#SPLIT}
   */
  record State(Step step, CodePoints symbol, PatternNode.Anchor anchor, int next, int other) {}

  /** Setting up a search costs a step for so many states. */
  private static final int STATES_A_STEP = 4;

  private final State[] states;

  PatternProgram(State[] states) {
    this.states = states;
  }

  int size() {
    return states.length;
  }

  /** Whether the pattern matches somewhere in the text. */
  boolean matches(String text, Steps steps) throws ExhaustedException {
    steps.charge(1 + states.length / STATES_A_STEP);
    return new Search(text, steps).run();
  }

  /** One search; the states that it is in, at one place of the text after the other. */
  private final class Search {
    private final String text;
    private final Steps steps;
    private int at;

    /** States that wait for a character here, in the order in which they were reached. */
    private int[] reached = new int[states.length];

    private int reachedCount;

    /** Those of the place before. */
    private int[] passed = new int[states.length];

    /** The place of the text, counted from 1, at which each state was last reached. */
    private final int[] reachedAt = new int[states.length];

    private final int[] stack = new int[2 * states.length + 1];
    private boolean hasMatched;

    Search(String text, Steps steps) {
      this.text = text;
      this.steps = steps;
    }

    boolean run() throws ExhaustedException {
      while (true) {
        // A match may begin anywhere.
        reach(0);
        if (hasMatched || at == text.length()) {
          return hasMatched;
        }
        int codePoint = text.codePointAt(at);
        at += Character.charCount(codePoint);
        advance(codePoint);
      }
    }

    private void advance(int codePoint) throws ExhaustedException {
      int[] swapped = passed;
      passed = reached;
      reached = swapped;
      int count = reachedCount;
      reachedCount = 0;
      for (int i = 0; i < count; i++) {
        steps.charge(1);
        State state = states[passed[i]];
        if (state.symbol().contains(codePoint)) {
          reach(state.next());
        }
      }
    }

    /** Goes into a state and into all that can be reached from it without a character. */
    private void reach(int first) throws ExhaustedException {
      int depth = 0;
      stack[depth++] = first;
      while (depth > 0) {
        int index = stack[--depth];
        if (reachedAt[index] == at + 1) {
          continue;
        }
        reachedAt[index] = at + 1;
        steps.charge(1);
        State state = states[index];
        switch (state.step()) {
          case SYMBOL -> reached[reachedCount++] = index;
          case MATCH -> hasMatched = true;
          case JUMP -> stack[depth++] = state.next();
          case SPLIT -> {
            stack[depth++] = state.other();
            stack[depth++] = state.next();
          }
          case ASSERTION -> {
            if (holds(state.anchor())) {
              stack[depth++] = state.next();
            }
          }
        }
      }
    }

    private boolean holds(PatternNode.Anchor anchor) {
      return switch (anchor) {
        case START -> at == 0;
        case END -> at == text.length();
        case WORD_EDGE -> isWord(at - 1) != isWord(at);
        case NO_WORD_EDGE -> isWord(at - 1) == isWord(at);
      };
    }

    /** All word characters are single units, and no half of a pair is one. */
    private boolean isWord(int index) {
      return index >= 0 && index < text.length() && CodePoints.WORD.contains(text.charAt(index));
    }
  }
}
