package io.vivim.search;

import org.apache.lucene.search.CollectionStatistics;
import org.apache.lucene.search.similarities.BM25Similarity;

/**
 * Weighs a word by its document alone. How rare words are in all of the index, and how long its
 * documents, would tell whoever searches what is in those that they may not see. Since every word
 * of a search has to match, its rarity would change little.
 */
final class OwnWeights extends BM25Similarity {
  private static final float USUAL_WORDS = 64;

  @Override
  protected float idf(long documentsWithIt, long documents) {
    return 1;
  }

  @Override
  protected float avgFieldLength(CollectionStatistics statistics) {
    return USUAL_WORDS;
  }
}
