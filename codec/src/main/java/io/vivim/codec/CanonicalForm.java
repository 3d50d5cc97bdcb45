package io.vivim.codec;

import java.util.Arrays;

/**
 * The one gate for DAG-CBOR bytes: checks every rule of the canonical form and every limit, and
 * allocates nothing.
 *
 * <pre>
 *   head     3 bits major type | 5 bits info
 *   info     0–23 the argument itself | 24, 25, 26, 27: in the next 1, 2, 4, 8 bytes
 *   major    0 int   1 negative int   2 bytes   3 text   4 list   5 map   6 tag   7 simple, float
 * </pre>
 *
 * <p>DAG-CBOR leaves one spelling for each value: shortest heads, definite lengths, map keys that
 * are texts sorted by size and then bytes, tag 42 alone, false, true, null, and finite 64-bit
 * floats. (IPLD, DAG-CBOR specification, "Strictness"; RFC 8949, sections 3 and 4.2.3.) A parser
 * behind this gate meets nothing that two parsers could read in two ways.
 */
final class CanonicalForm {
  private static final int TEXT = 3;
  private static final int LINK_TAG = 42;

  private final byte[] in;
  private final int begin;
  private final int end;
  private final Limits limits;
  private int at;
  private int items;

  private CanonicalForm(Bytes bytes, Limits limits) {
    this.in = bytes.backing();
    this.begin = bytes.backingOffset();
    this.end = begin + bytes.size();
    this.limits = limits;
    this.at = begin;
  }

  /**
   * Returns where {@code bytes} are one canonical value within the limits, and throws elsewhere.
   */
  static void check(Bytes bytes, Limits limits) throws RefusedException {
    if (bytes.size() > limits.maxBytes()) {
      throw new RefusedException(Reason.TOO_LARGE, limits.maxBytes());
    }
    CanonicalForm form = new CanonicalForm(bytes, limits);
    form.value(0);
    if (form.at != form.end) {
      throw form.refused(Reason.TRAILING_BYTES, form.at);
    }
  }

  private void value(int depth) throws RefusedException {
    int start = at;
    countItem(start);
    int head = nextByte();
    int info = head & 0x1f;
    switch (head >>> 5) {
      case 0, 1 -> argument(info, start, Reason.RESERVED_HEAD);
      case 2 -> skip(argument(info, start, Reason.INDEFINITE_LENGTH));
      case TEXT -> text(info, start);
      case 4 -> list(info, start, depth);
      case 5 -> map(info, start, depth);
      case 6 -> link(info, start);
      default -> simple(info, start);
    }
  }

  /** The number in a head; {@code unbounded} is what info 31 means for this major type. */
  private long argument(int info, int start, Reason unbounded) throws RefusedException {
    if (info < 24) {
      return info;
    }
    if (info > 27) {
      throw refused(info == 31 ? unbounded : Reason.RESERVED_HEAD, start);
    }
    int width = 1 << (info - 24);
    if (end - at < width) {
      throw truncated();
    }
    long value = 0;
    for (int i = 0; i < width; i++) {
      value = (value << 8) | (in[at++] & 0xff);
    }
    boolean shortest =
        switch (width) {
          case 1 -> value >= 24;
          case 2 -> value > 0xff;
          case 4 -> value > 0xffff;
          default -> value < 0 || value > 0xffff_ffffL;
        };
    if (!shortest) {
      throw refused(Reason.INTEGER_WIDTH, start);
    }
    return value;
  }

  /** Passes over a text and returns where its bytes begin. */
  private int text(int info, int start) throws RefusedException {
    int from = skip(argument(info, start, Reason.INDEFINITE_LENGTH));
    int invalid = Utf8.firstInvalid(in, from, at);
    if (invalid >= 0) {
      throw refused(Reason.UTF8, invalid);
    }
    return from;
  }

  private void list(int info, int start, int depth) throws RefusedException {
    int count = count(argument(info, start, Reason.INDEFINITE_LENGTH), 1, depth, start);
    for (int i = 0; i < count; i++) {
      value(depth + 1);
    }
  }

