package io.vivim.statemachine.schema;

import java.util.ArrayList;
import java.util.List;

/** Reads what stands in square brackets. */
final class PatternClass {
  private PatternClass() {}

  /** The class whose opening bracket has been taken, with its closing one. */
  static CodePoints read(PatternText in) throws SchemaRefusedException {
    boolean isNegated = in.take('^');
    List<CodePoints> members = new ArrayList<>();
    while (!in.take(']')) {
      CodePoints member = member(in);
      if (in.take('-')) {
        if (in.sees(']')) {
          members.add(member);
          member = CodePoints.of('-');
        } else {
          int first = only(member, in);
          int last = only(member(in), in);
          in.require(first <= last);
          member = CodePoints.range(first, last);
        }
      }
      members.add(member);
    }
    CodePoints union = CodePoints.union(members);
    return isNegated ? union.complement() : union;
  }

  private static CodePoints member(PatternText in) throws SchemaRefusedException {
    return in.take('\\') ? PatternEscape.readInClass(in) : CodePoints.of(in.next());
  }

  /** The character that a range begins or ends with; {@code \d} and the like cannot. */
  private static int only(CodePoints member, PatternText in) throws SchemaRefusedException {
    in.require(member.isSingle());
    return member.first();
  }
}
