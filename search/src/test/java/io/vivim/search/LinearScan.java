package io.vivim.search;

import io.vivim.events.EventId;
import io.vivim.events.Tag;
import io.vivim.search.QueryText.Clause;
import io.vivim.search.QueryText.Phrase;
import io.vivim.search.QueryText.Prefix;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The dumb reference: all documents in a map, every one looked at for every question. */
final class LinearScan {
  private final Words words = new Words();
  private final Map<EventId, SearchDocument> documents = new HashMap<>();

  void apply(Change change) {
    if (change instanceof Change.Put put) {
      documents.put(put.entity(), put.document());
    } else {
      documents.remove(change.entity());
    }
  }

  Collection<SearchDocument> documents() {
    return documents.values();
  }

  /** All that match, the newest first. */
  List<EventId> find(SearchQuery query) {
    return documents.values().stream()
        .filter(document -> matches(query, document))
        .sorted(
            Comparator.comparing(SearchDocument::timestamp)
                .reversed()
                .thenComparing(SearchDocument::entity))
        .map(SearchDocument::entity)
        .toList();
  }

  boolean matches(SearchQuery query, SearchDocument document) {
    return sees(query.sight(), document)
        && allows(query.types(), document.type())
        && (query.owners().isEmpty() || !Collections.disjoint(query.owners(), document.owners()))
        && allows(query.scopes(), document.scope())
        && document.timestamp().compareTo(query.since()) >= 0
        && document.timestamp().compareTo(query.until()) <= 0
        && query.tags().entrySet().stream().allMatch(asked -> hasTag(document, asked))
        && says(query, document);
  }

  private static boolean sees(Sight sight, SearchDocument document) {
    return sight.isEverything()
        || sight.scopes().contains(document.scope())
        || !Collections.disjoint(sight.owners(), document.owners());
  }

  private static <T> boolean allows(Set<T> asked, T value) {
    return asked.isEmpty() || asked.contains(value);
  }

  private static boolean hasTag(SearchDocument document, Map.Entry<String, Set<String>> asked) {
    for (Tag tag : document.tags()) {
      if (tag.name().equals(asked.getKey()) && asked.getValue().contains(tag.values().get(0))) {
        return true;
      }
    }
    return false;
  }

  private boolean says(SearchQuery query, SearchDocument document) {
    String text = query.text();
    if (text == null) {
      return true;
    }
    List<List<String>> texts = new ArrayList<>();
    document.texts().forEach(each -> texts.add(words.of(each)));
    List<Clause> clauses = QueryText.parse(text, words).clauses();
    return !clauses.isEmpty()
        && clauses.stream().allMatch(clause -> texts.stream().anyMatch(each -> says(clause, each)));
  }

  private static boolean says(Clause clause, List<String> text) {
    if (clause instanceof Prefix prefix) {
      return text.stream().anyMatch(word -> word.startsWith(prefix.start()));
    }
    return Collections.indexOfSubList(text, ((Phrase) clause).words()) >= 0;
  }
}
