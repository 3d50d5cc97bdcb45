package io.vivim.search;

import io.vivim.search.SeenCache.Entry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.index.BinaryDocValues;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.BitSetIterator;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.LongHeap;
import org.apache.lucene.util.NumericUtils;
import org.apache.lucene.util.VectorUtil;
import org.jspecify.annotations.Nullable;

/**
 * The documents whose embeddings are nearest to a place, among those that a filter lets through:
 * see docs/decisions/search.md.
 *
 * <p>Which are found is a function of the place and of the embeddings that the filter lets through,
 * whatever else is in the index and however it lies in segments: each is weighed by itself, and of
 * equals all are taken or none.
 */
final class Neighbours {
  /** Embeddings that are compared by their numbers, for each neighbour wanted and at least. */
  private static final int COMPARED_PER_NEIGHBOUR = 32;

  private static final int MIN_COMPARED = 300;

  /** Embeddings that are guessed at to choose each that is compared. */
  private static final int GUESSED_PER_COMPARED = 6;

  private static final Comparator<ScoreDoc> BEST_FIRST =
      Comparator.comparingDouble(each -> -each.score);

  private final IndexSearcher searcher;
  private final SeenCache cache;
  private final Query model;
  private final float[] place;
  private final int wanted;
  private final @Nullable Query filter;
  private final float[] other;
  private final List<ScoreDoc> found = new ArrayList<>();

  /** Filters as Lucene evaluates them, made where it is not known what they let through. */
  private final Map<Query, Weight> weights = new HashMap<>();

  Neighbours(
      IndexSearcher searcher, SeenCache cache, Embedding near, int wanted, @Nullable Query filter) {
    this.searcher = searcher;
    this.cache = cache;
    this.model = new TermQuery(new Term(Fields.MODEL, Fields.model(near)));
    this.place = near.unit();
    this.wanted = wanted;
    this.filter = filter;
    this.other = new float[place.length];
  }

