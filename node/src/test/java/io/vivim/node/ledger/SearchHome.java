package io.vivim.node.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.eventlog.LogListener;
import io.vivim.eventlog.LogOptions;
import io.vivim.eventlog.Outcome;
import io.vivim.eventlog.Source;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventId;
import io.vivim.search.SearchMark;
import io.vivim.search.SearchOptions;
import io.vivim.search.SearchQuery;
import io.vivim.statemachine.Reader;
import io.vivim.store.Engine;
import io.vivim.store.Store;
import io.vivim.store.StoreOptions;
import io.vivim.store.Stores;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/** A real log with a real index, in a folder of a test. */
final class SearchHome implements AutoCloseable {
  private static final long PATIENCE_SECONDS = 60;

  /** So few that a killed process leaves an index behind that is neither whole nor empty. */
  private static final int COMMIT_CHANGES = 40;

  final Path index;
  final Queue<Throwable> faults = new ConcurrentLinkedQueue<>();
  final Ledger ledger;

  SearchHome(Path folder) {
    this(folder, folder.resolve("search"));
  }

  SearchHome(Path folder, Path index) {
    this(Stores.open(folder.resolve("data"), Engine.H2, StoreOptions.DEFAULT), index);
  }

  SearchHome(Store store, Path index) {
    this.index = index;
    this.ledger =
        Ledger.openWithSearch(
            store,
            LogOptions.defaults(InstantSource.system()),
            LogListener.NONE,
            index,
            SearchOptions.defaults(InstantSource.system())
                .withRefresh(Duration.ofMillis(20))
                .withCommit(COMMIT_CHANGES, Duration.ofMinutes(1)),
            faults::add);
  }

  Search search() {
    return ledger.search().orElseThrow();
  }

  static <T> T await(CompletionStage<T> stage) throws Exception {
    return stage.toCompletableFuture().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  void hold(DecodedEvent... events) throws Exception {
    for (DecodedEvent event : events) {
      assertThat(await(ledger.log().submit(event.raw(), Source.LOCAL)))
          .isInstanceOf(Outcome.Accepted.class);
    }
  }

  long head() {
    return ledger.log().head().position();
  }

  /** Takes events, and waits until a search sees them. */
  void show(DecodedEvent... events) throws Exception {
    hold(events);
    await(search().waitFor(head()));
  }

  List<EventId> found(Reader reader, UnaryOperator<SearchQuery.Builder> conditions) {
    List<EventId> ids = new ArrayList<>();
    search().find(reader, conditions).hits().forEach(hit -> ids.add(hit.entity().id()));
    return ids;
  }

  List<EventId> found(String text) {
    return found(Reader.NODE, query -> query.text(text));
  }

  /** All that the index holds, a page after another. */
  List<String> everything() {
    List<String> all = new ArrayList<>();
    Optional<SearchMark> mark = Optional.empty();
    do {
      Optional<SearchMark> after = mark;
      Search.Page page =
          search()
              .find(
                  Reader.NODE,
                  query -> after.map(query::after).orElse(query).limit(SearchQuery.MAX_LIMIT));
      page.hits().forEach(hit -> all.add(hit.entity().toString()));
      mark = page.next();
    } while (mark.isPresent());
    return all;
  }

  @Override
  public void close() {
    ledger.close();
  }
}
