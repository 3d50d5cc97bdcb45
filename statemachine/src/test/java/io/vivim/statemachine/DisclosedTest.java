package io.vivim.statemachine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Ipld;
import io.vivim.did.DidKey;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventId;
import io.vivim.events.LogScope;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Nothing of a private, local or circle's entity leaves for a stranger by any method of a view. */
final class DisclosedTest {
  private static final List<Class<?>> VIEWS =
      List.of(State.class, Social.class, Feed.class, Sharing.class);

  /** Those that say nothing of what is in the state, or lead to another of the views. */
  private static final Set<String> NO_VIEW =
      Set.of(
          "State.position",
          "State.social",
          "State.feed()",
          "State.sharing",
          // These tell of what the caller has, or what the writer of an own event needs.
          "State.verdict",
          "State.membership",
          "State.memberships",
          "State.owns",
          "State.device",
          "State.foreseen",
          "State.model",
          "State.maySee");

  private static final int ALL = 1000;

  private final Town town = new Town();

  /** What may not be seen: ids, and what is in their fields. */
  private final List<String> secrets =
      Stream.concat(
              Stream.of(town.circle, town.invitation, town.ours, town.secret, town.classified)
                  .map(event -> event.id().toString()),
              Stream.of("between us", "mine", "hush"))
          .toList();

  /** Every method, asked in such a way that it could give something away. */
  private Map<String, Function<Reader, List<?>>> cases(State state) {
    DidKey ada = Pen.did(0);
    DidKey bob = Pen.did(1);
    Map<String, Function<Reader, List<?>>> cases = new TreeMap<>();
    cases.put("State.entity", each(id -> reader -> state.entity(reader, id)));
    cases.put("State.query", reader -> List.of(state.query(reader, Query.ALL, null, ALL)));
    cases.put("State.history", each(id -> reader -> state.history(reader, id, null, ALL)));
    cases.put("State.history behind", each(id -> reader -> state.history(reader, id, id, ALL)));
    cases.put("State.explain", each(id -> reader -> state.explain(reader, id)));
    cases.put(
        "State.isInForce",
        r ->
            Stream.of(town.circle, town.ours, town.secret)
                .map(event -> state.isInForce(r, EntityName.of(event), town.invitation.id()))
                .toList());
    cases.put("State.members", each(id -> reader -> state.members(reader, id)));
    cases.put(
        "State.members at",
        each(id -> reader -> state.members(reader, id, Pen.time(town.pen.written()))));
    cases.put("State.conflicts", inEach(s -> r -> state.conflicts(r, s, null, ALL)));
    cases.put(
        "State.isDisputed",
        r ->
            Stream.of(town.ours, town.secret, town.classified)
                .map(event -> state.isDisputed(r, EntityName.of(event), "content"))
                .toList());
    cases.put("State.feed", inEach(s -> r -> state.feed(r, s, null, ALL)));
    cases.put("State.digests", reader -> List.of(scopesOf(state, reader)));
    cases.put("State.count", r -> List.of(state.count(r, "like", town.ours.id().toString())));
    cases.put("State.friendships", reader -> state.friendships(reader, ada));
    cases.put("State.derivations", each(id -> reader -> state.derivations(reader, id)));
    cases.put("State.ancestors", each(id -> reader -> state.ancestors(reader, id)));
    cases.put("State.depth", each(id -> reader -> state.depth(reader, id)));
    Social social = state.social();
    cases.put("Social.followers", r -> List.of(social.followers(r, ada, null, ALL)));
    cases.put("Social.following", r -> List.of(social.following(r, bob, null, ALL)));
    cases.put("Social.friends", r -> List.of(social.friends(r, ada, null, ALL)));
    cases.put("Social.followerCount", r -> List.of(social.followerCount(r, ada)));
    String ours = town.ours.id().toString();
    cases.put("Social.likeCount", r -> List.of(social.likeCount(r, ours)));
    cases.put("Social.commentCount", r -> List.of(social.commentCount(r, ours)));
    cases.put(
        "Feed.of",
        r ->
            List.of(
                state.feed().of(r, ada, Pen.NOW, null, ALL),
                state.feed().of(r, bob, Pen.NOW, null, ALL)));
    cases.put("Sharing.of", each(id -> reader -> state.sharing().of(reader, id, Pen.NOW)));
    return cases;
  }

