package io.vivim.node.ledger;

import static io.vivim.node.ledger.Author.floats;
import static io.vivim.node.ledger.Author.set;
import static io.vivim.node.ledger.Author.words;
import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.events.DecodedEvent;
import io.vivim.events.Scope;
import io.vivim.search.Embedding;
import io.vivim.search.SearchException;
import io.vivim.search.SearchIndex;
import io.vivim.search.SearchOptions;
import io.vivim.statemachine.Reader;
import io.vivim.store.Engine;
import io.vivim.store.Store;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real log, and the real index that follows it. */
class SearchFollowerTest {
  private static final Instant NOW = Instant.ofEpochMilli(Author.START_MILLIS).plusSeconds(1_000);
  private static final String SECRET = "zanzibarsecret";

  @TempDir private Path folder;
  private final AtomicLong clock = new AtomicLong(Author.START_MILLIS);
  private final Author ada = new Author(1, clock);
  private final Author bob = new Author(2, clock);
  private SearchHome home;

  @BeforeEach
  void open() {
    home = new SearchHome(folder);
  }

  @AfterEach
  void close() {
    home.close();
    assertThat(home.faults).isEmpty();
  }

  private void reopen() {
    close();
    open();
  }

  private DecodedEvent atom(String text, String model, float... numbers) {
    return ada.sign(
        ada.draft("acu:create", Scope.PUBLIC)
            .tag("topic", "tea")
            .body(
                set(
                    "content",
                    text,
                    "embedding",
                    floats(numbers),
                    "embeddingModel",
                    model,
                    "tags",
                    words("leaf"))),
        Scope.PUBLIC);
  }

  @Test
  void whatIsWrittenIsFoundByItsWords() throws Exception {
    DecodedEvent tea = ada.memory("green tea in the morning");
    DecodedEvent rain = ada.memory("rain at night");
    home.show(tea, rain);

    assertThat(home.found("tea")).containsExactly(tea.id());
    assertThat(home.found("")).isEmpty();
    assertThat(home.found(Reader.NODE, query -> query)).containsExactly(rain.id(), tea.id());
    assertThat(home.search().indexedTo()).isEqualTo(2);
  }

  @Test
  void itIsFoundByTagsOfItsFieldAndOfItsEvents() throws Exception {
    DecodedEvent atom = atom("leaves", "m", 1, 0);
    home.show(atom, ada.memory("leaves"));

    assertThat(home.found(Reader.NODE, query -> query.tag("tag", Set.of("leaf"))))
        .containsExactly(atom.id());
    assertThat(home.found(Reader.NODE, query -> query.tag("topic", Set.of("tea")).text("leaves")))
        .containsExactly(atom.id());
    assertThat(home.found(Reader.NODE, query -> query.tag("topic", Set.of("leaf")))).isEmpty();
  }

  @Test
  void neighboursAreFoundAloneAndTogetherWithWords() throws Exception {
    DecodedEvent near = atom("black tea", "m", 1, 0.1f);
    DecodedEvent far = atom("green tea", "m", 0, 1);
    DecodedEvent other = atom("green tea", "another model", 1, 0);
    home.show(near, far, other);
    Embedding place = Embedding.of("m", new float[] {1, 0}).orElseThrow();

    assertThat(home.found(Reader.NODE, query -> query.near(place, 5)))
        .containsExactly(near.id(), far.id());
    assertThat(home.found(Reader.NODE, query -> query.near(place, 1).text("green")))
        .containsExactlyInAnyOrder(near.id(), far.id(), other.id());
  }

  @Test
  void updatesAndDeletionsChangeWhatIsFound() throws Exception {
    DecodedEvent first = ada.memory("tea");
    home.show(first);
    DecodedEvent second = ada.update(first, set("content", "coffee"));
    home.show(second);
    assertThat(home.found("tea")).isEmpty();
    assertThat(home.found("coffee")).containsExactly(first.id());

    home.show(ada.delete(second));
    assertThat(home.found("coffee")).isEmpty();
    assertThat(home.everything()).isEmpty();
  }

  @Test
  void erasedWordsAreInNoFileOfTheIndex() throws Exception {
    DecodedEvent first = ada.memory("tea");
    DecodedEvent second = ada.update(first, set("content", SECRET));
    home.show(first, second, ada.memory("unlike"));
    reopen();
    assertThat(isInTheFiles(SECRET)).isTrue();

    home.show(ada.erase(second));
    SearchHome.await(home.search().waitForExpunged(home.head()));

    assertThat(home.found(SECRET)).isEmpty();
    assertThat(home.found("tea")).containsExactly(first.id());
    assertThat(isInTheFiles(SECRET)).isFalse();
  }

