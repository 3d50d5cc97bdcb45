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

  /** The seen that are not deleted, of which there are all where {@code living} is null. */
  Bits among(@Nullable Bits living) {
    if (living == null) {
      return bits;
    }
    return new Bits() {
      @Override
      public boolean get(int doc) {
        return bits.get(doc) && living.get(doc);
      }

      @Override
      public int length() {
        return bits.length();
      }
    };
  }

  long bytes() {
    return bits.ramBytesUsed();
  }
}