  /** The nearest first, equals by their ids. */
  List<SearchHit> find() throws IOException {
    Query asked = filter == null ? model : ofModel(filter);
    List<LeafReaderContext> leaves = new ArrayList<>();
    List<Seen> seen = new ArrayList<>();
    int count = 0;
    for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
      Seen here = entry(leaf, asked).seen().living(leaf.reader().getLiveDocs());
      if (here.count() > 0) {
        leaves.add(leaf);
        seen.add(here);
        count += here.count();
      }
    }
    int compared = Math.max(MIN_COMPARED, wanted * COMPARED_PER_NEIGHBOUR);
    if (count <= compared) {
      for (int i = 0; i < leaves.size(); i++) {
        compareAll(leaves.get(i), seen.get(i));
      }
    } else {
      compareBySigns(leaves, seen, compared);
    }
    return nearest();
  }

  private Query ofModel(Query asked) {
    return new BooleanQuery.Builder().add(asked, Occur.FILTER).add(model, Occur.FILTER).build();
  }

  private Entry entry(LeafReaderContext leaf, Query asked) throws IOException {
    IndexReader.CacheHelper segment = leaf.reader().getCoreCacheHelper();
    Entry entry = segment == null ? null : cache.get(segment, asked);
    if (entry == null) {
      Weight weight = weight(asked);
      entry = new Entry(Seen.of(leaf, weight), null);
      if (segment != null && weight.isCacheable(leaf)) {
        cache.put(segment, asked, entry);
      }
    }
    return entry;
  }

  private Weight weight(Query asked) throws IOException {
    Weight weight = weights.get(asked);
    if (weight == null) {
      weight = searcher.createWeight(searcher.rewrite(asked), ScoreMode.COMPLETE_NO_SCORES, 1);
      weights.put(asked, weight);
    }
    return weight;
  }

  /** Chooses by signs alone, among the chosen by guesses, and compares what is left. */
  private void compareBySigns(List<LeafReaderContext> leaves, List<Seen> seen, int compared)
      throws IOException {
    Signs.Question question = new Signs.Question(place);
    Chosen chosen = new Chosen(compared * GUESSED_PER_COMPARED, place.length);
    List<Signs> signs = new ArrayList<>();
    for (int i = 0; i < leaves.size(); i++) {
      Signs here = signs(leaves.get(i));
      int base = leaves.get(i).docBase;
      signs.add(here);
      seen.get(i)
          .forEachAmong(
              here.seen(), (doc, at) -> chosen.offer(base + doc, at, here.differing(at, question)));
    }
    int[] guesses = new int[chosen.count()];
    LongHeap best = new LongHeap(compared);
    int next = 0;
    for (int i = 0; i < leaves.size(); i++) {
      for (; next < guesses.length && chosen.doc(next) < end(leaves.get(i)); next++) {
        float guess = signs.get(i).guess(chosen.place(next), question);
        guesses[next] = NumericUtils.floatToSortableInt(guess);
        best.insertWithOverflow(guesses[next]);
      }
    }
    next = 0;
    for (LeafReaderContext leaf : leaves) {
      BinaryDocValues embeddings = embeddings(leaf);
      for (; next < guesses.length && chosen.doc(next) < end(leaf); next++) {
        if (guesses[next] >= best.top()) {
          compare(embeddings, chosen.doc(next) - leaf.docBase, leaf.docBase);
        }
      }
    }
  }

  private static int end(LeafReaderContext leaf) {
    return leaf.docBase + leaf.reader().maxDoc();
  }

  /** Those of all embeddings by the model, so that all readers share them. */
  private Signs signs(LeafReaderContext leaf) throws IOException {
    Entry entry = entry(leaf, model);
    Signs signs = entry.signs();
    if (signs == null) {
      signs = Signs.of(leaf.reader(), entry.seen(), place.length);
      IndexReader.CacheHelper segment = leaf.reader().getCoreCacheHelper();
      if (segment != null) {
        cache.put(segment, model, new Entry(entry.seen(), signs));
      }
    }
    return signs;
  }

  private static BinaryDocValues embeddings(LeafReaderContext leaf) throws IOException {
    return DocValues.getBinary(leaf.reader(), Fields.EMBEDDING);
  }

  private void compareAll(LeafReaderContext leaf, Seen seen) throws IOException {
    BinaryDocValues embeddings = embeddings(leaf);
    DocIdSetIterator each = new BitSetIterator(seen.bits(), seen.count());
    for (int doc = each.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = each.nextDoc()) {
      compare(embeddings, doc, leaf.docBase);
    }
  }

  private void compare(BinaryDocValues embeddings, int doc, int base) throws IOException {
    if (!embeddings.advanceExact(doc)) {
      throw new IllegalStateException("a model without an embedding: " + doc);
    }
    BytesRef value = embeddings.binaryValue();
    ByteBuffer.wrap(value.bytes, value.offset, value.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .get(other);
    float score = Math.max(0, (1 + VectorUtil.dotProduct(place, other)) / 2);
    found.add(new ScoreDoc(base + doc, score));
  }

  private List<SearchHit> nearest() throws IOException {
    found.sort(BEST_FIRST);
    int count = Math.min(wanted, found.size());
    List<SearchHit> hits = new ArrayList<>();
    for (ScoreDoc each : found) {
      if (hits.size() >= count && each.score < found.get(count - 1).score) {
        break;
      }
      hits.add(hit(each));
    }
    hits.sort(RankFusion.ORDER);
    return hits.subList(0, count);
  }

  private SearchHit hit(ScoreDoc each) throws IOException {
    for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
      if (each.doc < end(leaf)) {
        SortedDocValues ids = leaf.reader().getSortedDocValues(Fields.ID);
        if (ids == null || !ids.advanceExact(each.doc - leaf.docBase)) {
          break;
        }
        return new SearchHit(Fields.entity(ids.lookupOrd(ids.ordValue())), each.score);
      }
    }
    throw new IllegalStateException("a document without an id: " + each.doc);
  }
}
