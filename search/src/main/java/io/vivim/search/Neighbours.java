package io.vivim.search;

import io.vivim.search.SeenCache.Entry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import org.apache.lucene.index.FloatVectorValues;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.FieldExistsQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.KnnCollector;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.TopKnnCollector;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.BitSetIterator;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.LongHeap;
import org.jspecify.annotations.Nullable;

/**
 * The documents whose embeddings are nearest to a place, among those that a filter lets through:
 * see docs/decisions/search.md.
 */
final class Neighbours {
  /**
   * Places that the walks through graphs keep in mind together: for each neighbour wanted, and at
   * least.
   */
  private static final int CANDIDATES_PER_NEIGHBOUR = 3;

  private static final int MIN_CANDIDATES = 60;

  /** Places that a walk through however small a graph keeps in mind for each neighbour wanted. */
  private static final double LEAST_PER_NEIGHBOUR = 1.6;

  /** What a walk looks at before it believes that nothing in its graph is near. */
  private static final int MIN_VISITED = 1000;

  /** Embeddings that are compared by their numbers after all were by their signs, likewise. */
  private static final int COMPARED_PER_NEIGHBOUR = 32;

  private static final int MIN_COMPARED = 300;

  /** So many are compared by their signs at most: beyond that a walk is as fast. */
  static final int MAX_BY_SIGNS = 32_768;

  /** What a walk looks at, about, where it sees everything; where it sees a half, twice as many. */
  private static final double WALKED = 1200;

  private static final Comparator<ScoreDoc> BEST_FIRST =
      Comparator.comparingDouble(each -> -each.score);

  private final IndexSearcher searcher;
  private final SeenCache cache;
  private final String field;
  private final float[] place;
  private final int wanted;
  private final @Nullable Query filter;
  private final List<ScoreDoc> found = new ArrayList<>();

  /** The filter as Lucene evaluates it, made where it is not known what it lets through. */
  private @Nullable Weight weight;

  Neighbours(
      IndexSearcher searcher, SeenCache cache, Embedding near, int wanted, @Nullable Query filter) {
    this.searcher = searcher;
    this.cache = cache;
    this.field = Fields.vector(near);
    this.place = near.unit();
    this.wanted = wanted;
    this.filter = filter;
  }

