package io.vivim.node.ledger;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Finds the name that somebody may have meant. */
public final class NearestName {
  /** Longer names are not typed by hand, and would make the comparison dear. */
  private static final int MAX_CHARS = 64;

  private static final int MAX_MISTAKES = 2;

  private NearestName() {}

  /** The known name from which a name is a mistake or two away, and less than half of it. */
  public static Optional<String> of(String name, Collection<String> known) {
    if (name.length() > MAX_CHARS) {
      return Optional.empty();
    }
    return known.stream()
        .filter(each -> mistakes(name, each) <= Math.min(MAX_MISTAKES, (name.length() - 1) / 2))
        .min(Comparator.<String>comparingInt(each -> mistakes(name, each)).thenComparing(x -> x));
  }

  /** Characters that are missing, too many, wrong, or in the other's place (optimal alignment). */
  private static int mistakes(String name, String known) {
    int[][] table = new int[name.length() + 1][known.length() + 1];
    for (int i = 0; i <= name.length(); i++) {
      for (int j = 0; j <= known.length(); j++) {
        table[i][j] = i == 0 || j == 0 ? i + j : fewest(table, i, j, name, known);
      }
    }
    return table[name.length()][known.length()];
  }

  private static int fewest(int[][] table, int i, int j, String name, String known) {
    boolean isSame = name.charAt(i - 1) == known.charAt(j - 1);
    int fewest =
        Math.min(
            table[i - 1][j - 1] + (isSame ? 0 : 1), Math.min(table[i - 1][j], table[i][j - 1]) + 1);
    boolean isSwapped =
        i > 1
            && j > 1
            && name.charAt(i - 1) == known.charAt(j - 2)
            && name.charAt(i - 2) == known.charAt(j - 1);
    return isSwapped ? Math.min(fewest, table[i - 2][j - 2] + 1) : fewest;
  }
}