  private boolean isInTheFiles(String text) throws IOException {
    byte[] sought = text.getBytes(StandardCharsets.US_ASCII);
    try (Stream<Path> files = Files.list(home.index)) {
      for (Path file : files.toList()) {
        String content = Files.readString(file, StandardCharsets.ISO_8859_1);
        if (content.contains(new String(sought, StandardCharsets.ISO_8859_1))) {
          return true;
        }
      }
    }
    return false;
  }

  @Test
  void aRemovedMemberFindsTheCirclesEntitiesNoLonger() throws Exception {
    DecodedEvent circle = ada.circle();
    DecodedEvent invitation = ada.invite(circle, bob.did());
    DecodedEvent secret = ada.inCircle(circle, circle, "tea for us");
    DecodedEvent own = bob.inCircle(circle, invitation, "tea by bob");
    home.show(circle, invitation, secret, own);
    Reader member = Reader.of(bob.did(), NOW);
    assertThat(home.found(member, query -> query.text("tea")))
        .containsExactlyInAnyOrder(secret.id(), own.id());

    home.show(ada.dismiss(invitation, bob.did()));
    assertThat(home.found(member, query -> query.text("tea"))).isEmpty();
    assertThat(home.found(Reader.of(ada.did(), NOW), query -> query.text("tea")))
        .containsExactly(secret.id());
    assertThat(home.found(Reader.ANYONE, query -> query.text("tea"))).isEmpty();
  }

  @Test
  void aMembershipThatRanOutFindsNothing() throws Exception {
    long expires = NOW.getEpochSecond();
    DecodedEvent circle = ada.circle();
    DecodedEvent invitation = ada.inviteUntil(circle, bob.did(), expires);
    DecodedEvent secret = ada.inCircle(circle, circle, "tea for us");
    home.show(circle, invitation, secret);
    assertThat(home.found(Reader.of(bob.did(), NOW), query -> query.text("tea")))
        .containsExactly(secret.id());
    Reader late = Reader.of(bob.did(), NOW.plusSeconds(1));
    assertThat(home.found(late, query -> query.text("tea"))).isEmpty();
  }

  /** The event that makes it void is not one of its entity. */
  @Test
  void whatADismissalMakesVoidIsFoundNoLongerAndWhatItHidIsFoundAgain() throws Exception {
    DecodedEvent circle = ada.circle();
    DecodedEvent invitation = ada.invite(circle, bob.did());
    DecodedEvent first = bob.inCircle(circle, invitation, "tea by bob");
    DecodedEvent second =
        bob.inEntity("memory:update", first, set("content", "coffee"), invitation.id());
    home.show(circle, invitation, first, second);
    assertThat(home.found("coffee")).containsExactly(first.id());
    assertThat(home.found("tea")).isEmpty();

    home.show(ada.dismiss(invitation, bob.did(), first));
    assertThat(home.found("coffee")).isEmpty();
    assertThat(home.found("tea")).containsExactly(first.id());
  }

  @Test
  void whatIsPrivateOrLocalIsFoundByItsOwnerAndTheNodeAlone() throws Exception {
    DecodedEvent hidden = ada.memory(Scope.PRIVATE, "tea kept");
    DecodedEvent local = ada.memory(Scope.LOCAL, "tea here");
    DecodedEvent open = ada.memory("tea for all");
    home.show(hidden, local, open);

    assertThat(home.found(Reader.ANYONE, query -> query.text("tea"))).containsExactly(open.id());
    assertThat(home.found(Reader.of(bob.did(), NOW), query -> query.text("tea")))
        .containsExactly(open.id());
    assertThat(home.found(Reader.of(ada.did(), NOW), query -> query.text("tea"))).hasSize(3);
    assertThat(home.found("tea")).hasSize(3);
    assertThat(home.found(Reader.of(bob.did(), NOW), query -> query.owners(Set.of(ada.did()))))
        .containsExactly(open.id());
  }

  /** Anybody may write anything about any id in a scope of their own. */
  @Test
  void nobodyTakesTheDocumentOfAnothersEntity() throws Exception {
    DecodedEvent tea = ada.memory("tea");
    home.show(tea);
    home.show(bob.aboutAnothers(tea, Scope.PRIVATE, "nonsense"));

    assertThat(home.found(Reader.ANYONE, query -> query.text("tea"))).containsExactly(tea.id());
    assertThat(home.found(Reader.ANYONE, query -> query.text("nonsense"))).isEmpty();
    assertThat(home.found(Reader.of(bob.did(), NOW), query -> query.text("nonsense"))).hasSize(1);
  }