  private void map(int info, int start, int depth) throws RefusedException {
    int count = count(argument(info, start, Reason.INDEFINITE_LENGTH), 2, depth, start);
    int lastFrom = 0;
    int lastTo = -1;
    for (int i = 0; i < count; i++) {
      int keyStart = at;
      countItem(keyStart);
      int head = nextByte();
      if (head >>> 5 != TEXT) {
        throw refused(Reason.KEY_TYPE, keyStart);
      }
      int from = text(head & 0x1f, keyStart);
      if (lastTo >= 0) {
        ordered(lastFrom, lastTo, from, at, keyStart);
      }
      lastFrom = from;
      lastTo = at;
      value(depth + 1);
    }
  }

  private void ordered(int lastFrom, int lastTo, int from, int to, int keyStart)
      throws RefusedException {
    int order = Integer.compare(lastTo - lastFrom, to - from);
    if (order == 0) {
      order = Arrays.compareUnsigned(in, lastFrom, lastTo, in, from, to);
    }
    if (order >= 0) {
      throw refused(order == 0 ? Reason.DUPLICATE_KEY : Reason.KEY_ORDER, keyStart);
    }
  }

  private void link(int info, int start) throws RefusedException {
    if (argument(info, start, Reason.RESERVED_HEAD) != LINK_TAG) {
      throw refused(Reason.TAG, start);
    }
    int contentStart = at;
    int head = nextByte();
    if (head >>> 5 != 2) {
      throw refused(Reason.LINK, start);
    }
    int from = skip(argument(head & 0x1f, contentStart, Reason.INDEFINITE_LENGTH));
    if (from == at || in[from] != 0 || at - from > Cid.MAX_CID_BYTES + 1) {
      throw refused(Reason.LINK, start);
    }
    if (!isPlainCid(from + 1)) {
      try {
        Cid.decode(Bytes.copyOf(in, from + 1, at));
      } catch (RefusedException e) {
        throw refused(Reason.LINK, start);
      }
    }
  }

  /** Whether the CID up to here is of the common shape: version 1, a short codec, SHA-256. */
  private boolean isPlainCid(int from) {
    return at - from == 36
        && in[from] == 1
        && in[from + 1] > 0
        && in[from + 2] == 0x12
        && in[from + 3] == 0x20;
  }

  private void simple(int info, int start) throws RefusedException {
    switch (info) {
      case 20, 21, 22 -> {
        // false, true, null
      }
      case 25, 26 -> throw refused(Reason.FLOAT_WIDTH, start);
      case 27 -> {
        int from = skip(Double.BYTES);
        int exponent = ((in[from] & 0x7f) << 4) | ((in[from + 1] & 0xf0) >>> 4);
        if (exponent == 0x7ff) {
          throw refused(Reason.FLOAT_VALUE, start);
        }
      }
      case 28, 29, 30 -> throw refused(Reason.RESERVED_HEAD, start);
      case 31 -> throw refused(Reason.INDEFINITE_LENGTH, start);
      default -> throw refused(Reason.SIMPLE_VALUE, start);
    }
  }

  /** A count of entries that the rest of the input and the limits can hold. */
  private int count(long count, int itemsEach, int depth, int start) throws RefusedException {
    if (depth >= limits.maxDepth()) {
      throw refused(Reason.TOO_DEEP, start);
    }
    if (Long.compareUnsigned(count, (end - at) / itemsEach) > 0) {
      throw truncated();
    }
    if (count > limits.maxItems()) {
      throw refused(Reason.TOO_MANY_ITEMS, start);
    }
    return (int) count;
  }

  private void countItem(int start) throws RefusedException {
    if (++items > limits.maxItems()) {
      throw refused(Reason.TOO_MANY_ITEMS, start);
    }
  }

  private int nextByte() throws RefusedException {
    if (at == end) {
      throw truncated();
    }
    return in[at++] & 0xff;
  }

  /** Passes over {@code size} bytes and returns where they began. */
  private int skip(long size) throws RefusedException {
    if (size < 0 || size > end - at) {
      throw truncated();
    }
    int from = at;
    at += (int) size;
    return from;
  }

  private RefusedException truncated() {
    return refused(Reason.TRUNCATED, end);
  }

  private RefusedException refused(Reason reason, int index) {
    return new RefusedException(reason, index - begin);
  }
}
