package io.vivim.search;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.BitSetIterator;
import org.apache.lucene.util.BytesRef;

/**
 * The embeddings by one model in one segment, each as one bit a number: its sign. A dot product can
 * be guessed from that, far faster than it can be calculated, to choose of which it is to be
 * calculated.
 *
 * <p>With e an embedding and s its signs, q·e is guessed as q·s · |e|² / (e·s): true for q along e,
 * and without bias for directions across. (Gao and Long, "RaBitQ", SIGMOD 2024, without its random
 * rotation.) The mean is not taken off first, as it is there: so the signs of an embedding follow
 * from nothing but itself, and are written with it.
 *
 * <pre>
 *   factor 4 | words of 64 signs, 8 bytes each        all in little endian; a set bit is a plus
 * </pre>
 */
final class Signs {
  private final Seen seen;
  private final int words;
  private final long[] codes;
  private final float[] factors;

  private Signs(Seen seen, int words) {
    this.seen = seen;
    this.words = words;
    this.codes = new long[Math.multiplyExact(seen.count(), words)];
    this.factors = new float[seen.count()];
  }

  static int words(int dimension) {
    return (dimension + Long.SIZE - 1) / Long.SIZE;
  }

  long bytes() {
    return (long) codes.length * Long.BYTES + (long) factors.length * Float.BYTES;
  }

  /** What is written of an embedding of length 1. */
  static BytesRef written(float[] unit) {
    long[] code = code(unit);
    double sizes = 0;
    for (float number : unit) {
      sizes += Math.abs(number);
    }
    ByteBuffer to =
        ByteBuffer.allocate(Float.BYTES + code.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    to.putFloat((float) (1 / sizes));
    for (long word : code) {
      to.putLong(word);
    }
    return new BytesRef(to.array());
  }

  private static long[] code(float[] numbers) {
    long[] code = new long[words(numbers.length)];
    for (int i = 0; i < numbers.length; i++) {
      if (numbers[i] > 0) {
        code[i / Long.SIZE] |= 1L << i;
      }
    }
    return code;
  }

  /**
   * Reads those of a segment.
   *
   * @param seen the documents with embeddings by the model
   */
  static Signs of(LeafReader reader, Seen seen, int dimension) throws IOException {
    Signs signs = new Signs(seen, words(dimension));
    BinaryDocValues written = DocValues.getBinary(reader, Fields.SIGNS);
    DocIdSetIterator each = new BitSetIterator(seen.bits(), seen.count());
    int place = 0;
    for (int doc = each.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = each.nextDoc()) {
      if (!written.advanceExact(doc)) {
        throw new IllegalStateException("an embedding without signs: " + doc);
      }
      BytesRef value = written.binaryValue();
      ByteBuffer from =
          ByteBuffer.wrap(value.bytes, value.offset, value.length).order(ByteOrder.LITTLE_ENDIAN);
      signs.factors[place] = from.getFloat();
      for (int i = 0; i < signs.words; i++) {
        signs.codes[place * signs.words + i] = from.getLong();
      }
      place++;
    }
    return signs;
  }

  /** The documents that these are the embeddings of, of which the place counts from the first. */
  Seen seen() {
    return seen;
  }

  /** How many of the signs differ from the question's. */
  int differing(int place, Question question) {
    long[] code = question.code;
    int at = place * words;
    int differing = 0;
    int i = 0;
    // Two at a time: this is where a question's time goes.
    for (; i + 1 < code.length; i += 2) {
      differing +=
          Long.bitCount(code[i] ^ codes[at + i]) + Long.bitCount(code[i + 1] ^ codes[at + i + 1]);
    }
    return i < code.length ? differing + Long.bitCount(code[i] ^ codes[at + i]) : differing;
  }

  /** The dot product with the question, as it is guessed. */
  float guess(int place, Question question) {
    return factors[place] * question.sum(codes, place * words);
  }

  /**
   * What is asked for: its signs, and its numbers cut to 16 steps on both sides of zero. A step is
   * a sum of ±1, ±2, ±4 and ±8 halves of a step; the signs of one weight are a plane, so that sums
   * are counts of bits that differ.
   */
  static final class Question {
    private static final int WEIGHTS = 4;

    /** The greatest sum, as that of all weights. */
    private static final int TOP = 15;

    /**
     * Numbers beyond so many times the usual are cut. Some models give every embedding one number
     * that is far larger than the others, and steps of its size would leave nothing of them.
     */
    private static final double MAX_TIMES_USUAL = 4;

    private final int dimension;
    private final long[] code;
    private final long[] planes;
    private final float half;

    Question(float[] numbers) {
      dimension = numbers.length;
      code = code(numbers);
      planes = new long[code.length * WEIGHTS];
      float top = top(numbers);
      half = top / TOP;
      for (int i = 0; i < numbers.length; i++) {
        float cut = Math.max(-top, Math.min(top, numbers[i]));
        int steps = Math.round((cut / top + 1) * TOP / 2);
        for (int weight = 0; weight < WEIGHTS; weight++) {
          long bit = (long) (steps >> weight & 1) << i;
          planes[i / Long.SIZE * WEIGHTS + weight] |= bit;
        }
      }
    }

    private static float top(float[] numbers) {
      float largest = Float.MIN_NORMAL;
      double squares = 0;
      for (float number : numbers) {
        largest = Math.max(largest, Math.abs(number));
        squares += (double) number * number;
      }
      double usual = Math.sqrt(squares / numbers.length);
      return (float) Math.min(largest, Math.max(Float.MIN_NORMAL, usual * MAX_TIMES_USUAL));
    }

    /** The sum of the numbers, each with the sign that a code gives it. */
    private float sum(long[] codes, int from) {
      int differing = 0;
      int at = from;
      for (int i = 0; i < planes.length; i += WEIGHTS) {
        long word = codes[at++];
        differing +=
            Long.bitCount(word ^ planes[i])
                + (Long.bitCount(word ^ planes[i + 1]) << 1)
                + (Long.bitCount(word ^ planes[i + 2]) << 2)
                + (Long.bitCount(word ^ planes[i + 3]) << 3);
      }
      return half * (TOP * dimension - 2 * differing);
    }
  }
}
