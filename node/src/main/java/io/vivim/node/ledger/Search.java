package io.vivim.node.ledger;

import io.vivim.codec.Bytes;
import io.vivim.eventlog.LogReader;
import io.vivim.search.Embedding;
import io.vivim.search.SearchException;
import io.vivim.search.SearchHit;
import io.vivim.search.SearchIndex;
import io.vivim.search.SearchMark;
import io.vivim.search.SearchPage;
import io.vivim.search.SearchQuery;
import io.vivim.search.Sight;
import io.vivim.statemachine.Disclosure;
import io.vivim.statemachine.Entity;
import io.vivim.statemachine.FollowedState;
import io.vivim.statemachine.Reader;
import io.vivim.store.Snapshot;
import io.vivim.store.Store;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * Finds entities by words, tags and embeddings, for a reader: only what the reader may see is
 * looked through, and each entity that is found is looked up again as it is now. So an index that
 * lags behind finds too much or too little, but shows nothing that is not to be seen.
 *
 * <p>Any thread may ask. All methods fail with {@link SearchException} while there is no index.
 */
public final class Search {
  /** The name under which the words of entities' field {@code tags} are found. */
  public static final String WORDS = EntityDocument.WORDS;

  /** The folder of the index in a data folder. */
  public static final String FOLDER = "search";

  private final Store store;
  private final SearchFollower follower;

  Search(Store store, SearchFollower follower) {
    this.store = store;
    this.follower = follower;
  }

  /**
   * An entity that was found, as it is now.
   *
   * @param score as {@link SearchHit} has it
   */
  public record Hit(Entity entity, float score) {}

  /**
   * Some of what a search finds, in order; it may be less than was asked for, even nothing, and
   * still there is more.
   *
   * @param next where to go on; empty behind the last
   * @param indexedTo the answer knows everything up to this position of the log
   */
  public record Page(List<Hit> hits, Optional<SearchMark> next, long indexedTo) {
    public Page {
      hits = List.copyOf(hits);
    }
  }

  /**
   * What a reader finds.
   *
   * @param conditions adds to the query what is looked for
   */
  public Page find(Reader reader, UnaryOperator<SearchQuery.Builder> conditions) {
    SearchQuery query = conditions.apply(SearchQuery.by(sight(reader))).build();
    SearchPage page = asked(index -> index.search(query));
    List<Hit> hits = new ArrayList<>();
    try (Snapshot view = store.snapshot()) {
      FollowedState state = new FollowedState(view, new LogEvents(new LogReader(view)));
      for (SearchHit hit : page.hits()) {
        state
            .entity(reader, hit.entity())
            .filter(entity -> !entity.isGone())
            .ifPresent(entity -> hits.add(new Hit(entity, hit.score())));
      }
    }
    return new Page(hits, page.next(), page.indexedTo());
  }

  private Sight sight(Reader reader) {
    return reader.isNode()
        ? Sight.EVERYTHING
        : Sight.of(new Disclosure(store).scopesOf(reader), Set.of());
  }

  /** A search sees everything up to this position of the log. */
  public long indexedTo() {
    return asked(SearchIndex::indexedTo);
  }

  /** Done when a search sees everything up to a position; fails if the index fails before. */
  public CompletionStage<Void> waitFor(long position) {
    return awaited(index -> index.waitFor(position));
  }

  /** Done when the files of the index hold nothing that was erased up to a position. */
  public CompletionStage<Void> waitForExpunged(long position) {
    return awaited(index -> index.waitForExpunged(position));
  }

  private <T> T asked(Function<SearchIndex, T> question) {
    try {
      return question.apply(follower.index());
    } catch (SearchException e) {
      // It may have failed by itself, which the follower notices only when it does something.
      follower.wake();
      throw e;
    }
  }

  private CompletionStage<Void> awaited(Function<SearchIndex, CompletionStage<Void>> question) {
    try {
      return asked(question);
    } catch (SearchException e) {
      return CompletableFuture.failedStage(e);
    }
  }

  /** The embedding that an entity has, to find its neighbours by. */
  public static Optional<Embedding> embeddingOf(Entity entity) {
    return EntityDocument.embedding(entity);
  }

  /**
   * An embedding as entities have theirs.
   *
   * @param model by which it was made; empty for one that nobody named
   * @param numbers four bytes to a number, little endian
   */
  public static Optional<Embedding> embedding(Optional<String> model, Bytes numbers) {
    return EntityDocument.embedding(model.orElse(EntityDocument.UNNAMED_MODEL), numbers);
  }
}
