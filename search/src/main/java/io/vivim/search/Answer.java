package io.vivim.search;

import io.vivim.events.EventId;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/** The answer to one question from one state of the index. */
final class Answer {
  /** How many of the best matches of a text take part where neighbours are asked for as well. */
  static final int FUSED_MATCHES = 500;

  private static final SortField BY_ID = new SortField(Fields.ID, SortField.Type.STRING);
  private static final SortField NEWEST_FIRST =
      new SortField(Fields.TIME, SortField.Type.LONG, true);

  private final IndexSearcher searcher;
  private final SearchQuery query;
  private final Words words;
  private final SeenCache seen;
  private final @Nullable Query filter;

  Answer(IndexSearcher searcher, SearchQuery query, Words words, SeenCache seen) {
    this.searcher = searcher;
    this.query = query;
    this.words = words;
    this.seen = seen;
    this.filter = Conditions.filter(query).orElse(null);
  }

  /** What was found, with the place that each has in the order. */
  record Found(List<SearchHit> hits, Optional<SearchMark> next) {}

  Found find() throws IOException {
    Embedding near = query.near();
    String text = query.text();
    if (near == null) {
      return text == null ? newest() : matches(text);
    }
    List<SearchHit> neighbours = neighbours(near);
    if (text == null) {
      return page(neighbours);
    }
    return page(RankFusion.join(List.of(best(matching(text), FUSED_MATCHES), neighbours)));
  }

  private Found matches(String text) throws IOException {
    SearchMark after = query.after();
    FieldDoc from =
        after == null ? null : place(after.score(), Float.valueOf(after.score()), after.entity());
    ScoreDoc[] docs = search(from, matching(text), query.limit() + 1, SortField.FIELD_SCORE);
    return page(docs, doc -> SearchMark.ofScore((Float) doc.fields[0], entity(doc)));
  }

  private Found newest() throws IOException {
    SearchMark after = query.after();
    FieldDoc from = after == null ? null : place(0, Long.valueOf(after.rank()), after.entity());
    Query all = filter == null ? new MatchAllDocsQuery() : filter;
    ScoreDoc[] docs = search(from, all, query.limit() + 1, NEWEST_FIRST);
    return page(docs, doc -> new SearchMark((Long) doc.fields[0], entity(doc)));
  }

  /** Behind every document of this rank and id, whichever number Lucene gave it. */
  private FieldDoc place(float score, Object rank, EventId entity) {
    int last = Math.max(1, searcher.getIndexReader().maxDoc()) - 1;
    return new FieldDoc(last, score, new Object[] {rank, Fields.bytes(entity)});
  }

  private Query matching(String text) {
    BooleanQuery.Builder matching =
        new BooleanQuery.Builder().add(Conditions.text(QueryText.parse(text, words)), Occur.MUST);
    if (filter != null) {
      matching.add(filter, Occur.FILTER);
    }
    return matching.build();
  }

  private List<SearchHit> neighbours(Embedding near) throws IOException {
    return new Neighbours(searcher, seen, near, query.neighbours(), filter).find();
  }

  private List<SearchHit> best(Query asked, int count) throws IOException {
    List<SearchHit> hits = new ArrayList<>();
    for (ScoreDoc doc : search(null, asked, count, SortField.FIELD_SCORE)) {
      hits.add(hit((FieldDoc) doc));
    }
    return hits;
  }

  private ScoreDoc[] search(@Nullable FieldDoc from, Query asked, int count, SortField order)
      throws IOException {
    Sort sort = new Sort(order, BY_ID);
    return from == null
        ? searcher.search(asked, count, sort).scoreDocs
        : searcher.searchAfter(from, asked, count, sort).scoreDocs;
  }

  private static SearchHit hit(FieldDoc doc) {
    float score = doc.fields[0] instanceof Float found ? found : 0;
    return new SearchHit(entity(doc), score);
  }

  private static EventId entity(FieldDoc doc) {
    return Fields.entity((BytesRef) doc.fields[1]);
  }

  /** Where a result stands in the order. */
  @FunctionalInterface
  private interface Marking {
    SearchMark mark(FieldDoc doc);
  }

  /** A page of what was asked for with one more, by which it is known whether there is more. */
  private Found page(ScoreDoc[] docs, Marking marking) {
    List<SearchHit> hits = new ArrayList<>();
    int count = Math.min(docs.length, query.limit());
    for (int i = 0; i < count; i++) {
      hits.add(hit((FieldDoc) docs[i]));
    }
    return new Found(
        hits,
        docs.length > count
            ? Optional.of(marking.mark((FieldDoc) docs[count - 1]))
            : Optional.empty());
  }

  /** A page of a list that is here as a whole. */
  private Found page(List<SearchHit> all) {
    SearchMark after = query.after();
    int begin = 0;
    if (after != null) {
      SearchHit last = new SearchHit(after.entity(), after.score());
      while (begin < all.size() && RankFusion.ORDER.compare(all.get(begin), last) <= 0) {
        begin++;
      }
    }
    int end = Math.min(all.size(), begin + query.limit());
    List<SearchHit> hits = List.copyOf(all.subList(begin, end));
    SearchHit last = end == 0 ? null : all.get(end - 1);
    return new Found(
        hits,
        end < all.size() && last != null
            ? Optional.of(SearchMark.ofScore(last.score(), last.entity()))
            : Optional.empty());
  }
}
