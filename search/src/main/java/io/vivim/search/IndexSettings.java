package io.vivim.search;

import java.io.IOException;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.TieredMergePolicy;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.LRUQueryCache;
import org.apache.lucene.search.QueryCache;
import org.apache.lucene.search.QueryCachingPolicy;
import org.apache.lucene.search.SearcherFactory;
import org.apache.lucene.search.UsageTrackingQueryCachingPolicy;
import org.jspecify.annotations.Nullable;

/** How Lucene writes and reads the index. */
final class IndexSettings {
  private static final OwnWeights WEIGHTS = new OwnWeights();

  /** Segments of like size: each has terms of its own, all of which a question looks up. */
  private static final double SEGMENTS_PER_TIER = 4;

  /** Smaller ones are merged as if they were this large. */
  private static final double FLOOR_MEGABYTES = 16;

  /** Readers' filters that were used again and again are kept as bits. */
  private static final int CACHED_FILTERS = 256;

  private static final long CACHED_BYTES = 16L * 1024 * 1024;

  private final Words words;
  private final int bufferMegabytes;

  IndexSettings(Words words, int bufferMegabytes) {
    this.words = words;
    this.bufferMegabytes = bufferMegabytes;
  }

  IndexWriterConfig writing(QuietMerges merges) {
    TieredMergePolicy policy = new TieredMergePolicy();
    policy.setSegmentsPerTier(SEGMENTS_PER_TIER);
    policy.setFloorSegmentMB(FLOOR_MEGABYTES);
    // To expunge means all that is deleted.
    policy.setForceMergeDeletesPctAllowed(0);
    IndexWriterConfig config = new IndexWriterConfig(words.analyzer());
    config.setMergePolicy(policy);
    config.setMergeScheduler(merges);
    config.setRAMBufferSizeMB(bufferMegabytes);
    config.setCommitOnClose(false);
    return config;
  }

  SearcherFactory reading() {
    QueryCache cache = new LRUQueryCache(CACHED_FILTERS, CACHED_BYTES);
    QueryCachingPolicy policy = new UsageTrackingQueryCachingPolicy();
    return new SearcherFactory() {
      @Override
      public IndexSearcher newSearcher(IndexReader reader, @Nullable IndexReader previous)
          throws IOException {
        IndexSearcher searcher = new IndexSearcher(reader);
        searcher.setSimilarity(WEIGHTS);
        searcher.setQueryCache(cache);
        searcher.setQueryCachingPolicy(policy);
        return searcher;
      }
    };
  }
}
