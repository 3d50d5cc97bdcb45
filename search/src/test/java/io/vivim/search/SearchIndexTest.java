package io.vivim.search;

import static io.vivim.search.Sample.CALM;
import static io.vivim.search.Sample.all;
import static io.vivim.search.Sample.await;
import static io.vivim.search.Sample.circle;
import static io.vivim.search.Sample.draft;
import static io.vivim.search.Sample.found;
import static io.vivim.search.Sample.id;
import static io.vivim.search.Sample.owner;
import static io.vivim.search.Sample.show;
import static io.vivim.search.Sample.time;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vivim.events.EventId;
import io.vivim.events.LogScope;
import io.vivim.events.Timestamp;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SearchIndexTest {
  @TempDir private Path folder;
  private SearchIndex index;

  @BeforeEach
  void open() {
    index = SearchIndex.open(folder, CALM);
  }

  @AfterEach
  void close() {
    index.close();
  }

  @Test
  void whatOthersSaySaysNothingByTheScores() throws Exception {
    show(index, 1, draft(1).text("tea and rum").put());
    SearchQuery tea = by(Set.of(LogScope.PUBLIC)).text("tea").build();
    float alone = index.search(tea).hits().get(0).score();
    show(
        index,
        2,
        draft(2).scope(circle(1)).text("tea").put(),
        draft(3).scope(circle(1)).text("tea, tea, and a long text about nothing else").put());
    assertThat(index.search(tea).hits())
        .singleElement()
        .satisfies(hit -> assertThat(hit.score()).isEqualTo(alone));
  }

  @Test
  void aDocumentReplacesTheOneBeforeIt() throws Exception {
    show(index, 1, draft(1).text("autumn leaves").put());
    show(index, 2, draft(1).text("winter snow").put());

    assertThat(found(index, all().text("autumn"))).isEmpty();
    assertThat(found(index, all().text("winter"))).containsExactly(id(1));
    assertThat(found(index, all())).containsExactly(id(1));
  }

  @Test
  void whatWasRemovedIsNotFound() throws Exception {
    show(index, 1, draft(1).text("leaves").put(), draft(2).text("leaves").put());
    show(index, 2, new Change.Remove(id(1)));

    assertThat(found(index, all().text("leaves"))).containsExactly(id(2));
  }

  @Test
  void theLastOfSeveralChangesToOneEntityCounts() throws Exception {
    show(
        index,
        1,
        draft(1).text("one").put(),
        draft(1).text("two").put(),
        new Change.Remove(id(2)),
        draft(2).text("two").put(),
        draft(3).text("two").put(),
        new Change.Remove(id(3)));

    assertThat(found(index, all().text("one"))).isEmpty();
    assertThat(found(index, all().text("two"))).containsExactlyInAnyOrder(id(1), id(2));
  }

  @Test
  void everyWordHasToBeThereAndPhrasesInOrder() throws Exception {
    show(
        index,
        1,
        draft(1).text("the quick brown fox").put(),
        draft(2).text("the brown quick fox").put(),
        draft(3).text("a quick").text("brown hare").put());

    assertThat(found(index, all().text("quick brown"))).hasSize(3);
    assertThat(found(index, all().text("fox quick"))).containsExactlyInAnyOrder(id(1), id(2));
    assertThat(found(index, all().text("\"quick brown\""))).containsExactly(id(1));
    assertThat(found(index, all().text("qui* har*"))).containsExactly(id(3));
    assertThat(found(index, all().text("qui"))).isEmpty();
    assertThat(found(index, all().text(" ?! "))).isEmpty();
  }

  @Test
  void everyConditionNarrowsWhatIsFound() throws Exception {
    show(
        index,
        1,
        draft(1).type("acu").owners(owner(1)).scope(circle(1)).tag("topic", "tea").put(),
        draft(2).type("acu").owners(owner(2)).scope(circle(2)).tag("topic", "rum").put(),
        draft(3).type("memory").owners(owner(1)).tag("topic", "tea").tag("mood", "calm").put(),
        draft(4).type("memory").owners(owner(2), owner(3)).tag("topi", "ctea").put());

    assertThat(found(index, all())).containsExactly(id(4), id(3), id(2), id(1));
    assertThat(found(index, all().types(Set.of("acu")))).containsExactly(id(2), id(1));
    assertThat(found(index, all().owners(Set.of(owner(1))))).containsExactly(id(3), id(1));
    assertThat(found(index, all().owners(Set.of(owner(3))))).containsExactly(id(4));
    assertThat(found(index, all().scopes(Set.of(circle(1), circle(2)))))
        .containsExactly(id(2), id(1));
    assertThat(found(index, all().tag("topic", Set.of("tea")))).containsExactly(id(3), id(1));
    assertThat(found(index, all().tag("topic", Set.of("tea")).tag("mood", Set.of("calm", "x"))))
        .containsExactly(id(3));
    assertThat(found(index, all().tag("topic", Set.of()))).isEmpty();
    assertThat(found(index, all().since(time(2)).until(time(3)))).containsExactly(id(3), id(2));
  }

  @Test
  void timesBeyondASignedNumberAreInOrder() throws Exception {
    show(
        index,
        1,
        draft(1).at(Timestamp.MAX).put(),
        draft(2).at(Timestamp.ZERO).put(),
        draft(3).at(time(1L << 47)).put());

    assertThat(found(index, all())).containsExactly(id(1), id(3), id(2));
    assertThat(found(index, all().since(time(1L << 47)))).containsExactly(id(1), id(3));
  }

  @Test
  void aReaderSeesItsScopesAndOwnersAndNothingElse() throws Exception {
    show(
        index,
        1,
        draft(1).put(),
        draft(2).scope(circle(1)).owners(owner(1)).put(),
        draft(3).scope(circle(2)).owners(owner(2)).put());

    assertThat(found(index, by(Set.of(LogScope.PUBLIC)))).containsExactly(id(1));
    assertThat(found(index, by(Set.of(circle(2), LogScope.PUBLIC)))).containsExactly(id(3), id(1));
    assertThat(found(index, SearchQuery.by(Sight.of(Set.of(), Set.of(owner(1))))))
        .containsExactly(id(2));
    assertThat(found(index, by(Set.of()))).isEmpty();
    assertThat(found(index, by(Set.of(circle(2))).scopes(Set.of(circle(1))))).isEmpty();
  }

  private static SearchQuery.Builder by(Set<LogScope> scopes) {
    return SearchQuery.by(Sight.of(scopes, Set.of()));
  }

  @Test
  void pagesJoinToTheWholeWithoutARepetition() throws Exception {
    List<Change> changes = new ArrayList<>();
    for (int i = 0; i < 50; i++) {
      String text = i % 3 == 0 ? "tea" : i % 3 == 1 ? "tea tea and tea" : "tea with a long tail";
      changes.add(draft(i).at(time(i / 10)).text(text).put());
    }
    show(index, 1, changes.toArray(Change[]::new));

    List<Supplier<SearchQuery.Builder>> queries = List.of(Sample::all, () -> all().text("tea"));
    for (Supplier<SearchQuery.Builder> query : queries) {
      List<EventId> whole = found(index, query.get().limit(100));
      assertThat(whole).hasSize(50);
      assertThat(paged(query.get().limit(7))).isEqualTo(whole);
      assertThat(paged(query.get().limit(10))).isEqualTo(whole);
    }
  }

  private List<EventId> paged(SearchQuery.Builder query) {
    List<EventId> found = new ArrayList<>();
    SearchPage page = index.search(query.build());
    while (page.next().isPresent()) {
      page.hits().forEach(hit -> found.add(hit.entity()));
      SearchMark mark = SearchMark.parse(page.next().orElseThrow().toString()).orElseThrow();
      page = index.search(query.after(mark).build());
    }
    page.hits().forEach(hit -> found.add(hit.entity()));
    return found;
  }

  @Test
  void equalScoresComeInTheOrderOfIds() throws Exception {
    List<Change> changes = new ArrayList<>();
    List<EventId> ids = new ArrayList<>();
    for (int i = 0; i < 30; i++) {
      changes.add(draft(i).text("same").put());
      ids.add(id(i));
    }
    show(index, 1, changes.toArray(Change[]::new));

    assertThat(found(index, all().text("same").limit(30)))
        .isEqualTo(ids.stream().sorted().toList());
  }

  @Test
  void textThatIsNoMarkIsNone() {
    assertThat(SearchMark.parse("")).isEmpty();
    assertThat(SearchMark.parse("zz".repeat(40))).isEmpty();
    assertThat(SearchMark.parse("ff".repeat(40)).map(SearchMark::toString))
        .isEqualTo(Optional.of("ff".repeat(40)));
  }

  @Test
  void whoWaitsForAPositionSeesIt() throws Exception {
    CompletionStage<Void> early = index.waitFor(5);
    index.apply(3, List.of(draft(1).put()));
    assertThat(index.indexedTo()).isZero();
    assertThat(early.toCompletableFuture()).isNotDone();

    index.apply(7, List.of(draft(2).put()));
    await(early);

    assertThat(index.indexedTo()).isEqualTo(7);
    SearchPage page = index.search(all().build());
    assertThat(page.hits()).hasSize(2);
    assertThat(page.indexedTo()).isEqualTo(7);
    assertThat(index.waitFor(7).toCompletableFuture()).isCompleted();
  }

  @Test
  void positionsNeverFall() {
    index.apply(3, List.of());

    assertThatThrownBy(() -> index.apply(2, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(index.position()).isEqualTo(3);
  }

  @Test
  void whatComesAtAPositionThatWasSeenIsSeenToo() throws Exception {
    index.close();
    SearchOptions quick = CALM.withRefresh(Duration.ofMillis(1));
    try (SearchIndex restless = SearchIndex.open(folder, quick)) {
      show(restless, 3, draft(1).text("tea").put());
      restless.apply(3, List.of(draft(2).text("tea").put()));
      long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
      while (found(restless, all().text("tea")).size() < 2 && System.nanoTime() < patience) {
        Thread.onSpinWait();
      }

      assertThat(found(restless, all().text("tea"))).hasSize(2);
    }
  }

  @Test
  void whoWaitsWhenTheIndexClosesIsTold() {
    CompletionStage<Void> never = index.waitFor(5);
    index.close();

    assertThatThrownBy(() -> await(never))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(SearchException.class);
    assertThatThrownBy(() -> index.apply(1, List.of())).isInstanceOf(SearchException.class);
    assertThatThrownBy(() -> index.search(all().build()))
        .isInstanceOfSatisfying(
            SearchException.class, e -> assertThat(e.error()).isEqualTo(SearchError.CLOSED));
  }

  @Test
  void commitsComeAfterSoManyChangesOrSoMuchTime(@TempDir Path other) {
    AtomicReference<Instant> now = new AtomicReference<>(Instant.EPOCH);
    SearchOptions options =
        SearchOptions.defaults(now::get)
            .withRefresh(Duration.ofHours(1))
            .withCommit(10, Duration.ofMinutes(1));
    try (SearchIndex timed = SearchIndex.open(other, options)) {
      timed.apply(1, List.of(draft(1).put()));
      assertThat(timed.durableTo()).isZero();
      now.set(Instant.EPOCH.plusSeconds(60));
      timed.apply(2, List.of());
      assertThat(timed.durableTo()).isEqualTo(2);
      for (int i = 3; i < 13; i++) {
        timed.apply(i, List.of());
      }
      assertThat(timed.durableTo()).isEqualTo(12);
    }
  }

  @Test
  void theRefresherShowsWhatNobodyWaitsFor(@TempDir Path other) throws Exception {
    SearchOptions options = CALM.withRefresh(Duration.ofMillis(1));
    try (SearchIndex quick = SearchIndex.open(other, options)) {
      quick.apply(1, List.of(draft(1).put()));
      while (quick.indexedTo() < 1) {
        Thread.onSpinWait();
      }
      assertThat(found(quick, all())).containsExactly(id(1));
    }
  }

  @Test
  void anIndexAtRestCompactsItselfAndLosesNothing(@TempDir Path other) throws Exception {
    SearchOptions options = CALM.withRefresh(Duration.ofMillis(1));
    try (SearchIndex quick = SearchIndex.open(other, options)) {
      show(quick, 1, draft(1).text("tea").put());
      show(quick, 2, draft(2).text("tea").put());
      // What was applied is durable without a commit being due: the rewriting made it so.
      while (quick.durableTo() < 2) {
        Thread.onSpinWait();
      }
      await(quick.compact());
      assertThat(found(quick, all().text("tea"))).hasSize(2);
    }
  }

  @Test
  void closingEndsEveryThread(@TempDir Path other) throws Exception {
    ConcurrentLinkedQueue<Thread> made = new ConcurrentLinkedQueue<>();
    SearchOptions options =
        CALM.withThreads(
            task -> {
              Thread thread = new Thread(task);
              made.add(thread);
              return thread;
            });
    SearchIndex watched = SearchIndex.open(other, options);
    show(watched, 1, draft(1).put());
    watched.apply(2, List.of(new Change.Expunge(id(1))));
    await(watched.waitForExpunged(2));
    watched.close();

    assertThat(made).hasSize(2);
    for (Thread thread : made) {
      thread.join();
    }
    assertThat(Thread.getAllStackTraces().keySet())
        .noneMatch(thread -> thread.getName().startsWith("vivim-search-merge"));
  }
}
