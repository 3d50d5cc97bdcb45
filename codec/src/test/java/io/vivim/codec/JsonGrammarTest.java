package io.vivim.codec;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Compares which texts DAG-JSON takes with a plain reading of the JSON grammar (RFC 8259). */
final class JsonGrammarTest {
  private static final String NUMBERS = "-01.eE+ ";
  private static final String STRUCTURES = "[]{},:\"a1 ";
  private static final String STRINGS = "\\u0dD8\"/\n";

  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][-+]?[0-9]+)?");
  private static final Pattern FOUR_HEX = Pattern.compile("[0-9a-fA-F]{4}");

  /** A recogniser of the grammar that knows nothing of values. */
  private static final class Grammar {
    private final String in;
    private int at;

    Grammar(String in) {
      this.in = in;
    }

    boolean matches() {
      return value() && at == in.length();
    }

    private boolean value() {
      space();
      boolean matches =
          switch (peek()) {
            case '[' -> list();
            case '{' -> map();
            case '"' -> string();
            default -> number() || literal("true") || literal("false") || literal("null");
          };
      space();
      return matches;
    }

    private boolean list() {
      at++;
      space();
      if (take(']')) {
        return true;
      }
      do {
        if (!value()) {
          return false;
        }
      } while (take(','));
      return take(']');
    }

    private boolean map() {
      at++;
      space();
      if (take('}')) {
        return true;
      }
      do {
        space();
        if (!string()) {
          return false;
        }
        space();
        if (!take(':') || !value()) {
          return false;
        }
      } while (take(','));
      return take('}');
    }

    private boolean string() {
      if (!take('"')) {
        return false;
      }
      while (at < in.length() && peek() != '"') {
        char c = in.charAt(at++);
        if (c < 0x20 || (c == '\\' && !escape())) {
          return false;
        }
      }
      return take('"');
    }

    private boolean escape() {
      if (take('u')) {
        at += 4;
        return at <= in.length() && FOUR_HEX.matcher(in.substring(at - 4, at)).matches();
      }
      at++;
      return at <= in.length() && "\"\\/bfnrt".indexOf(in.charAt(at - 1)) >= 0;
    }

    private boolean number() {
      int end = at;
      while (end < in.length() && "-+.eE0123456789".indexOf(in.charAt(end)) >= 0) {
        end++;
      }
      boolean matches = NUMBER.matcher(in.substring(at, end)).matches();
      at = matches ? end : at;
      return matches;
    }

    private boolean literal(String word) {
      boolean matches = in.startsWith(word, at);
      at += matches ? word.length() : 0;
      return matches;
    }

    private char peek() {
      return at < in.length() ? in.charAt(at) : '\0';
    }

    private boolean take(char c) {
      boolean is = at < in.length() && in.charAt(at) == c;
      at += is ? 1 : 0;
      return is;
    }

    private void space() {
      while (at < in.length() && " \t\r\n".indexOf(in.charAt(at)) >= 0) {
        at++;
      }
    }
  }

  /** Whether a text is JSON to the reader, whatever else may be wrong with it. */
  private static boolean isJson(String text) {
    return Laws.refusalOf(DagJson.decode(text))
        .map(
            refusal ->
                switch (refusal.reason()) {
                  case JSON_SYNTAX, TRUNCATED, TRAILING_BYTES -> false;
                  default -> true;
                })
        .orElse(true);
  }

  private static void compareAll(String alphabet, String before, String after, int size) {
    long count = (long) Math.pow(alphabet.length(), size);
    for (long i = 0; i < count; i++) {
      StringBuilder text = new StringBuilder(before);
      long rest = i;
      for (int at = 0; at < size; at++) {
        text.append(alphabet.charAt((int) (rest % alphabet.length())));
        rest /= alphabet.length();
      }
      String whole = text.append(after).toString();
      boolean expected = new Grammar(whole).matches();
      boolean isJson = isJson(whole);
      if (expected ? !isJson : Laws.refusalOf(DagJson.decode(whole)).isEmpty()) {
        assertThat(isJson).as(whole).isEqualTo(expected);
      }
    }
  }

  @Test
  void numbersFollowTheGrammar() {
    for (int size = 0; size <= TestSize.pick(4, 7); size++) {
      compareAll(NUMBERS, "", "", size);
    }
  }

  @Test
  void listsAndMapsFollowTheGrammar() {
    for (int size = 0; size <= TestSize.pick(4, 6); size++) {
      compareAll(STRUCTURES, "", "", size);
    }
  }

  @Test
  void stringsFollowTheGrammar() {
    for (int size = 0; size <= TestSize.pick(4, 6); size++) {
      compareAll(STRINGS, "\"", "\"", size);
    }
  }

  @Test
  void longEscapesFollowTheGrammar() {
    for (int size = 0; size <= TestSize.pick(3, 5); size++) {
      compareAll(STRINGS, "\"\\ud83", "\"", size);
    }
  }
}
