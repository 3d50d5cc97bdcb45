package io.vivim.statemachine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Bytes;
import io.vivim.did.DidKey;
import io.vivim.events.DecodedEvent;
import io.vivim.events.LogScope;
import io.vivim.events.Scope;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What a reader may not see is not told by how pages end either: all pages, with their cursors, are
 * those of a state in which nothing hidden ever was.
 */
final class HiddenRowsTest {
  private static final int PEOPLE = 3;
  private static final int EVENTS = 90;
  private static final List<Reader> READERS =
      List.of(
          Reader.ANYONE,
          Reader.of(Pen.did(0), Pen.NOW),
          Reader.of(Pen.did(1), Pen.NOW),
          Reader.of(Pen.did(2), Pen.NOW));

  private final Town town = new Town();

  /** Some of it in the way of everybody else, before and behind what they may see. */
  @BeforeEach
  void writeMore() {
    Random random = new Random(7);
    for (int i = 0; i < EVENTS; i++) {
      int who = random.nextInt(PEOPLE);
      Scope scope =
          switch (random.nextInt(4)) {
            case 0 -> Scope.PUBLIC;
            case 1 -> Scope.PRIVATE;
            case 2 -> Scope.LOCAL;
            default -> town.circleScope();
          };
      Pen.Letter letter =
          random.nextBoolean()
              ? town.pen.by(who, "memory:create").from(town.post.id()).set("content", "no. " + i)
              : town.pen
                  .by(who, "content:comment")
                  .set("target", Pen.linkTo(town.post.id()))
                  .set("text", "no. " + i);
      if (scope.equals(town.circleScope()) && who == 2) {
        continue;
      }
      if (scope.equals(town.circleScope()) && who == 1) {
        letter.citing(town.invitation);
      }
      town.history.add(letter.to(scope).send());
    }
    town.follow(0, 2);
  }

  @FunctionalInterface
  private interface Pages {
    EntityPage page(FoldedLog log, @Nullable Bytes after, int limit);
  }

  /** What happened, and the part of it that a reader may see. */
  private record Both(Reader reader, FoldedLog all, FoldedLog seen) implements AutoCloseable {
    void check(String what, Pages asked) {
      for (int limit : List.of(1, 7, 1000)) {
        assertThat(walk(all, asked, limit))
            .as("%s for %s, %s a page", what, reader, limit)
            .isEqualTo(walk(seen, asked, limit));
      }
    }

    @Override
    public void close() {
      all.close();
      seen.close();
    }
  }

  private Both both(Reader reader) {
    FoldedLog all = FoldedLog.of(town.history);
    return new Both(reader, all, FoldedLog.of(visible(all, reader)));
  }

  private List<DecodedEvent> visible(FoldedLog log, Reader reader) {
    List<DecodedEvent> visible = new ArrayList<>(town.history);
    visible.removeIf(event -> !log.state().maySee(reader, event.logScope()));
    assertThat(visible).hasSizeLessThan(town.history.size());
    return visible;
  }

  private static List<EntityPage> walk(FoldedLog log, Pages asked, int limit) {
    List<EntityPage> pages = new ArrayList<>();
    @Nullable Bytes after = null;
    do {
      EntityPage page = asked.page(log, after, limit);
      pages.add(page);
      after = page.next().orElse(null);
    } while (after != null);
    return pages;
  }

  @Test
  void pagesOfAQuerySayNothingOfHiddenRows() {
    String post = town.post.id().toString();
    List<Query> queries =
        List.of(
            Query.ALL,
            Query.ofKind("memory"),
            Query.ALL.by(Pen.did(0)),
            Query.ofKind("memory").by(Pen.did(1)),
            Query.ALL.about(post),
            Query.ofKind("comment").about(post),
            Query.ofKind("comment").about(post).by(Pen.did(2)),
            Query.ALL.in(town.ours.logScope()),
            Query.ALL.in(LogScope.PUBLIC),
            Query.ALL.in(town.secret.logScope()));
    for (Reader reader : READERS) {
      try (Both both = both(reader)) {
        for (Query query : queries) {
          for (int looks : List.of(1, 3)) {
            both.check(
                query + " with " + looks + " looks",
                (log, after, limit) ->
                    new State(log.store, log, looks).query(reader, query, after, limit));
          }
        }
      }
    }
  }

  @Test
  void pagesOfAFeedSayNothingOfHiddenRows() {
    for (Reader reader : READERS) {
      try (Both both = both(reader)) {
        for (int whose = 0; whose < PEOPLE; whose++) {
          DidKey person = Pen.did(whose);
          for (int looks : List.of(1, 3)) {
            both.check(
                "feed of " + whose,
                (log, after, limit) ->
                    new Feed(log.store, new Definitions(log::find), looks)
                        .of(reader, person, Pen.NOW, after, limit));
          }
        }
      }
    }
  }

  /** A walk ends after so many; it is not to end earlier for what is hidden. */
  @Test
  void walksAlongWhatWasDerivedSayNothingOfHiddenRows() {
    for (Reader reader : READERS) {
      try (Both both = both(reader)) {
        for (int most : List.of(2, 5, 20)) {
          Derivation all = derived(both.all(), most);
          Derivation seen = derived(both.seen(), most);
          assertThat(all.derivations(reader, town.post.id()))
              .isEqualTo(seen.derivations(reader, town.post.id()));
          assertThat(all.ancestors(reader, town.derived.id()))
              .isEqualTo(seen.ancestors(reader, town.derived.id()));
          assertThat(all.depth(reader, town.classified.id()))
              .isEqualTo(seen.depth(reader, town.classified.id()));
        }
      }
    }
  }

  private static Derivation derived(FoldedLog log, int mostMet) {
    return new Derivation(log.store, log, new Definitions(log::find), mostMet);
  }

  @Test
  void whoMaySeeAllFindsAll() {
    try (FoldedLog log = FoldedLog.of(town.history)) {
      List<EntityPage> pages =
          walk(
              log,
              (each, after, limit) ->
                  new State(each.store, each, 2).query(Reader.NODE, Query.ALL, after, limit),
              3);
      List<Entity> found = pages.stream().flatMap(page -> page.entities().stream()).toList();
      assertThat(found).doesNotHaveDuplicates();
      assertThat(found)
          .isEqualTo(log.state().query(Reader.NODE, Query.ALL, null, 1000).entities())
          .hasSizeGreaterThan(EVENTS / 2);
    }
  }
}
