package io.vivim.search;

import io.vivim.events.Timestamp;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.apache.lucene.document.LongPoint;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;

/** A question's conditions as Lucene asks them. */
final class Conditions {
  private Conditions() {}

  /** All but the text and the embedding; empty where nothing is asked and everything seen. */
  static Optional<Query> filter(SearchQuery query) {
    List<Query> all = new ArrayList<>();
    sight(query.sight()).ifPresent(all::add);
    oneOf(Fields.TYPE, query.types(), type -> type).ifPresent(all::add);
    oneOf(Fields.OWNER, query.owners(), Object::toString).ifPresent(all::add);
    oneOf(Fields.SCOPE, query.scopes(), Object::toString).ifPresent(all::add);
    query
        .tags()
        .forEach(
            (name, values) ->
                all.add(
                    oneOf(Fields.TAG, values, value -> Fields.tag(name, value))
                        .orElseGet(MatchNoDocsQuery::new)));
    if (!query.since().equals(Timestamp.ZERO) || !query.until().equals(Timestamp.MAX)) {
      all.add(
          LongPoint.newRangeQuery(
              Fields.TIME, Fields.sortable(query.since()), Fields.sortable(query.until())));
    }
    if (all.isEmpty()) {
      return Optional.empty();
    }
    BooleanQuery.Builder joined = new BooleanQuery.Builder();
    all.forEach(each -> joined.add(each, Occur.FILTER));
    return Optional.of(joined.build());
  }

  private static Optional<Query> sight(Sight sight) {
    if (sight.isEverything()) {
      return Optional.empty();
    }
    BooleanQuery.Builder seen = new BooleanQuery.Builder();
    oneOf(Fields.SCOPE, sight.scopes(), Object::toString).ifPresent(q -> seen.add(q, Occur.SHOULD));
    oneOf(Fields.OWNER, sight.owners(), Object::toString).ifPresent(q -> seen.add(q, Occur.SHOULD));
    BooleanQuery query = seen.build();
    return Optional.of(query.clauses().isEmpty() ? new MatchNoDocsQuery() : query);
  }

  /** One of the values, which are so few that each may be a clause, or so many that none is. */
  private static <T> Optional<Query> oneOf(
      String field, Collection<T> values, Function<T, String> term) {
    if (values.isEmpty()) {
      return Optional.empty();
    }
    List<BytesRef> terms = values.stream().map(value -> new BytesRef(term.apply(value))).toList();
    return Optional.of(new TermInSetQuery(field, terms));
  }

  /** What the words ask. */
  static Query text(QueryText text) {
    if (text.clauses().isEmpty()) {
      return new MatchNoDocsQuery();
    }
    BooleanQuery.Builder all = new BooleanQuery.Builder();
    text.clauses().forEach(clause -> all.add(clause(clause), Occur.MUST));
    return all.build();
  }

  private static Query clause(QueryText.Clause clause) {
    if (clause instanceof QueryText.Prefix prefix) {
      return new PrefixQuery(new Term(Fields.TEXT, prefix.start()));
    }
    List<String> words = ((QueryText.Phrase) clause).words();
    return words.size() == 1
        ? new TermQuery(new Term(Fields.TEXT, words.get(0)))
        : new PhraseQuery(Fields.TEXT, words.toArray(String[]::new));
  }
}