  /** The nearest first, equals by their ids. */
  List<SearchHit> find() throws IOException {
    List<LeafReaderContext> leaves = new ArrayList<>();
    for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
      if (leaf.reader().getFieldInfos().fieldInfo(field) != null) {
        leaves.add(leaf);
      }
    }
    if (filter == null) {
      walk(leaves, null);
    } else {
      findSeen(leaves, filter);
    }
    return nearest();
  }

  private void findSeen(List<LeafReaderContext> leaves, Query asked) throws IOException {
    List<Entry> entries = new ArrayList<>();
    boolean isKnown = true;
    int count = 0;
    for (LeafReaderContext leaf : leaves) {
      IndexReader.CacheHelper segment = leaf.reader().getCoreCacheHelper();
      Entry entry = segment == null ? null : cache.get(segment, field, asked);
      isKnown &= entry != null;
      if (entry == null) {
        entry = new Entry(Seen.of(leaf, weight(asked)), null);
        if (segment != null && weight(asked).isCacheable(leaf)) {
          cache.put(segment, field, asked, entry);
        }
      }
      entries.add(entry);
      count += entry.seen().count();
    }
    int compared = Math.max(MIN_COMPARED, wanted * COMPARED_PER_NEIGHBOUR);
    if (count <= compared) {
      for (int i = 0; i < leaves.size(); i++) {
        compareAll(leaves.get(i), entries.get(i).seen());
      }
    } else if (count <= MAX_BY_SIGNS && isKnown) {
      compareBySigns(leaves, entries, asked, compared);
    } else {
      walk(leaves, entries);
    }
  }

  private Weight weight(Query asked) throws IOException {
    if (weight == null) {
      Query seen =
          new BooleanQuery.Builder()
              .add(asked, Occur.FILTER)
              .add(new FieldExistsQuery(field), Occur.FILTER)
              .build();
      weight = searcher.createWeight(searcher.rewrite(seen), ScoreMode.COMPLETE_NO_SCORES, 1);
    }
    return weight;
  }

  private void compareBySigns(
      List<LeafReaderContext> leaves, List<Entry> entries, Query asked, int compared)
      throws IOException {
    Signs.Planes question = new Signs.Planes(place);
    LongHeap best = new LongHeap(compared);
    for (int i = 0; i < leaves.size(); i++) {
      LeafReaderContext leaf = leaves.get(i);
      Signs signs = signs(leaf, entries.get(i), asked);
      signs.offer(question, leaf.reader().getLiveDocs(), leaf.docBase, best, compared);
    }
    int[] docs = new int[best.size()];
    for (int i = 0; i < docs.length; i++) {
      docs[i] = (int) best.get(i + 1);
    }
    Arrays.sort(docs);
    int next = 0;
    for (LeafReaderContext leaf : leaves) {
      int end = leaf.docBase + leaf.reader().maxDoc();
      FloatVectorValues vectors = vectors(leaf.reader());
      for (; next < docs.length && docs[next] < end; next++) {
        compare(vectors, docs[next] - leaf.docBase, leaf.docBase);
      }
    }
  }

  private Signs signs(LeafReaderContext leaf, Entry entry, Query asked) throws IOException {
    Signs signs = entry.signs();
    if (signs == null) {
      signs = Signs.of(() -> vectors(leaf.reader()), entry.seen());
      IndexReader.CacheHelper segment = leaf.reader().getCoreCacheHelper();
      if (segment != null) {
        cache.put(segment, field, asked, new Entry(entry.seen(), signs));
      }
    }
    return signs;
  }

  private FloatVectorValues vectors(LeafReader reader) throws IOException {
    FloatVectorValues vectors = reader.getFloatVectorValues(field);
    if (vectors == null) {
      throw new IllegalStateException("no embeddings where the field has some: " + field);
    }
    return vectors;
  }

  private void compareAll(LeafReaderContext leaf, Seen seen) throws IOException {
    if (seen.count() == 0) {
      return;
    }
    FloatVectorValues vectors = vectors(leaf.reader());
    Bits living = leaf.reader().getLiveDocs();
    DocIdSetIterator each = new BitSetIterator(seen.bits(), seen.count());
    for (int doc = each.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = each.nextDoc()) {
      if (living == null || living.get(doc)) {
        compare(vectors, doc, leaf.docBase);
      }
    }
  }

  private void compare(FloatVectorValues vectors, int doc, int base) throws IOException {
    vectors.advance(doc);
    float score = VectorSimilarityFunction.DOT_PRODUCT.compare(place, vectors.vectorValue());
    found.add(new ScoreDoc(base + doc, score));
  }

  /** Through one graph after the other, the largest first: what it finds shortens the others. */
  private void walk(List<LeafReaderContext> leaves, @Nullable List<Entry> entries)
      throws IOException {
    Integer[] order = new Integer[leaves.size()];
    Arrays.setAll(order, i -> i);
    Arrays.sort(order, Comparator.comparing(i -> -leaves.get(i).reader().maxDoc()));
    int candidates = Math.max(MIN_CANDIDATES, wanted * CANDIDATES_PER_NEIGHBOUR);
    int least = (int) Math.ceil(wanted * LEAST_PER_NEIGHBOUR);
    double all = Math.max(1, searcher.getIndexReader().maxDoc());
    for (int i : order) {
      LeafReaderContext leaf = leaves.get(i);
      int share = (int) Math.ceil((candidates - least) * (leaf.reader().maxDoc() / all));
      walk(leaf, entries == null ? null : entries.get(i).seen(), least + share);
    }
  }

  /** Through one graph, or over all that is seen where that turns out to be less. */
  private void walk(LeafReaderContext leaf, @Nullable Seen seen, int candidates)
      throws IOException {
    Bits living = leaf.reader().getLiveDocs();
    int limit = seen == null ? Integer.MAX_VALUE : seen.count();
    if (seen != null && isFew(seen, leaf.reader().maxDoc())) {
      compareAll(leaf, seen);
      return;
    }
    KnnCollector collector = new Floored(candidates, limit, floor());
    leaf.reader()
        .searchNearestVectors(field, place, collector, seen == null ? living : seen.among(living));
    if (collector.earlyTerminated() && seen != null) {
      compareAll(leaf, seen);
      return;
    }
    for (ScoreDoc each : collector.topDocs().scoreDocs) {
      found.add(new ScoreDoc(leaf.docBase + each.doc, each.score));
    }
  }

  /** What a candidate has to score to be of use, as far as is known. */
  private float floor() {
    int rank = wanted * CANDIDATES_PER_NEIGHBOUR;
    if (found.size() < rank) {
      return Float.NEGATIVE_INFINITY;
    }
    found.sort(BEST_FIRST);
    return found.get(rank - 1).score;
  }

  /**
   * Ends a walk that has all its candidates as soon as nothing ahead of it reaches the floor. A
   * walk often starts among what is far, so that this needs something that did reach it, or
   * patience.
   */
  private static final class Floored extends TopKnnCollector {
    private final float floor;
    private boolean isReached;

    Floored(int candidates, int limit, float floor) {
      super(candidates, limit);
      this.floor = floor;
    }

    @Override
    public boolean collect(int doc, float score) {
      isReached |= score >= floor;
      return super.collect(doc, score);
    }

    @Override
    public float minCompetitiveSimilarity() {
      float own = super.minCompetitiveSimilarity();
      boolean isBelow =
          own == Float.NEGATIVE_INFINITY || (!isReached && visitedCount() < MIN_VISITED);
      return isBelow ? own : Math.max(own, floor);
    }
  }

  /** Whether a walk would look at as many as are seen. */
  private static boolean isFew(Seen seen, int all) {
    return (double) seen.count() * seen.count() <= WALKED * all;
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
      if (each.doc < leaf.docBase + leaf.reader().maxDoc()) {
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