  @Test
  void anIndexThatLagsShowsNothingThatIsGone() throws Exception {
    DecodedEvent tea = ada.memory("tea");
    home.show(tea);
    home.close();
    Path old = folder.resolve("old");
    copy(home.index, old);
    open();
    home.show(ada.delete(tea));
    home.close();
    // What the index says of a deletion that it has not met is not believed.
    try (SearchHome lagging = new SearchHome(folder, old)) {
      assertThat(lagging.found("tea")).isEmpty();
    }
    open();
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }

  @Test
  void aFolderThatIsDeletedIsMadeAnew() throws Exception {
    home.show(ada.memory("tea"), ada.memory("rain"));
    List<String> before = home.everything();
    home.close();
    try (Stream<Path> files = Files.walk(home.index)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }

    open();
    SearchHome.await(home.search().waitFor(home.head()));
    assertThat(home.everything()).isEqualTo(before);
  }

  /** The rows that told of it are gone, as they are where too many came meanwhile. */
  @Test
  void anIndexThatWasAwayForTooLongIsMadeAnew() throws Exception {
    DecodedEvent tea = ada.memory("tea");
    DecodedEvent coffee = ada.update(tea, set("content", "coffee"));
    home.show(tea, coffee);
    home.close();
    DecodedEvent erasure = ada.erase(coffee);
    Path data = folder.resolve("data");
    LedgerRows.submit(data, Engine.H2, List.of(erasure, ada.memory("rain")));
    try (Store store = LedgerRows.store(data, Engine.H2)) {
      LedgerRows.forgetRefolds(store, 4);
    }

    open();
    SearchHome.await(home.search().waitFor(home.head()));
    assertThat(home.found("tea")).containsExactly(tea.id());
    assertThat(home.found("coffee")).isEmpty();
  }

  @Test
  void whatTheIndexHasPassedForGoodIsToldNoLonger() throws Exception {
    DecodedEvent tea = ada.memory("tea");
    DecodedEvent coffee = ada.update(tea, set("content", "coffee"));
    home.show(tea, coffee, ada.erase(coffee));
    reopen();
    home.show(ada.memory("rain"));
    home.show(ada.memory("snow"));
    home.show(ada.memory("fog"));
    home.close();
    try (Store store = LedgerRows.store(folder.resolve("data"), Engine.H2)) {
      assertThat(LedgerRows.refolds(store)).isZero();
    }
    open();
  }

  @Test
  void anIndexOfAnotherLogIsMadeAnew() throws Exception {
    home.show(ada.memory("tea"), ada.memory("rain"));
    home.close();

    home = new SearchHome(folder.resolve("other"), home.index);
    home.show(bob.memory("snow"));
    assertThat(home.found("tea")).isEmpty();
    assertThat(home.everything()).hasSize(1);
  }

  @Test
  void anIndexThatFailsIsTriedAgainAndTheLogGoesOnMeanwhile() throws Exception {
    home.close();
    DecodedEvent tea = ada.memory("tea");
    try (SearchIndex inTheWay =
        SearchIndex.open(home.index, SearchOptions.defaults(InstantSource.system()))) {
      open();
      home.hold(tea);
      assertThat(home.faults).first().isInstanceOf(SearchException.class);
      assertThat(inTheWay.position()).isZero();
    }
    long patience = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!isAnswering() && System.nanoTime() < patience) {
      Thread.onSpinWait();
    }

    SearchHome.await(home.search().waitFor(home.head()));
    assertThat(home.found("tea")).containsExactly(tea.id());
    home.faults.clear();
  }

  private boolean isAnswering() {
    try {
      return home.search().indexedTo() >= 0;
    } catch (SearchException e) {
      return false;
    }
  }

  @Test
  void aDamagedIndexIsMadeAnew() throws Exception {
    home.show(ada.memory("tea"));
    List<String> before = home.everything();
    home.close();
    try (Stream<Path> files = Files.list(home.index)) {
      for (Path file : files.toList()) {
        if (Files.size(file) > 0) {
          Files.write(file, new byte[] {1});
        }
      }
    }

    open();
    SearchHome.await(home.search().waitFor(home.head()));
    assertThat(home.everything()).isEqualTo(before);
  }
}
