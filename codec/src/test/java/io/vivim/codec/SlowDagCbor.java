package io.vivim.codec;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A second reading of the DAG-CBOR rules, slow and plain, to compare {@link CanonicalForm} with.
 *
 * <p>It shares no code with it: heads are numbers without bounds, a head is re-spelled to see
 * whether it was the shortest, keys are compared with their heads on, and the JDK judges UTF-8.
 */
final class SlowDagCbor {
  private static final class Wrong extends Exception {
    private static final long serialVersionUID = 1L;
    private final transient Refusal refusal;

    Wrong(Reason reason, long offset) {
      super(reason.code(), null, false, false);
      this.refusal = new Refusal(reason, offset);
    }
  }

  private final byte[] in;
  private final Limits limits;
  private int at;
  private int items;

  private SlowDagCbor(byte[] in, Limits limits) {
    this.in = in;
    this.limits = limits;
  }

  /** What is wrong with {@code in}, or nothing. */
  static Optional<Refusal> refusalOf(byte[] in, Limits limits) {
    SlowDagCbor reading = new SlowDagCbor(in, limits);
    try {
      if (in.length > limits.maxBytes()) {
        throw new Wrong(Reason.TOO_LARGE, limits.maxBytes());
      }
      reading.item(0);
      if (reading.at < in.length) {
        throw new Wrong(Reason.TRAILING_BYTES, reading.at);
      }
      return Optional.empty();
    } catch (Wrong e) {
      return Optional.of(e.refusal);
    }
  }

  private record Head(int start, int major, int info, BigInteger argument) {}

  /** Reads a head and all that can be wrong with it alone. */
  private Head head() throws Wrong {
    int start = at;
    int first = take(1)[0] & 0xff;
    int major = first / 32;
    int info = first % 32;
    if (major == 7) {
      return new Head(start, major, info, BigInteger.ZERO);
    }
    if (info == 31 && major >= 2 && major <= 5) {
      throw new Wrong(Reason.INDEFINITE_LENGTH, start);
    }
    if (info >= 28) {
      throw new Wrong(Reason.RESERVED_HEAD, start);
    }
    BigInteger argument =
        info < 24 ? BigInteger.valueOf(info) : new BigInteger(1, take(1 << (info - 24)));
    if (!Arrays.equals(spelled(major, argument), Arrays.copyOfRange(in, start, at))) {
      throw new Wrong(Reason.INTEGER_WIDTH, start);
    }
    return new Head(start, major, info, argument);
  }

  /** The shortest head of this major type and argument. */
  private static byte[] spelled(int major, BigInteger argument) {
    int bits = argument.bitLength();
    int info =
        argument.compareTo(BigInteger.valueOf(24)) < 0
            ? argument.intValue()
            : bits <= 8 ? 24 : bits <= 16 ? 25 : bits <= 32 ? 26 : 27;
    int width = info < 24 ? 0 : 1 << (info - 24);
    ByteBuffer head = ByteBuffer.allocate(1 + width).put((byte) (major * 32 + info));
    for (int i = width - 1; i >= 0; i--) {
      head.put(argument.shiftRight(8 * i).byteValue());
    }
    return head.array();
  }

  private void item(int depth) throws Wrong {
    count();
    int start = at;
    Head head = head();
    switch (head.major) {
      case 0, 1 -> {}
      case 2 -> content(head);
      case 3 -> text(head);
      case 4, 5 -> entries(head, depth);
      case 6 -> link(head, start);
      default -> simple(head);
    }
  }

  private void entries(Head head, int depth) throws Wrong {
    boolean isMap = head.major == 5;
    if (depth == limits.maxDepth()) {
      throw new Wrong(Reason.TOO_DEEP, head.start);
    }
    BigInteger least = head.argument.multiply(BigInteger.valueOf(isMap ? 2 : 1));
    if (least.compareTo(BigInteger.valueOf(in.length - at)) > 0) {
      throw new Wrong(Reason.TRUNCATED, in.length);
    }
    if (head.argument.compareTo(BigInteger.valueOf(limits.maxItems())) > 0) {
      throw new Wrong(Reason.TOO_MANY_ITEMS, head.start);
    }
    byte @Nullable [] last = null;
    for (long i = 0; i < head.argument.longValue(); i++) {
      if (isMap) {
        byte[] key = key();
        if (last != null && Arrays.compareUnsigned(last, key) >= 0) {
          boolean same = Arrays.equals(last, key);
          throw new Wrong(same ? Reason.DUPLICATE_KEY : Reason.KEY_ORDER, at - key.length);
        }
        last = key;
      }
      item(depth + 1);
    }
  }

