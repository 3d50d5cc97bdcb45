package io.vivim.statemachine.schema;

import java.util.ArrayList;
import java.util.List;

/**
 * Reads patterns: those of ECMA-262 with its flag {@code u} that a machine without memory can
 * match. A pattern may match anywhere in a text, and only whether it does counts.
 *
 * <pre>
 *   x  \x     the character x; the backslash before ^ $ \ . * + ? ( ) [ ] { } | /
 *   .         all but what ends a line (U+000A, U+000D, U+2028, U+2029)
 *   [a-z_]    one of these; [^a-z_] none of these; - may be escaped
 *   \d \w \s  digits, word characters, white space; \D \W \S the others
 *   \t \n \v \f \r \0 \cX \xHH &#92;uHHHH &#92;u{H…}
 *   ^ $       the text's start and end; \b \B an edge of a word, or none
 *   a|b (a) (?:a)
 *   a? a* a+ a{m} a{m,} a{m,n}   and the same with a ? behind, which changes nothing here
 * </pre>
 *
 * <p>Refused as unsupported: back references, look-around, named groups, modifiers, and {@code \p},
 * whose meaning changes with each version of Unicode.
 */
final class PatternParser {
  /** Groups inside one another. */
  static final int MAX_GROUPS = 64;

  /** The largest number in braces. */
  static final int MAX_COUNT = 1000;

  private final PatternText in;
  private int groups;

  private PatternParser(PatternText in) {
    this.in = in;
  }

  /** The pattern at {@code path} of a schema. */
  static PatternNode parse(String pattern, Path path) throws SchemaRefusedException {
    PatternParser parser = new PatternParser(new PatternText(pattern, path));
    PatternNode all = parser.choice();
    // What ends a choice early is a bracket that nothing opened.
    parser.in.require(parser.in.atEnd());
    return all;
  }

  private PatternNode choice() throws SchemaRefusedException {
    List<PatternNode> branches = new ArrayList<>();
    do {
      branches.add(series());
    } while (in.take('|'));
    return branches.size() == 1 ? branches.get(0) : new PatternNode.Choice(branches);
  }

  private PatternNode series() throws SchemaRefusedException {
    List<PatternNode> parts = new ArrayList<>();
    while (!in.atEnd() && !in.sees('|') && !in.sees(')')) {
      parts.add(term());
    }
    return parts.size() == 1 ? parts.get(0) : new PatternNode.Series(parts);
  }

  private PatternNode term() throws SchemaRefusedException {
    if (in.take('^')) {
      return new PatternNode.Assertion(PatternNode.Anchor.START);
    }
    if (in.take('$')) {
      return new PatternNode.Assertion(PatternNode.Anchor.END);
    }
    if (in.take("\\b")) {
      return new PatternNode.Assertion(PatternNode.Anchor.WORD_EDGE);
    }
    if (in.take("\\B")) {
      return new PatternNode.Assertion(PatternNode.Anchor.NO_WORD_EDGE);
    }
    return quantified(atom());
  }

  private PatternNode atom() throws SchemaRefusedException {
    if (in.take('(')) {
      return group();
    }
    if (in.take('.')) {
      return new PatternNode.Symbol(CodePoints.LINE_ENDS.complement());
    }
    if (in.take('[')) {
      return new PatternNode.Symbol(PatternClass.read(in));
    }
    if (in.take('\\')) {
      return new PatternNode.Symbol(PatternEscape.read(in));
    }
    int literal = in.next();
    in.require("*+?{}]".indexOf(literal) < 0);
    return new PatternNode.Symbol(CodePoints.of(literal));
  }

  private PatternNode group() throws SchemaRefusedException {
    if (in.take('?') && !in.take(':')) {
      throw in.unsupported();
    }
    if (++groups > MAX_GROUPS) {
      throw in.tooLarge();
    }
    PatternNode inner = choice();
    groups--;
    in.require(in.take(')'));
    return inner;
  }

  private PatternNode quantified(PatternNode part) throws SchemaRefusedException {
    int least;
    int most;
    if (in.take('?')) {
      least = 0;
      most = 1;
    } else if (in.take('*')) {
      least = 0;
      most = PatternNode.Repeat.ENDLESS;
    } else if (in.take('+')) {
      least = 1;
      most = PatternNode.Repeat.ENDLESS;
    } else if (in.take('{')) {
      least = in.decimal(MAX_COUNT);
      most = least;
      if (in.take(',')) {
        most = in.sees('}') ? PatternNode.Repeat.ENDLESS : in.decimal(MAX_COUNT);
      }
      in.require(in.take('}') && least <= most);
    } else {
      return part;
    }
    in.take('?');
    return new PatternNode.Repeat(part, least, most);
  }
}
