package io.vivim.did.ucan;

import io.vivim.did.ucan.Selector.Field;
import io.vivim.did.ucan.Selector.Index;
import io.vivim.did.ucan.Selector.Segment;
import io.vivim.did.ucan.Selector.Slice;
import io.vivim.did.ucan.Selector.Values;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Reads a selector from left to right, without going back.
 *
 * <pre>
 *   selector = "." *"?" / first *segment
 *   first    = "." name *"?" / "." bracket *"?" / "." 1*"?" segment
 *   segment  = "." name *"?" / ["."] bracket *"?"
 *   bracket  = "[" ( "" / string / index / index ":" [index] / ":" index ) "]"
 *   index    = "0" / ["-"] digit-without-zero *digit      up to 2^53 - 1 either way
 *   string   = as in JSON
 * </pre>
 */
final class SelectorParser {
  private final String text;
  private int at;

  SelectorParser(String text) {
    this.text = text;
  }

  Selector parse() throws UcanException {
    if (text.length() > UcanLimits.MAX_SELECTOR_CHARS || !takes('.')) {
      throw refused();
    }
    List<Segment> segments = new ArrayList<>();
    boolean pathBegan = takesOptionals();
    if (!pathBegan && at < text.length()) {
      segments.add(withOptionals(peeks('[') ? bracket() : field()));
    }
    while (at < text.length()) {
      boolean dotted = takes('.');
      if (peeks('[')) {
        segments.add(withOptionals(bracket()));
      } else if (dotted) {
        segments.add(withOptionals(field()));
      } else {
        throw refused();
      }
    }
    return new Selector(text, segments);
  }

  private Segment withOptionals(Segment segment) {
    return takesOptionals() ? segment.asOptional() : segment;
  }

  private boolean takesOptionals() {
    int from = at;
    while (takes('?')) {
      // One says as much as many.
    }
    return at > from;
  }

  private Segment field() throws UcanException {
    int from = at;
    while (at < text.length()) {
      int c = text.codePointAt(at);
      if (!isNameStart(c) && (at == from || !isNamePart(c))) {
        break;
      }
      at += Character.charCount(c);
    }
    if (at == from) {
      throw refused();
    }
    return new Field(text.substring(from, at), false);
  }

  private Segment bracket() throws UcanException {
    at++;
    Segment segment;
    if (peeks(']')) {
      segment = new Values(false);
    } else if (peeks('"')) {
      segment = new Field(string(), false);
    } else {
      segment = indexOrSlice();
    }
    if (!takes(']')) {
      throw refused();
    }
    return segment;
  }

  private Segment indexOrSlice() throws UcanException {
    if (takes(':')) {
      return new Slice(OptionalLong.empty(), OptionalLong.of(index()), false);
    }
    long from = index();
    if (!takes(':')) {
      return new Index(from, false);
    }
    OptionalLong to = peeks(']') ? OptionalLong.empty() : OptionalLong.of(index());
    return new Slice(OptionalLong.of(from), to, false);
  }

  private long index() throws UcanException {
    boolean negative = takes('-');
    int from = at;
    long value = 0;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      value = value * 10 + (text.charAt(at) - '0');
      if (value > UcanLimits.MAX_INTEGER) {
        throw refused();
      }
      at++;
    }
    boolean startsWithZero = at > from && text.charAt(from) == '0';
    if (at == from || (startsWithZero && (negative || at > from + 1))) {
      throw refused();
    }
    return negative ? -value : value;
  }

  /** A JSON string (RFC 8259, section 7). */
  private String string() throws UcanException {
    at++;
    StringBuilder value = new StringBuilder();
    while (!takes('"')) {
      char c = next();
      if (c < ' ') {
        throw refused();
      }
      value.append(c == '\\' ? escaped() : c);
    }
    for (int i = 0; i < value.length(); ) {
      int c = value.codePointAt(i);
      if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
        throw refused();
      }
      i += Character.charCount(c);
    }
    return value.toString();
  }

  private char escaped() throws UcanException {
    char c = next();
    return switch (c) {
      case '"', '\\', '/' -> c;
      case 'b' -> '\b';
      case 'f' -> '\f';
      case 'n' -> '\n';
      case 'r' -> '\r';
      case 't' -> '\t';
      case 'u' -> unicodeEscape();
      default -> throw refused();
    };
  }

  private char unicodeEscape() throws UcanException {
    int value = 0;
    for (int i = 0; i < 4; i++) {
      char c = next();
      int digit = c < 0x80 ? Character.digit(c, 16) : -1;
      if (digit < 0) {
        throw refused();
      }
      value = value << 4 | digit;
    }
    return (char) value;
  }

  private char next() throws UcanException {
    if (at == text.length()) {
      throw refused();
    }
    return text.charAt(at++);
  }

  private boolean peeks(char c) {
    return at < text.length() && text.charAt(at) == c;
  }

  private boolean takes(char c) {
    boolean there = peeks(c);
    if (there) {
      at++;
    }
    return there;
  }

  private UcanException refused() {
    return new UcanException(UcanReason.SELECTOR, "at " + at);
  }

  /**
   * What a dotted name begins with: NameStartChar of XML 1.0 without the colon. A table that never
   * changes, since "letter" means more with every version of Unicode, and nodes would disagree.
   */
  private static boolean isNameStart(int c) {
    if (c < 0x80) {
      return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    }
    return (c >= 0xc0 && c <= 0x2ff && c != 0xd7 && c != 0xf7)
        || (c >= 0x370 && c <= 0x1fff && c != 0x37e)
        || (c >= 0x200c && c <= 0x200d)
        || (c >= 0x2070 && c <= 0x218f)
        || (c >= 0x2c00 && c <= 0x2fef)
        || (c >= 0x3001 && c <= 0xd7ff)
        || (c >= 0xf900 && c <= 0xfdcf)
        || (c >= 0xfdf0 && c <= 0xfffd)
        || (c >= 0x10000 && c <= 0xeffff);
  }

  /** What else a dotted name may hold: NameChar of XML 1.0 without the dot, and the dollar sign. */
  private static boolean isNamePart(int c) {
    return (c >= '0' && c <= '9')
        || c == '-'
        || c == '$'
        || c == 0xb7
        || (c >= 0x300 && c <= 0x36f)
        || (c >= 0x203f && c <= 0x2040);
  }
}
