package io.vivim.statemachine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Bytes;
import io.vivim.codec.Ipld;
import io.vivim.codec.IpldMap;
import io.vivim.did.DidKey;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EntityIds;
import io.vivim.events.EventId;
import io.vivim.events.LogScope;
import io.vivim.events.Scope;
import io.vivim.statemachine.Explanation.Cause;
import io.vivim.statemachine.Sharing.Access;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Followers, friends, feeds, and who may read what. */
final class ViewsTest {
  private static final Reader ADA = Reader.of(Pen.did(0), Pen.NOW);
  private static final Reader BOB = Reader.of(Pen.did(1), Pen.NOW);
  private static final Reader STRANGER = Reader.of(Pen.did(2), Pen.NOW);
  private static final int ALL = 1000;

  private static List<EventId> ids(EntityPage page) {
    return page.entities().stream().map(Entity::id).toList();
  }

  @Test
  void whoFollowsWhomIsFoundFromBothSides() {
    Town town = new Town();
    DecodedEvent second = town.follow(2, 0);
    try (FoldedLog log = FoldedLog.of(town.history)) {
      Social social = log.state().social();
      assertThat(ids(social.followers(Reader.ANYONE, Pen.did(0), null, ALL)))
          .containsExactly(second.entity(), town.follow.entity());
      assertThat(ids(social.following(Reader.ANYONE, Pen.did(1), null, ALL)))
          .containsExactly(town.follow.entity());
      assertThat(social.followers(Reader.ANYONE, Pen.did(1), null, ALL).entities()).isEmpty();
      assertThat(social.followerCount(Reader.ANYONE, Pen.did(0))).isEqualTo(2);
      log.take(
          town.pen
              .by(2, "social:unfollow")
              .after(second)
              .set("target", Pen.did(0).toString())
              .send());
      assertThat(social.followerCount(Reader.ANYONE, Pen.did(0))).isEqualTo(1);
    }
  }

  @Test
  void friendsAreThoseWhoBothSayYes() {
    Town town = new Town();
    List<DecodedEvent> before = new ArrayList<>(town.history);
    before.remove(town.friends);
    try (FoldedLog log = FoldedLog.of(before)) {
      Social social = log.state().social();
      assertThat(ids(social.friends(Reader.ANYONE, Pen.did(0), null, ALL))).isEmpty();
      log.take(town.friends);
      for (int side = 0; side < 2; side++) {
        assertThat(ids(social.friends(Reader.ANYONE, Pen.did(side), null, ALL)))
            .containsExactly(town.friends.entity());
      }
      assertThat(ids(social.friends(Reader.ANYONE, Pen.did(2), null, ALL))).isEmpty();
    }
  }

  @Test
  void aPageOfFriendsIsFullThoughTheyLieBehindOthers() {
    Town town = new Town();
    EventId second = town.friend("social:friend_request", 0, 3).entity();
    DecodedEvent asked = town.history.get(town.history.size() - 1);
    town.friend("social:friend_accept", 3, 0, asked);
    for (int who = 10; who < 40; who++) {
      town.friend("social:friend_request", who, 0);
    }
    List<EventId> friends = List.of(second, town.friends.entity());
    try (FoldedLog log = FoldedLog.of(town.history)) {
      Social social = log.state().social();
      EntityPage page = social.friends(Reader.ANYONE, Pen.did(0), null, 2);
      assertThat(ids(page)).isEqualTo(friends);
      // One that looks at seven rows at most comes to nothing, and says where to go on.
      Social narrow = new State(log.store, log, 7).social();
      EntityPage early = narrow.friends(Reader.ANYONE, Pen.did(0), null, 2);
      assertThat(early.entities()).isEmpty();
      List<EventId> found = new ArrayList<>();
      while (early.next().isPresent()) {
        early = narrow.friends(Reader.ANYONE, Pen.did(0), early.next().get(), 2);
        found.addAll(ids(early));
      }
      assertThat(found).isEqualTo(friends);
    }
  }

