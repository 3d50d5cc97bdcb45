package io.vivim.search;

import java.io.IOException;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.FixedBitSet;
import org.jspecify.annotations.Nullable;

/**
 * The documents of one segment that a filter lets through. Those that were deleted since the
 * segment was written are among them, so that this holds as long as the segment does; whoever reads
 * it asks for the living as well.
 *
 * @param bits by the documents' numbers in the segment
 */
record Seen(FixedBitSet bits, int count) {

  static Seen of(LeafReaderContext leaf, Weight filter) throws IOException {
    FixedBitSet bits = new FixedBitSet(leaf.reader().maxDoc());
    Scorer found = filter.scorer(leaf);
    if (found != null) {
      bits.or(found.iterator());
    }
    return new Seen(bits, bits.cardinality());
  }

  /** Those that are not deleted, of which there are all where {@code living} is null. */
  Seen living(@Nullable Bits living) {
    if (living == null || count == 0) {
      return this;
    }
    FixedBitSet rest = FixedBitSet.copyOf(living);
    rest.and(bits);
    return new Seen(rest, rest.cardinality());
  }

  /** Something to do with a document and its place among some. */
  @FunctionalInterface
  interface Visit {
    void visit(int doc, int place);
  }

  /**
   * Visits each of these, in order.
   *
   * @param all has all of these; a place counts from its first
   */
  void forEachAmong(Seen all, Visit visit) {
    long[] words = bits.getBits();
    long[] allWords = all.bits.getBits();
    int before = 0;
    for (int i = 0; i < words.length; i++) {
      long rest = words[i];
      int from = i * Long.SIZE;
      if (rest == allWords[i]) {
        // Nothing lies between: with a reader who sees all, each word is like this.
        for (; rest != 0; rest &= rest - 1) {
          visit.visit(from + Long.numberOfTrailingZeros(rest), before++);
        }
      } else {
        for (; rest != 0; rest &= rest - 1) {
          long lower = Long.lowestOneBit(rest) - 1;
          int doc = from + Long.numberOfTrailingZeros(rest);
          visit.visit(doc, before + Long.bitCount(allWords[i] & lower));
        }
        before += Long.bitCount(allWords[i]);
      }
    }
  }

  long bytes() {
    return bits.ramBytesUsed();
  }
}
