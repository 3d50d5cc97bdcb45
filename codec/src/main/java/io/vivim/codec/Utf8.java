package io.vivim.codec;

/** What the canonical forms ask of UTF-8, without making bytes of a text. */
final class Utf8 {
  private Utf8() {}

  /** Whether every surrogate has its partner. */
  static boolean isWellFormed(String text) {
    int length = text.length();
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (Character.isSurrogate(c)) {
        if (!Character.isHighSurrogate(c)
            || i + 1 == length
            || !Character.isLowSurrogate(text.charAt(i + 1))) {
          return false;
        }
        i++;
      }
    }
    return true;
  }

  /** How many bytes a well-formed text takes. */
  static int size(String text) {
    int length = text.length();
    int size = length;
    for (int i = 0; i < length; i++) {
      char c = text.charAt(i);
      if (c >= 0x80) {
        // A pair of surrogates is two chars and four bytes, so each of them counts for two.
        size += c < 0x800 || Character.isSurrogate(c) ? 1 : 2;
      }
    }
    return size;
  }

  /** The canonical order of map keys: shorter first, then by bytes. */
  static int compareKeys(String a, String b) {
    int bySize = Integer.compare(size(a), size(b));
    return bySize != 0 ? bySize : compareBytes(a, b);
  }

  /** The order of the texts' bytes, which is that of their code points. */
  static int compareBytes(String a, String b) {
    int shared = Math.min(a.length(), b.length());
    for (int i = 0; i < shared; i++) {
      char x = a.charAt(i);
      char y = b.charAt(i);
      if (x != y) {
        // Surrogates stand for code points above every other char.
        boolean highX = Character.isSurrogate(x);
        boolean highY = Character.isSurrogate(y);
        return highX == highY ? Character.compare(x, y) : highX ? 1 : -1;
      }
    }
    return Integer.compare(a.length(), b.length());
  }

  /**
   * The index of the first byte that no valid sequence can have there, or -1 where all of {@code
   * from} to {@code to} is UTF-8 (RFC 3629: no over-long forms, no surrogates, up to U+10FFFF).
   */
  static int firstInvalid(byte[] in, int from, int to) {
    int i = from;
    while (i < to && in[i] >= 0) {
      i++;
    }
    while (i < to) {
      int size = sequenceSize(in, i, to);
      if (size == 0) {
        return i;
      }
      i += size;
    }
    return -1;
  }

  /** The size of the valid sequence at {@code at}, or 0 where there is none. */
  private static int sequenceSize(byte[] in, int at, int to) {
    int first = in[at] & 0xff;
    if (first < 0x80) {
      return 1;
    }
    int size = first >= 0xf0 ? 4 : first >= 0xe0 ? 3 : 2;
    if (first < 0xc2 || first > 0xf4 || size > to - at) {
      return 0;
    }
    int second = in[at + 1] & 0xff;
    int lowest = first == 0xe0 ? 0xa0 : first == 0xf0 ? 0x90 : 0x80;
    int highest = first == 0xed ? 0x9f : first == 0xf4 ? 0x8f : 0xbf;
    if (second < lowest || second > highest) {
      return 0;
    }
    for (int i = 2; i < size; i++) {
      if ((in[at + i] & 0xc0) != 0x80) {
        return 0;
      }
    }
    return size;
  }
}