  @Test
  void likesAndCommentsAreCountedAsFarAsTheReaderSeesThem() {
    Town town = new Town();
    String target = town.post.id().toString();
    DecodedEvent hidden =
        town.pen
            .by(0, "content:like")
            .to(town.circleScope())
            .in(EntityIds.like(town.circleScope(), Pen.did(0), target))
            .set("target", target)
            .send();
    try (FoldedLog log = FoldedLog.of(town.history)) {
      log.take(hidden);
      Social social = log.state().social();
      assertThat(social.likeCount(STRANGER, target)).isEqualTo(1);
      assertThat(social.likeCount(BOB, target)).isEqualTo(2);
      assertThat(social.commentCount(STRANGER, target)).isEqualTo(1);
      assertThat(social.commentCount(STRANGER, town.fact.id().toString())).isZero();
    }
  }

  @Test
  void aFeedHasOnesOwnWhatOneFollowsAndOnesCircles() {
    Town town = new Town();
    try (FoldedLog log = FoldedLog.of(town.history)) {
      Feed feed = log.state().feed();
      assertThat(ids(feed.of(BOB, Pen.did(1), Pen.NOW, null, ALL)))
          .containsExactly(town.derived.id(), town.fact.id(), town.ours.id(), town.post.id());
      assertThat(ids(feed.of(ADA, Pen.did(0), Pen.NOW, null, ALL)))
          .containsExactly(
              town.derived.id(),
              town.fact.id(),
              town.classified.id(),
              town.secret.id(),
              town.ours.id(),
              town.post.id());
      assertThat(ids(feed.of(STRANGER, Pen.did(1), Pen.NOW, null, ALL)))
          .containsExactly(town.derived.id(), town.fact.id(), town.post.id());
      assertThat(ids(feed.of(STRANGER, Pen.did(2), Pen.NOW, null, ALL))).isEmpty();
    }
  }

  @Test
  void aCircleIsInTheFeedOfThoseWhoTakePartInIt() {
    Town town = new Town();
    DecodedEvent invitation =
        town.pen
            .by(0, "circle:add_member")
            .to(town.circleScope())
            .after(town.invitation)
            .set("member", Pen.did(2).toString())
            .set("role", "member")
            .send();
    DecodedEvent courtship =
        town.pen
            .by(0, "social:friend_request")
            .to(town.circleScope())
            .in(EntityIds.friend(town.circleScope(), Pen.did(0), Pen.did(2)))
            .set("with", Pen.did(2).toString())
            .send();
    DecodedEvent follow =
        town.pen
            .by(2, "social:follow")
            .to(Scope.PRIVATE)
            .in(EntityIds.follow(Scope.PUBLIC, Pen.did(2), town.circle.id().toString()))
            .set("target", town.circle.id().toString())
            .send();
    DecodedEvent unfollow =
        town.pen
            .by(2, "social:unfollow")
            .to(Scope.PRIVATE)
            .after(follow)
            .set("target", town.circle.id().toString())
            .send();
    DecodedEvent comment =
        town.pen
            .by(2, "content:comment")
            .to(town.circleScope())
            .citing(invitation)
            .set("target", Pen.linkTo(town.ours.id()))
            .set("text", "here I am")
            .send();
    town.history.addAll(List.of(invitation, courtship));
    try (FoldedLog log = FoldedLog.of(town.history)) {
      assertThat(feedOfTheThird(log)).as("whom others made a member and a friend").isEmpty();
      assertThat(ids(log.state().feed(STRANGER, town.ours.logScope(), null, ALL)))
          .as("the circle, asked for")
          .containsExactly(town.ours.id());
      log.take(follow);
      assertThat(feedOfTheThird(log)).as("who follows it").containsExactly(town.ours.id());
      log.take(unfollow);
      assertThat(feedOfTheThird(log)).as("who no longer does").isEmpty();
      log.take(comment);
      assertThat(feedOfTheThird(log)).as("who writes in it").containsExactly(town.ours.id());
    }
  }

  private static List<EventId> feedOfTheThird(FoldedLog log) {
    return ids(log.state().feed().of(STRANGER, Pen.did(2), Pen.NOW, null, ALL));
  }

