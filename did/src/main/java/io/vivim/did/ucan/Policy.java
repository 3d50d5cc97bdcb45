package io.vivim.did.ucan;

import io.vivim.codec.Ipld;
import java.util.List;

/** Statements that must all be true of a request's arguments; none is true of everything. */
public final class Policy {
  /** Asks for nothing. */
  public static final Policy EMPTY = new Policy(List.of());

  private final List<Statement> statements;

  /** What evaluating a policy came to. */
  public enum Outcome {
    HOLDS,
    FAILS,
    /** Neither: evaluating it costs more than {@link UcanLimits#MAX_EVALUATION_STEPS}. */
    TOO_COSTLY
  }

  /** Only for statements within the limits. */
  Policy(List<Statement> statements) {
    this.statements = List.copyOf(statements);
  }

  /** The policy that a token's {@code pol} holds. */
  public static Policy parse(Ipld value) throws UcanException {
    return new PolicyReader().read(value);
  }

  /**
   * A policy of statements made here.
   *
   * @throws IllegalArgumentException where no token could hold it, for its size, its depth or the
   *     kind of an argument
   */
  public static Policy of(Statement... statements) {
    Policy made = new Policy(List.of(statements));
    try {
      return parse(made.toIpld());
    } catch (UcanException e) {
      throw new IllegalArgumentException(e);
    }
  }

  public List<Statement> statements() {
    return statements;
  }

  /** Whether the arguments are as this policy asks; never throws, whatever they are. */
  public Outcome check(Ipld arguments) {
    try {
      return new Evaluation().firstFalse(this, arguments).isEmpty() ? Outcome.HOLDS : Outcome.FAILS;
    } catch (Evaluation.OutOfSteps e) {
      return Outcome.TOO_COSTLY;
    }
  }

  /** As tokens hold it. */
  public Ipld toIpld() {
    return new Ipld.Sequence(statements.stream().map(Statement::toIpld).toList());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Policy that && statements.equals(that.statements);
  }

  @Override
  public int hashCode() {
    return statements.hashCode();
  }

  @Override
  public String toString() {
    return statements.toString();
  }
}
