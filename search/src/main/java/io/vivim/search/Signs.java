package io.vivim.search;

import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.BitSetIterator;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.LongHeap;
import org.apache.lucene.util.NumericUtils;
import org.jspecify.annotations.Nullable;

/**
 * The embeddings that a filter lets through in one segment, each as one bit a number: on which side
 * of the mean of them all it lies. A dot product can be guessed from that, far faster than it can
 * be calculated, to choose of which it is to be calculated.
 *
 * <p>With r an embedding less the mean and s its signs, q·r is guessed as q·s · |r|² / (r·s): true
 * for q along r, and without bias for directions across. (Gao and Long, "RaBitQ", SIGMOD 2024,
 * without its random rotation.)
 */
final class Signs {
  /** So many sums are made at once. */
  private static final int BLOCK = 256;

  /** Bytes that each embedding takes besides its bits: its number and its factor. */
  private static final int BYTES_BESIDE = Integer.BYTES + Float.BYTES;

  private final int[] docs;
  private final float[] mean;
  private final long[] codes;
  private final float[] factors;

  private Signs(int[] docs, float[] mean, long[] codes, float[] factors) {
    this.docs = docs;
    this.mean = mean;
    this.codes = codes;
    this.factors = factors;
  }

  /** How many bytes so many embeddings take. */
  static long bytes(int count, int dimension) {
    return (long) count * (words(dimension) * Long.BYTES + BYTES_BESIDE);
  }

  long bytes() {
    return bytes(docs.length, mean.length);
  }

  private static int words(int dimension) {
    return (dimension + Long.SIZE - 1) / Long.SIZE;
  }

  /**
   * Reads all of them twice.
   *
   * @param opening gives the segment's embeddings from the start
   */
  static Signs of(Opening opening, Seen seen) throws IOException {
    FloatVectorValues first = opening.open();
    int dimension = first.dimension();
    int[] docs = new int[seen.count()];
    double[] sums = new double[dimension];
    int count = 0;
    DocIdSetIterator each = new BitSetIterator(seen.bits(), seen.count());
    for (int doc = each.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = each.nextDoc()) {
      if (advance(first, doc)) {
        docs[count++] = doc;
        float[] vector = first.vectorValue();
        for (int i = 0; i < dimension; i++) {
          sums[i] += vector[i];
        }
      }
    }
    float[] mean = new float[dimension];
    for (int i = 0; i < dimension; i++) {
      mean[i] = (float) (sums[i] / Math.max(1, count));
    }
    Signs signs =
        new Signs(
            Arrays.copyOf(docs, count), mean, new long[count * words(dimension)], new float[count]);
    signs.fill(opening.open());
    return signs;
  }

  /** Opens a segment's embeddings. */
  @FunctionalInterface
  interface Opening {
    FloatVectorValues open() throws IOException;
  }

  /** Whether the document has an embedding. */
  private static boolean advance(FloatVectorValues vectors, int doc) throws IOException {
    int at = vectors.docID();
    return (at < doc ? vectors.advance(doc) : at) == doc;
  }

  private void fill(FloatVectorValues vectors) throws IOException {
    int words = words(mean.length);
    for (int number = 0; number < docs.length; number++) {
      advance(vectors, docs[number]);
      float[] vector = vectors.vectorValue();
      double squares = 0;
      double sizes = 0;
      for (int i = 0; i < mean.length; i++) {
        float beside = vector[i] - mean[i];
        squares += (double) beside * beside;
        sizes += Math.abs(beside);
        if (beside > 0) {
          codes[number * words + i / Long.SIZE] |= 1L << i;
        }
      }
      factors[number] = sizes == 0 ? 0 : (float) (squares / sizes);
    }
  }

  /**
   * Offers all to a heap that keeps those with the greatest guesses.
   *
   * @param best guesses as sortable bits, in front of the documents' numbers
   * @param base the number of the segment's first document
   */
  void offer(Planes question, @Nullable Bits living, int base, LongHeap best, int limit) {
    int words = words(mean.length);
    float shift = question.dot(mean);
    float[] sums = new float[BLOCK];
    for (int from = 0; from < docs.length; from += BLOCK) {
      int count = Math.min(BLOCK, docs.length - from);
      question.sums(codes, from * words, count, sums);
      for (int i = 0; i < count; i++) {
        float guess = shift + factors[from + i] * sums[i];
        long entry = (long) NumericUtils.floatToSortableInt(guess) << Integer.SIZE;
        boolean isIn = best.size() < limit || entry > best.top();
        if (isIn && (living == null || living.get(docs[from + i]))) {
          best.insertWithOverflow(entry | (base + docs[from + i]));
        }
      }
    }
  }

  /**
   * A question whose numbers are cut to 16 steps on both sides of zero. A step is a sum of ±1, ±2,
   * ±4 and ±8 halves of a step; the signs of one weight are a plane, so that sums are counts of
   * bits that differ.
   */
  static final class Planes {
    private static final int WEIGHTS = 4;

    /** The greatest sum, as that of all weights. */
    private static final int TOP = 15;

    private final float[] numbers;
    private final long[] planes;
    private final float half;

    Planes(float[] numbers) {
      this.numbers = numbers;
      planes = new long[words(numbers.length) * WEIGHTS];
      float largest = Float.MIN_NORMAL;
      for (float number : numbers) {
        largest = Math.max(largest, Math.abs(number));
      }
      half = largest / TOP;
      for (int i = 0; i < numbers.length; i++) {
        int steps = Math.round((numbers[i] / largest + 1) * TOP / 2);
        for (int weight = 0; weight < WEIGHTS; weight++) {
          long bit = (long) (steps >> weight & 1) << i;
          planes[i / Long.SIZE * WEIGHTS + weight] |= bit;
        }
      }
    }

    float dot(float[] other) {
      float dot = 0;
      for (int i = 0; i < numbers.length; i++) {
        dot += numbers[i] * other[i];
      }
      return dot;
    }

    /**
     * For each of some codes, the sum of the numbers, each with the sign that the code gives it.
     */
    void sums(long[] codes, int place, int count, float[] sums) {
      int at = place;
      for (int number = 0; number < count; number++) {
        int differing = 0;
        for (int i = 0; i < planes.length; i += WEIGHTS) {
          long code = codes[at++];
          differing +=
              Long.bitCount(code ^ planes[i])
                  + (Long.bitCount(code ^ planes[i + 1]) << 1)
                  + (Long.bitCount(code ^ planes[i + 2]) << 2)
                  + (Long.bitCount(code ^ planes[i + 3]) << 3);
        }
        sums[number] = half * (TOP * numbers.length - 2 * differing);
      }
    }
  }
}
