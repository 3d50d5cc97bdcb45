package io.vivim.statemachine.schema;

/** The text of a pattern, read from left to right by code points. */
final class PatternText {
  private final String text;
  private final Path path;
  private int at;

  PatternText(String text, Path path) {
    this.text = text;
    this.path = path;
  }

  boolean atEnd() {
    return at == text.length();
  }

  boolean sees(char ascii) {
    return !atEnd() && text.charAt(at) == ascii;
  }

  boolean take(char ascii) {
    boolean isThere = sees(ascii);
    if (isThere) {
      at++;
    }
    return isThere;
  }

  boolean take(String ascii) {
    boolean isThere = text.startsWith(ascii, at);
    if (isThere) {
      at += ascii.length();
    }
    return isThere;
  }

  int next() throws SchemaRefusedException {
    require(!atEnd());
    int codePoint = text.codePointAt(at);
    at += Character.charCount(codePoint);
    return codePoint;
  }

  boolean seesDigit() {
    return !atEnd() && text.charAt(at) >= '0' && text.charAt(at) <= '9';
  }

  /** A decimal number; too large a pattern where it exceeds {@code most}. */
  int decimal(int most) throws SchemaRefusedException {
    require(seesDigit());
    int number = 0;
    while (seesDigit()) {
      number = 10 * number + (next() - '0');
      if (number > most) {
        throw tooLarge();
      }
    }
    return number;
  }

  /** A number of exactly so many hex digits. */
  int hex(int digits) throws SchemaRefusedException {
    int number = 0;
    for (int i = 0; i < digits; i++) {
      number = 16 * number + hexDigit();
    }
    return number;
  }

  int hexDigit() throws SchemaRefusedException {
    int letter = next();
    // Character.digit would take the digits of other scripts too.
    int value = letter < 0x80 ? Character.digit(letter, 16) : -1;
    require(value >= 0);
    return value;
  }

  void require(boolean holds) throws SchemaRefusedException {
    if (!holds) {
      throw new SchemaRefusedException(SchemaReason.PATTERN_SYNTAX, path);
    }
  }

  SchemaRefusedException unsupported() {
    return new SchemaRefusedException(SchemaReason.PATTERN_UNSUPPORTED, path);
  }

  SchemaRefusedException tooLarge() {
    return new SchemaRefusedException(SchemaReason.PATTERN_TOO_LARGE, path);
  }
}