  /** The key with its head, whose order is that of size and then of bytes. */
  private byte[] key() throws Wrong {
    count();
    int start = at;
    if (at < in.length && (in[at] & 0xe0) != 0x60) {
      throw new Wrong(Reason.KEY_TYPE, start);
    }
    text(head());
    return Arrays.copyOfRange(in, start, at);
  }

  private void text(Head head) throws Wrong {
    ByteBuffer utf8 = ByteBuffer.wrap(content(head));
    int start = at - utf8.capacity();
    CharsetDecoder decoder = StandardCharsets.UTF_8.newDecoder();
    CoderResult result = decoder.decode(utf8, CharBuffer.allocate(utf8.capacity()), true);
    if (result.isError()) {
      throw new Wrong(Reason.UTF8, start + utf8.position());
    }
  }

  private void link(Head head, int start) throws Wrong {
    if (!head.argument.equals(BigInteger.valueOf(42))) {
      throw new Wrong(Reason.TAG, head.start);
    }
    if (at < in.length && (in[at] & 0xe0) != 0x40) {
      throw new Wrong(Reason.LINK, start);
    }
    byte[] content = content(head());
    if (content.length == 0
        || content.length > 161
        || content[0] != 0
        || !isCid(Arrays.copyOfRange(content, 1, content.length))) {
      throw new Wrong(Reason.LINK, start);
    }
  }

  /** Whether these bytes are a CID: 0x12 0x20 and 32 bytes, or three varints, a size, a digest. */
  private static boolean isCid(byte[] cid) {
    if (cid.length > 1 && cid[0] == 0x12 && cid[1] == 0x20) {
      return cid.length == 34;
    }
    int[] from = {0};
    long version = varint(cid, from);
    long codec = varint(cid, from);
    long hash = varint(cid, from);
    long size = varint(cid, from);
    return version == 1
        && codec >= 0
        && hash >= 0
        && size >= 0
        && size <= 128
        && cid.length - from[0] == size;
  }

  /** The varint at {@code from[0]}, which is moved behind it, or -1. */
  private static long varint(byte[] in, int[] from) {
    BigInteger value = BigInteger.ZERO;
    for (int i = 0; i < 9 && from[0] < in.length; i++) {
      int next = in[from[0]++] & 0xff;
      value = value.add(BigInteger.valueOf(next % 128).shiftLeft(7 * i));
      if (next < 128) {
        return next == 0 && i > 0 ? -1 : value.longValueExact();
      }
    }
    return -1;
  }

  private void simple(Head head) throws Wrong {
    int info = head.info;
    if (info == 27) {
      double value = ByteBuffer.wrap(take(8)).getDouble();
      if (Double.isNaN(value) || Double.isInfinite(value)) {
        throw new Wrong(Reason.FLOAT_VALUE, head.start);
      }
    } else if (info == 25 || info == 26) {
      throw new Wrong(Reason.FLOAT_WIDTH, head.start);
    } else if (info == 31) {
      throw new Wrong(Reason.INDEFINITE_LENGTH, head.start);
    } else if (info >= 28) {
      throw new Wrong(Reason.RESERVED_HEAD, head.start);
    } else if (info < 20 || info > 22) {
      throw new Wrong(Reason.SIMPLE_VALUE, head.start);
    }
  }

  private byte[] content(Head head) throws Wrong {
    if (head.argument.compareTo(BigInteger.valueOf(in.length - at)) > 0) {
      throw new Wrong(Reason.TRUNCATED, in.length);
    }
    return take(head.argument.intValueExact());
  }

  private byte[] take(int size) throws Wrong {
    if (size > in.length - at) {
      throw new Wrong(Reason.TRUNCATED, in.length);
    }
    at += size;
    return Arrays.copyOfRange(in, at - size, at);
  }

  private void count() throws Wrong {
    items++;
    if (items > limits.maxItems()) {
      throw new Wrong(Reason.TOO_MANY_ITEMS, at);
    }
  }
}
