package io.vivim.did.ucan;

import io.vivim.codec.Ipld;
import io.vivim.did.ucan.Statement.Comparator;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Reads one policy and counts its statements; every part is checked before it is ever evaluated.
 */
final class PolicyReader {
  private int statements;

  Policy read(Ipld value) throws UcanException {
    IntegerRange.check(value, "");
    return new Policy(statements(value, 1, ""));
  }

  private List<Statement> statements(Ipld value, int depth, String where) throws UcanException {
    if (!(value instanceof Ipld.Sequence list)) {
      throw new UcanException(UcanReason.STATEMENT, where);
    }
    List<Statement> read = new ArrayList<>();
    for (Ipld each : list.values()) {
      read.add(statement(each, depth, where + "[" + read.size() + "]"));
    }
    return read;
  }

  private Statement statement(Ipld value, int depth, String where) throws UcanException {
    if (depth > UcanLimits.MAX_POLICY_DEPTH) {
      throw new UcanException(UcanReason.POLICY_DEPTH, where);
    }
    statements++;
    if (statements > UcanLimits.MAX_POLICY_STATEMENTS) {
      throw new UcanException(UcanReason.POLICY_STATEMENTS, where);
    }
    if (!(value instanceof Ipld.Sequence list)
        || list.values().isEmpty()
        || !(list.values().get(0) instanceof Ipld.Text operator)) {
      throw new UcanException(UcanReason.STATEMENT, where);
    }
    List<Ipld> parts = list.values();
    return switch (operator.value()) {
      case "and" -> new Statement.And(statements(only(parts, where), depth + 1, where + "[1]"));
      case "or" -> new Statement.Or(statements(only(parts, where), depth + 1, where + "[1]"));
      case "not" -> new Statement.Not(statement(only(parts, where), depth + 1, where + "[1]"));
      case "all", "any", "like" -> selecting(operator.value(), parts, depth, where);
      default -> comparison(operator.value(), parts, where);
    };
  }

  private Statement selecting(String operator, List<Ipld> parts, int depth, String where)
      throws UcanException {
    Selector selector = selector(parts, where);
    Ipld argument = parts.get(2);
    return switch (operator) {
      case "all" -> new Statement.All(selector, statement(argument, depth + 1, where + "[2]"));
      case "any" -> new Statement.Any(selector, statement(argument, depth + 1, where + "[2]"));
      default -> new Statement.Like(selector, pattern(argument, where + "[2]"));
    };
  }

  private static Statement comparison(String operator, List<Ipld> parts, String where)
      throws UcanException {
    Optional<Comparator> comparator = Comparator.of(operator);
    if (comparator.isEmpty()) {
      throw new UcanException(UcanReason.OPERATOR, where);
    }
    Selector selector = selector(parts, where);
    Ipld value = parts.get(2);
    if (comparator.get().isOrder() && !Numbers.isNumber(value)) {
      throw new UcanException(UcanReason.OPERAND, where + "[2]");
    }
    return new Statement.Comparison(comparator.get(), selector, value);
  }

  /** The argument of a connective. */
  private static Ipld only(List<Ipld> parts, String where) throws UcanException {
    if (parts.size() != 2) {
      throw new UcanException(UcanReason.STATEMENT, where);
    }
    return parts.get(1);
  }

  /** The selector of a statement that has one and an argument behind it. */
  private static Selector selector(List<Ipld> parts, String where) throws UcanException {
    if (parts.size() != 3 || !(parts.get(1) instanceof Ipld.Text text)) {
      throw new UcanException(UcanReason.STATEMENT, where);
    }
    try {
      return Selector.parse(text.value());
    } catch (UcanException e) {
      throw e.in(where + "[1]");
    }
  }

  private static Glob pattern(Ipld value, String where) throws UcanException {
    if (!(value instanceof Ipld.Text text)) {
      throw new UcanException(UcanReason.OPERAND, where);
    }
    try {
      return Glob.parse(text.value());
    } catch (UcanException e) {
      throw e.in(where);
    }
  }
}
