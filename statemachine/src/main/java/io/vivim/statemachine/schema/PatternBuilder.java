package io.vivim.statemachine.schema;

import io.vivim.statemachine.schema.PatternProgram.State;
import io.vivim.statemachine.schema.PatternProgram.Step;
import java.util.ArrayList;
import java.util.List;

/** Writes the states of a pattern, each part's next to each other, its end behind its last. */
final class PatternBuilder {
  private static final CodePoints NO_SYMBOL = CodePoints.union(List.of());

  private final List<State> states = new ArrayList<>();

  private PatternBuilder() {}

  /** The program of a pattern, which the caller has found to be of bearable size. */
  static PatternProgram build(PatternNode pattern) {
    PatternBuilder builder = new PatternBuilder();
    builder.write(pattern);
    builder.add(Step.MATCH, 0, 0);
    return new PatternProgram(builder.states.toArray(State[]::new));
  }

  private void write(PatternNode node) {
    if (node instanceof PatternNode.Symbol symbol) {
      int next = states.size() + 1;
      states.add(new State(Step.SYMBOL, symbol.set(), PatternNode.Anchor.START, next, 0));
    } else if (node instanceof PatternNode.Assertion assertion) {
      int next = states.size() + 1;
      states.add(new State(Step.ASSERTION, NO_SYMBOL, assertion.anchor(), next, 0));
    } else if (node instanceof PatternNode.Series series) {
      series.parts().forEach(this::write);
    } else if (node instanceof PatternNode.Choice choice) {
      writeChoice(choice.branches());
    } else if (node instanceof PatternNode.Repeat repeat) {
      writeRepeat(repeat);
    }
  }

  /**
   *
   *
   * <pre>
   *   split ─► branch, jump to the end
   *     └────► split ─► branch, jump to the end
   *              └────► last branch
   * </pre>
   */
  private void writeChoice(List<PatternNode> branches) {
    int last = branches.size() - 1;
    List<Integer> jumps = new ArrayList<>();
    for (PatternNode branch : branches.subList(0, last)) {
      int split = add(Step.SPLIT, states.size() + 1, 0);
      write(branch);
      jumps.add(add(Step.JUMP, 0, 0));
      states.set(split, jumping(Step.SPLIT, split + 1, states.size()));
    }
    write(branches.get(last));
    for (int jump : jumps) {
      states.set(jump, jumping(Step.JUMP, states.size(), 0));
    }
  }

  private void writeRepeat(PatternNode.Repeat repeat) {
    for (int i = 0; i < repeat.least(); i++) {
      write(repeat.part());
    }
    if (repeat.most() == PatternNode.Repeat.ENDLESS) {
      int split = add(Step.SPLIT, 0, 0);
      write(repeat.part());
      add(Step.JUMP, split, 0);
      states.set(split, jumping(Step.SPLIT, split + 1, states.size()));
      return;
    }
    List<Integer> splits = new ArrayList<>();
    for (int i = repeat.least(); i < repeat.most(); i++) {
      splits.add(add(Step.SPLIT, 0, 0));
      write(repeat.part());
    }
    for (int split : splits) {
      states.set(split, jumping(Step.SPLIT, split + 1, states.size()));
    }
  }

  private int add(Step step, int next, int other) {
    states.add(jumping(step, next, other));
    return states.size() - 1;
  }

  private static State jumping(Step step, int next, int other) {
    return new State(step, NO_SYMBOL, PatternNode.Anchor.START, next, other);
  }
}