  /** One question about each entity. */
  private Function<Reader, List<?>> each(Function<EventId, Function<Reader, Object>> question) {
    return reader ->
        Stream.of(town.circle, town.ours, town.secret, town.classified, town.post, town.fact)
            .map(event -> question.apply(event.entity()).apply(reader))
            .toList();
  }

  private Function<Reader, List<?>> inEach(Function<LogScope, Function<Reader, Object>> question) {
    return reader ->
        Stream.of(town.ours, town.secret, town.classified)
            .map(event -> question.apply(event.logScope()).apply(reader))
            .toList();
  }

  private static List<String> scopesOf(State state, Reader reader) {
    try (StateDigests digests = state.digests(reader)) {
      return digests.scopes().stream()
          .map(scope -> scope + " " + digests.of(scope).entities())
          .toList();
    }
  }

  @Test
  void noMethodTellsAStrangerWhatTheyMayNotSee() {
    try (FoldedLog log = FoldedLog.of(town.history)) {
      cases(log.state())
          .forEach(
              (name, question) -> {
                for (Reader stranger : List.of(Reader.ANYONE, Reader.of(Pen.did(2), Pen.NOW))) {
                  assertThat(answers(question, stranger))
                      .as(name + " to " + stranger)
                      .doesNotContain(secrets);
                }
              });
    }
  }

  /** Not even by what is left out: by counts, by order, or by where something ends. */
  @Test
  void everyAnswerIsThatOfAStateWithoutWhatIsHidden() {
    try (FoldedLog all = FoldedLog.of(town.history)) {
      for (Reader reader :
          List.of(Reader.ANYONE, Reader.of(Pen.did(1), Pen.NOW), Reader.of(Pen.did(2), Pen.NOW))) {
        List<DecodedEvent> visible =
            town.history.stream()
                .filter(event -> all.state().maySee(reader, event.logScope()))
                .toList();
        assertThat(visible).hasSizeLessThan(town.history.size());
        try (FoldedLog seen = FoldedLog.of(visible)) {
          Map<String, Function<Reader, List<?>>> without = cases(seen.state());
          cases(all.state())
              .forEach(
                  (name, question) ->
                      assertThat(answers(question, reader))
                          .as(name + " to " + reader)
                          .isEqualTo(answers(Objects.requireNonNull(without.get(name)), reader)));
        }
      }
    }
  }

  private static String answers(Function<Reader, List<?>> question, Reader reader) {
    return String.valueOf(question.apply(reader));
  }

  @Test
  void theQuestionsWouldTellThoseWhoMaySee() {
    Set<String> telling = new TreeSet<>();
    try (FoldedLog log = FoldedLog.of(town.history)) {
      cases(log.state())
          .forEach(
              (name, question) -> {
                String told = answers(question, Reader.NODE);
                if (secrets.stream().anyMatch(told::contains)) {
                  telling.add(name);
                }
              });
    }
    assertThat(telling)
        .contains(
            "State.entity",
            "State.query",
            "State.history",
            "State.explain",
            "State.feed",
            "State.digests",
            "State.derivations",
            "State.ancestors",
            "Feed.of",
            "Sharing.of");
  }

  @Test
  void countsAndDepthsSayNothingOfWhatMayNotBeSeen() {
    try (FoldedLog log = FoldedLog.of(town.history)) {
      assertThat(log.state().depth(Reader.NODE, town.classified.id()).count()).isEqualTo(1);
      assertThat(log.state().depth(Reader.ANYONE, town.classified.id()).count()).isZero();
      assertThat(log.state().members(Reader.NODE, town.circle.id())).hasSize(2);
      assertThat(log.state().members(Reader.ANYONE, town.circle.id())).isEmpty();
    }
  }

