package io.vivim.did.ucan;

import java.util.ArrayList;
import java.util.List;

/**
 * The pattern of {@code like}: {@code *} stands for any characters, {@code \*} for a star, and all
 * else for itself.
 *
 * <p>(UCAN Delegation 1.0, "Glob Matching".) A text is matched in time linear in its size and the
 * pattern's: each piece between stars is looked for once, from where the one before it ended.
 */
public final class Glob {
  private final String text;

  /** What stands between the stars, unescaped; one piece where there is no star. */
  private final List<String> pieces;

  private Glob(String text, List<String> pieces) {
    this.text = text;
    this.pieces = pieces;
  }

  public static Glob parse(String text) throws UcanException {
    if (text.length() > UcanLimits.MAX_PATTERN_CHARS) {
      throw new UcanException(UcanReason.OPERAND, "");
    }
    List<String> pieces = new ArrayList<>();
    StringBuilder piece = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '*') {
        pieces.add(piece.toString());
        piece.setLength(0);
      } else if (c == '\\' && i + 1 < text.length() && text.charAt(i + 1) == '*') {
        piece.append('*');
        i++;
      } else {
        piece.append(c);
      }
    }
    pieces.add(piece.toString());
    return new Glob(text, List.copyOf(pieces));
  }

  public boolean matches(String candidate) {
    String first = pieces.get(0);
    if (pieces.size() == 1) {
      return candidate.equals(first);
    }
    String last = pieces.get(pieces.size() - 1);
    int at = first.length();
    int end = candidate.length() - last.length();
    if (end < at || !candidate.startsWith(first) || !candidate.endsWith(last)) {
      return false;
    }
    for (String piece : pieces.subList(1, pieces.size() - 1)) {
      at = endOfFirst(piece, candidate, at, end);
      if (at < 0) {
        return false;
      }
    }
    return true;
  }

  /**
   * Where the first occurrence of {@code piece} between two places ends, or -1. By Knuth, Morris
   * and Pratt, since a plain search can take the product of both sizes.
   */
  private static int endOfFirst(String piece, String candidate, int from, int to) {
    if (piece.isEmpty()) {
      return from;
    }
    int[] fallback = fallbacks(piece);
    int matched = 0;
    for (int i = from; i < to; i++) {
      while (matched > 0 && piece.charAt(matched) != candidate.charAt(i)) {
        matched = fallback[matched - 1];
      }
      if (piece.charAt(matched) == candidate.charAt(i)) {
        matched++;
      }
      if (matched == piece.length()) {
        return i + 1;
      }
    }
    return -1;
  }

  /** For each prefix, how long its longest own prefix is that also ends it. */
  private static int[] fallbacks(String piece) {
    int[] fallback = new int[piece.length()];
    for (int i = 1, matched = 0; i < piece.length(); i++) {
      while (matched > 0 && piece.charAt(matched) != piece.charAt(i)) {
        matched = fallback[matched - 1];
      }
      if (piece.charAt(matched) == piece.charAt(i)) {
        matched++;
      }
      fallback[i] = matched;
    }
    return fallback;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Glob that && text.equals(that.text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  /** The text as it was given. */
  @Override
  public String toString() {
    return text;
  }
}
