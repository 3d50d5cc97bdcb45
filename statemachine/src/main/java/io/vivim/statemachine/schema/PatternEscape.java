package io.vivim.statemachine.schema;

/** What stands behind a backslash. */
final class PatternEscape {
  private static final String SYNTAX = "^$\\.*+?()[]{}|/";

  private PatternEscape() {}

  /** The characters that an escape outside of a class stands for. */
  static CodePoints read(PatternText in) throws SchemaRefusedException {
    if ((in.seesDigit() && !in.sees('0')) || in.sees('k')) {
      throw in.unsupported();
    }
    int letter = in.next();
    return switch (letter) {
      case 'd' -> CodePoints.DIGITS;
      case 'D' -> CodePoints.DIGITS.complement();
      case 'w' -> CodePoints.WORD;
      case 'W' -> CodePoints.WORD.complement();
      case 's' -> CodePoints.SPACE;
      case 'S' -> CodePoints.SPACE.complement();
      case 'p', 'P' -> throw in.unsupported();
      default -> CodePoints.of(character(letter, in));
    };
  }

  /** The characters that an escape in a class stands for. */
  static CodePoints readInClass(PatternText in) throws SchemaRefusedException {
    if (in.take('-')) {
      return CodePoints.of('-');
    }
    if (in.take('b')) {
      return CodePoints.of('\b');
    }
    // There are no references in a class, so a digit is no back reference but wrong.
    in.require(!in.seesDigit() || in.sees('0'));
    return read(in);
  }

  private static int character(int letter, PatternText in) throws SchemaRefusedException {
    return switch (letter) {
      case 't' -> '\t';
      case 'n' -> '\n';
      case 'v' -> 0x0b;
      case 'f' -> '\f';
      case 'r' -> '\r';
      case '0' -> {
        in.require(!in.seesDigit());
        yield 0;
      }
      case 'c' -> control(in.next(), in);
      case 'x' -> in.hex(2);
      case 'u' -> unicode(in);
      default -> {
        in.require(SYNTAX.indexOf(letter) >= 0);
        yield letter;
      }
    };
  }

  private static int control(int letter, PatternText in) throws SchemaRefusedException {
    in.require((letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z'));
    return letter % 32;
  }

  /** Four digits, two times four that are a pair of surrogates, or any number in braces. */
  private static int unicode(PatternText in) throws SchemaRefusedException {
    if (in.take('{')) {
      int codePoint = in.hexDigit();
      while (!in.take('}')) {
        codePoint = 16 * codePoint + in.hexDigit();
        in.require(codePoint <= Character.MAX_CODE_POINT);
      }
      return codePoint;
    }
    int unit = in.hex(4);
    if (Character.isHighSurrogate((char) unit) && in.take("\\u")) {
      int second = in.hex(4);
      // Half a character is in no text of the data model.
      in.require(Character.isLowSurrogate((char) second));
      return Character.toCodePoint((char) unit, (char) second);
    }
    return unit;
  }
}