  @Test
  void pagesOfAFeedLeaveOutNothingAndRepeatNothing() {
    Town town = new Town();
    Random random = new Random(3);
    for (int i = 0; i < 60; i++) {
      boolean isOurs = random.nextBoolean();
      int who = random.nextInt(3);
      Pen.Letter letter = town.pen.by(who, "memory:create").set("content", "no. " + i);
      if (isOurs && who == 0) {
        letter.to(town.circleScope());
      } else if (isOurs && who == 1) {
        letter.to(town.circleScope()).citing(town.invitation);
      } else if (random.nextInt(3) == 0) {
        letter.to(Scope.PRIVATE);
      }
      town.history.add(letter.send());
    }
    try (FoldedLog log = FoldedLog.of(town.history)) {
      List<EventId> expected = slowFeed(log, 1, List.of(1, 0), town.ours.logScope());
      assertThat(expected).hasSizeGreaterThan(20);
      for (int size : List.of(1, 2, 7, 40, ALL)) {
        assertThat(walk(feed(log, ALL), size, page -> {})).isEqualTo(expected);
        // Rows that may not be seen are in the way, and a page ends before it is full.
        assertThat(walk(feed(log, 1), size, page -> {})).isEqualTo(expected);
        assertThat(walk(feed(log, 3), size, page -> {})).isEqualTo(expected);
      }
      // What comes in at the top while somebody reads on is not in the way.
      assertThat(
              walk(
                  feed(log, ALL),
                  3,
                  page ->
                      log.take(
                          town.pen.by(0, "memory:create").set("content", "new " + page).send())))
          .isEqualTo(expected);
    }
  }

  @FunctionalInterface
  private interface Between {
    void pages(int page);
  }

  private static Feed feed(FoldedLog log, int mostLooks) {
    return new Feed(log.store, new Definitions(log::find), mostLooks);
  }

  /** All pages of what the second one reads. */
  private static List<EventId> walk(Feed feed, int size, Between between) {
    List<EventId> found = new ArrayList<>();
    @Nullable Bytes after = null;
    int pages = 0;
    do {
      EntityPage page = feed.of(BOB, Pen.did(1), Pen.NOW, after, size);
      assertThat(page.entities()).hasSizeLessThanOrEqualTo(size);
      found.addAll(ids(page));
      after = page.next().orElse(null);
      between.pages(pages++);
    } while (after != null);
    return found;
  }

  /** All that is by these people or in this circle and that one of them may see. */
  private static List<EventId> slowFeed(
      FoldedLog log, int whose, List<Integer> people, LogScope circle) {
    List<DidKey> dids = people.stream().map(Pen::did).toList();
    return log.state().query(Reader.NODE, Query.ALL, null, 10 * ALL).entities().stream()
        .filter(entity -> ViewRows.FEED.contains(entity.kind()))
        .filter(
            entity ->
                entity.scope().equals(circle) || entity.owners().stream().anyMatch(dids::contains))
        .filter(
            entity ->
                entity.scope().isPublic()
                    || entity.scope().equals(circle)
                    || entity.scope().text().endsWith(Pen.did(whose).toString()))
        .sorted(Comparator.comparing(Entity::created).reversed().thenComparing(Entity::id))
        .map(Entity::id)
        .toList();
  }

