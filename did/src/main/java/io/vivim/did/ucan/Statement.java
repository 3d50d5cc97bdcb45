package io.vivim.did.ucan;

import io.vivim.codec.Ipld;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * One condition on the arguments of a request.
 *
 * <pre>
 *   ["==" | "!=", selector, value]             ["and" | "or", [statement, …]]
 *   ["&lt;" | "&lt;=" | "&gt;" | "&gt;=", selector, number]   ["not", statement]
 *   ["like", selector, pattern]                ["all" | "any", selector, statement]
 * </pre>
 *
 * <p>(UCAN Delegation 1.0, "Policy".)
 */
public sealed interface Statement {
  /** What compares a selected value with a given one. */
  enum Comparator {
    EQUAL("=="),
    NOT_EQUAL("!="),
    LESS("<"),
    AT_MOST("<="),
    GREATER(">"),
    AT_LEAST(">=");

    private final String symbol;

    Comparator(String symbol) {
      this.symbol = symbol;
    }

    static Optional<Comparator> of(String symbol) {
      return Arrays.stream(values()).filter(each -> each.symbol.equals(symbol)).findFirst();
    }

    boolean isOrder() {
      return this != EQUAL && this != NOT_EQUAL;
    }

    /** As policies write it. */
    @Override
    public String toString() {
      return symbol;
    }
  }

  /** Compares the selected value; the orders are for numbers only. */
  record Comparison(Comparator comparator, Selector selector, Ipld value) implements Statement {
    @Override
    public Ipld toIpld() {
      return Ipld.listOf(text(comparator), text(selector), value);
    }
  }

  /** Matches the selected text with a pattern. */
  record Like(Selector selector, Glob pattern) implements Statement {
    @Override
    public Ipld toIpld() {
      return Ipld.listOf(text("like"), text(selector), text(pattern));
    }
  }

  /** True where every inner statement is, and so where there is none. */
  record And(List<Statement> statements) implements Statement {
    public And {
      statements = List.copyOf(statements);
    }

    @Override
    public Ipld toIpld() {
      return Ipld.listOf(text("and"), listOf(statements));
    }
  }

  /** True where one inner statement is, and by the specification also where there is none. */
  record Or(List<Statement> statements) implements Statement {
    public Or {
      statements = List.copyOf(statements);
    }

    @Override
    public Ipld toIpld() {
      return Ipld.listOf(text("or"), listOf(statements));
    }
  }

  /** True where the inner statement is false, for whatever reason that is. */
  record Not(Statement statement) implements Statement {
    @Override
    public Ipld toIpld() {
      return Ipld.listOf(text("not"), statement.toIpld());
    }
  }

  /** True where the inner statement is true of every element of the selected list or map. */
  record All(Selector selector, Statement statement) implements Statement {
    @Override
    public Ipld toIpld() {
      return Ipld.listOf(text("all"), text(selector), statement.toIpld());
    }
  }

  /** True where the inner statement is true of an element, and also where there is no element. */
  record Any(Selector selector, Statement statement) implements Statement {
    @Override
    public Ipld toIpld() {
      return Ipld.listOf(text("any"), text(selector), statement.toIpld());
    }
  }

  /** As tokens hold it. */
  Ipld toIpld();

  private static Ipld text(Object part) {
    return Ipld.of(part.toString());
  }

  private static Ipld listOf(List<Statement> statements) {
    return new Ipld.Sequence(statements.stream().map(Statement::toIpld).toList());
  }
}
