package io.vivim.statemachine.schema;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/** A set of code points, as sorted ranges that neither touch nor overlap. */
final class CodePoints {
  /** {@code \d} of ECMA-262. */
  static final CodePoints DIGITS = of('0', '9');

  /** {@code \w} of ECMA-262. */
  static final CodePoints WORD = of('0', '9', 'A', 'Z', '_', '_', 'a', 'z');

  /** What ends a line in ECMA-262. */
  static final CodePoints LINE_ENDS = of('\n', '\n', '\r', '\r', 0x2028, 0x2029);

  /**
   * {@code \s} of ECMA-262: its white space and what ends a line. The spaces of Unicode are written
   * out, since what Java knows of them changes with its version.
   */
  static final CodePoints SPACE =
      of(
          '\t', '\r', ' ', ' ', 0xa0, 0xa0, 0x1680, 0x1680, 0x2000, 0x200a, 0x2028, 0x2029, 0x202f,
          0x202f, 0x205f, 0x205f, 0x3000, 0x3000, 0xfeff, 0xfeff);

  /** First and last of each range in turn. */
  private final int[] bounds;

  private CodePoints(int[] bounds) {
    this.bounds = bounds;
  }

  /** The ranges, given as first and last in turn, sorted and apart. */
  private static CodePoints of(int... bounds) {
    return new CodePoints(bounds);
  }

  static CodePoints of(int codePoint) {
    return of(codePoint, codePoint);
  }

  static CodePoints range(int first, int last) {
    return of(first, last);
  }

  static CodePoints union(List<CodePoints> sets) {
    List<int[]> ranges = new ArrayList<>();
    for (CodePoints set : sets) {
      for (int i = 0; i < set.bounds.length; i += 2) {
        ranges.add(new int[] {set.bounds[i], set.bounds[i + 1]});
      }
    }
    ranges.sort(Comparator.comparingInt(range -> range[0]));
    int[] joined = new int[2 * ranges.size()];
    int size = 0;
    for (int[] range : ranges) {
      if (size > 0 && range[0] <= joined[size - 1] + 1) {
        joined[size - 1] = Math.max(joined[size - 1], range[1]);
      } else {
        joined[size++] = range[0];
        joined[size++] = range[1];
      }
    }
    return of(Arrays.copyOf(joined, size));
  }

  /** All the others. */
  CodePoints complement() {
    int[] others = new int[bounds.length + 2];
    int size = 0;
    int next = Character.MIN_CODE_POINT;
    for (int i = 0; i < bounds.length; i += 2) {
      if (next < bounds[i]) {
        others[size++] = next;
        others[size++] = bounds[i] - 1;
      }
      next = bounds[i + 1] + 1;
    }
    if (next <= Character.MAX_CODE_POINT) {
      others[size++] = next;
      others[size++] = Character.MAX_CODE_POINT;
    }
    return of(Arrays.copyOf(others, size));
  }

  boolean isSingle() {
    return bounds.length == 2 && bounds[0] == bounds[1];
  }

  /** The least of them. */
  int first() {
    return bounds[0];
  }

  boolean contains(int codePoint) {
    int at = Arrays.binarySearch(bounds, codePoint);
    // A bound belongs to its range; elsewhere it is inside where the bound before begins one.
    return at >= 0 || (-at - 1) % 2 == 1;
  }
}