  @Test
  void aMembershipThatHasNotBegunOrHasRunOutShowsNothing() {
    DidKey guest = Pen.did(2);
    long begin = Pen.NOW.getEpochSecond();
    DecodedEvent invitation =
        town.pen
            .by(0, "circle:add_member")
            .to(town.circleScope())
            .after(town.invitation)
            .set("member", guest.toString())
            .set("role", "viewer")
            .set("nbf", Ipld.of(begin))
            .set("exp", Ipld.of(begin + 10))
            .send();
    town.history.add(invitation);
    try (FoldedLog log = FoldedLog.of(town.history)) {
      State state = log.state();
      for (long seconds : List.of(begin - 1, begin + 11)) {
        Reader outside = Reader.of(guest, Instant.ofEpochSecond(seconds));
        cases(state)
            .forEach(
                (name, question) ->
                    assertThat(answers(question, outside)).as(name).doesNotContain(secrets));
        assertThat(readersOfOurs(state, seconds)).doesNotContain(Optional.of(guest));
        assertThat(state.membership(guest, town.circle.id(), Instant.ofEpochSecond(seconds)))
            .isEmpty();
        assertThat(circlesInFeed(state, guest, seconds)).isEmpty();
      }
      log.take(town.follow(2, town.circle.id().toString()));
      assertThat(circlesInFeed(state, guest, begin - 1)).isEmpty();
      assertThat(circlesInFeed(state, guest, begin + 11)).isEmpty();
      for (long seconds : List.of(begin, begin + 10)) {
        Reader within = Reader.of(guest, Instant.ofEpochSecond(seconds));
        assertThat(state.entity(within, town.ours.id())).isPresent();
        assertThat(readersOfOurs(state, seconds)).contains(Optional.of(guest));
        assertThat(state.membership(guest, town.circle.id(), Instant.ofEpochSecond(seconds)))
            .contains(invitation.id());
        assertThat(circlesInFeed(state, guest, seconds)).containsExactly(town.ours.id());
      }
      // What the events came to hangs on no clock.
      assertThat(state.members(Reader.NODE, town.circle.id())).containsKey(guest.toString());
    }
  }

  private List<Optional<DidKey>> readersOfOurs(State state, long seconds) {
    Instant now = Instant.ofEpochSecond(seconds);
    return state.sharing().of(Reader.NODE, town.ours.id(), now).orElseThrow().readers().stream()
        .map(Sharing.Access::who)
        .toList();
  }

  private static List<EventId> circlesInFeed(State state, DidKey whose, long seconds) {
    Instant now = Instant.ofEpochSecond(seconds);
    return state.feed().of(Reader.NODE, whose, now, null, ALL).entities().stream()
        .filter(entity -> entity.scope().isCircle())
        .map(Entity::id)
        .toList();
  }

  @Test
  void everyPublicMethodOfAViewHasACaseAndTakesAReader() {
    Set<String> covered = new TreeSet<>();
    try (FoldedLog log = FoldedLog.of(town.history)) {
      cases(log.state()).keySet().forEach(name -> covered.add(name.split(" ", -1)[0]));
    }
    for (Class<?> view : VIEWS) {
      for (Method method : view.getDeclaredMethods()) {
        String name = view.getSimpleName() + "." + method.getName();
        if (!Modifier.isPublic(method.getModifiers())
            || method.isSynthetic()
            || NO_VIEW.contains(name)
            || (method.getParameterCount() == 0 && NO_VIEW.contains(name + "()"))) {
          continue;
        }
        assertThat(covered).as("a case for " + method).contains(name);
        assertThat(Arrays.asList(method.getParameterTypes()))
            .as(method.toString())
            .contains(Reader.class);
      }
    }
  }
}
