package io.vivim.anchors;

import io.vivim.codec.Bytes;

/**
 * How deep what a timestamp authority answers may be nested. The library recurses into whatever it
 * reads, so this looks first.
 *
 * <pre>
 *   element   tag length contents             X.690, section 8.1
 *   tag       number in the low five bits, 20 where the contents are elements;
 *             1f in the low five: bytes follow, up to one below 80
 *   length    below 80 | 81 byte | 82 byte 2 | … | 80: until an element 00 00
 * </pre>
 *
 * <p>What a primitive element holds is not looked into, even where it is elements again.
 */
final class AsnGate {
  /** Tokens with a chain of certificates have about fifteen. */
  static final int MAX_DEPTH = 64;

  private static final int CONSTRUCTED = 0x20;
  private static final int LONG_TAG = 0x1f;
  private static final int MORE = 0x80;
  private static final int MAX_LENGTH_BYTES = 3;

  /** The bytes that end what has no length. */
  private static final int ZEROS = 2;

  private static final int NONE = -1;

  private final Bytes bytes;
  private int at;

  private AsnGate(Bytes bytes) {
    this.bytes = bytes;
  }

  /** Whether these bytes begin with an element that is whole and not nested too deep. */
  static boolean isShallow(Bytes bytes) {
    return new AsnGate(bytes).passes(bytes.size(), 1);
  }

  private boolean passes(int end, int depth) {
    int tag = next(end);
    boolean hasElements = (tag & CONSTRUCTED) != 0;
    if (tag == NONE || depth > MAX_DEPTH || ((tag & LONG_TAG) == LONG_TAG && !skipTag(end))) {
      return false;
    }
    int first = next(end);
    if (first == MORE) {
      return hasElements && passUntilZeros(end, depth);
    }
    int length = length(first, end);
    if (length == NONE || length > end - at) {
      return false;
    }
    int inner = at + length;
    while (hasElements && at < inner) {
      if (!passes(inner, depth + 1)) {
        return false;
      }
    }
    at = inner;
    return true;
  }

  private boolean passUntilZeros(int end, int depth) {
    while (end - at >= ZEROS && (bytes.at(at) != 0 || bytes.at(at + 1) != 0)) {
      if (!passes(end, depth + 1)) {
        return false;
      }
    }
    boolean isEnded = end - at >= ZEROS;
    at += ZEROS;
    return isEnded;
  }

  private boolean skipTag(int end) {
    int each = next(end);
    while (each >= MORE) {
      each = next(end);
    }
    return each != NONE;
  }

  private int length(int first, int end) {
    if (first < MORE) {
      return first;
    }
    int many = first - MORE;
    int length = many > MAX_LENGTH_BYTES ? NONE : 0;
    for (int i = 0; i < many && length != NONE; i++) {
      int each = next(end);
      length = each == NONE ? NONE : (length << Byte.SIZE) | each;
    }
    return length;
  }

  private int next(int end) {
    return at < end ? bytes.at(at++) : NONE;
  }
}