  @Test
  void sharingNamesTheReadersTheirGrantsAndTheCopies() {
    Town town = new Town();
    try (FoldedLog log = FoldedLog.of(town.history)) {
      Sharing sharing = log.state().sharing();
      Sharing.Readers ours = sharing.of(BOB, town.ours.id(), Pen.NOW).orElseThrow();
      assertThat(ours.readers())
          .containsExactly(
              new Access(Optional.of(Pen.did(0)), Optional.of(Role.OWNER), null),
              new Access(Optional.of(Pen.did(1)), Optional.of(Role.MEMBER), town.invitation.id()));
      Sharing.Readers post = sharing.of(BOB, town.post.id(), Pen.NOW).orElseThrow();
      assertThat(post.readers())
          .containsExactly(new Access(Optional.empty(), Optional.empty(), null));
      assertThat(post.copies().stream().map(Entity::id)).containsExactly(town.ours.id());
      assertThat(post.hasAllCopies()).isTrue();
      assertThat(sharing.of(STRANGER, town.post.id(), Pen.NOW).orElseThrow().copies()).isEmpty();
      assertThat(sharing.of(BOB, town.fact.id(), Pen.NOW).orElseThrow().copies())
          .as("what was derived in the same scope is no copy")
          .isEmpty();
      assertThat(sharing.of(ADA, town.secret.id(), Pen.NOW).orElseThrow().readers())
          .containsExactly(new Access(Optional.of(Pen.did(0)), Optional.of(Role.OWNER), null));
      assertThat(sharing.of(STRANGER, town.secret.id(), Pen.NOW)).isEmpty();
    }
  }

  @Test
  void depthCountsTheGenerationsThatTheReaderSees() {
    Town town = new Town();
    DecodedEvent third =
        town.pen.by(0, "memory:create").from(town.derived.id()).set("content", "T").send();
    town.history.add(third);
    try (FoldedLog log = FoldedLog.of(town.history)) {
      State state = log.state();
      assertThat(state.depth(ADA, town.fact.id()).count()).isZero();
      assertThat(state.depth(ADA, town.derived.id()).count()).isEqualTo(1);
      assertThat(state.depth(ADA, third.id()).count()).isEqualTo(2);
      assertThat(state.depth(ADA, town.classified.id()).count()).isEqualTo(1);
      assertThat(state.depth(STRANGER, town.classified.id()).count()).isZero();
    }
  }

  @Test
  void anExplanationNamesTheGrantsThatMakeMembersAndDevices() {
    Town town = new Town();
    try (FoldedLog log = FoldedLog.of(town.history)) {
      Explanation circle = log.state().explain(BOB, town.circle.id()).orElseThrow();
      assertThat(circle.fields().get("members"))
          .extracting(cause -> cause.source().event())
          .containsExactly(town.invitation.id());
      Explanation fact = log.state().explain(STRANGER, town.fact.id()).orElseThrow();
      assertThat(fact.fields().get("content"))
          .extracting(Cause::isShown)
          .containsExactly(false, true);
      assertThat(fact.without())
          .extracting(each -> each.source().event())
          .containsExactly(town.sloppy.id());
      assertThat(log.state().explain(STRANGER, town.circle.id())).isEmpty();
      Explanation gone = log.state().explain(STRANGER, town.regretted.id()).orElseThrow();
      assertThat(gone.without().get(0).verdict())
          .isEqualTo(new Verdict(Ground.ERASED, town.erasure.id()));
    }
  }

  /** A list with true in it is what such a model shows of {@code deleted}. */
  @Test
  void whatWasDeletedIsGoneWhereAModelKeepsAllValuesToo() {
    Pen pen = new Pen();
    DecodedEvent model =
        pen.by(0, "model:define")
            .set("kind", "x.note")
            .set("schema", IpldMap.EMPTY)
            .set("policy", "keep-both")
            .send();
    DecodedEvent note = pen.by(0, "x.note:create").citing(model).set("name", "a").send();
    DecodedEvent deletion = pen.by(0, "x.note:delete").after(note).send();
    DecodedEvent back =
        pen.by(0, "x.note:update")
            .after(deletion)
            .part("unset", Ipld.listOf(Ipld.of("deleted")))
            .send();
    try (FoldedLog log = FoldedLog.of(List.of(model, note))) {
      State state = log.state();
      Query notes = Query.ofKind("x.note");
      assertThat(ids(state.query(ADA, notes, null, ALL))).containsExactly(note.id());
      log.take(deletion);
      assertThat(state.entity(ADA, note.id())).map(Entity::isGone).contains(true);
      assertThat(ids(state.query(ADA, notes, null, ALL))).isEmpty();
      log.take(back);
      assertThat(ids(state.query(ADA, notes, null, ALL))).containsExactly(note.id());
    }
  }
}
