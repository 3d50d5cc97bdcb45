package io.vivim.search;

import java.io.IOException;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.KnnVectorsReader;
import org.apache.lucene.codecs.KnnVectorsWriter;
import org.apache.lucene.codecs.lucene912.Lucene912Codec;
import org.apache.lucene.codecs.lucene99.Lucene99HnswVectorsFormat;
import org.apache.lucene.index.SegmentReadState;
import org.apache.lucene.index.SegmentWriteState;

/**
 * Lucene's codec with our measures for the graphs of embeddings. The files are Lucene's own, so its
 * own tools read them.
 */
final class VectorCodec extends Lucene912Codec {
  /** Neighbours of each node in a graph. */
  private static final int LINKS = 16;

  /** Candidates looked at for each node's neighbours when the graph is built. */
  private static final int BUILD_CANDIDATES = 100;

  private final KnnVectorsFormat vectors =
      new LongVectors(new Lucene99HnswVectorsFormat(LINKS, BUILD_CANDIDATES));

  @Override
  public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
    return vectors;
  }

  /** The format under its own name, with a bound of ours: Lucene's is checked when writing only. */
  private static final class LongVectors extends KnnVectorsFormat {
    private final KnnVectorsFormat format;

    LongVectors(KnnVectorsFormat format) {
      super(format.getName());
      this.format = format;
    }

    @Override
    public KnnVectorsWriter fieldsWriter(SegmentWriteState state) throws IOException {
      return format.fieldsWriter(state);
    }

    @Override
    public KnnVectorsReader fieldsReader(SegmentReadState state) throws IOException {
      return format.fieldsReader(state);
    }

    @Override
    public int getMaxDimensions(String field) {
      return Embedding.MAX_DIMENSION;
    }
  }
}
