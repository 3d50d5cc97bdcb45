package io.vivim.statemachine;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.codec.Bytes;
import io.vivim.did.DidKey;
import io.vivim.events.DecodedEvent;
import io.vivim.events.EventId;
import io.vivim.events.LogScope;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Whoever asks, and however a history came in: the answers are the same, and as far as the pages
 * tell, they are what the pages say.
 */
final class HistoryReadersTest {
  private static final int SEEDS = 8;
  private static final int SIZE = 100;
  private static final int PAGE = 2;

  /** Deliveries that every reader is asked about. */
  private static final int ORDERS = 2;

  /** Somebody who asks, as both sides know them. */
  private record Asker(Reader reader, ReferenceReader expected, Instant now) {}

  @Test
  void everyReaderIsAnsweredAsThePagesSay() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      compare(Histories.history(seed, SIZE), seed);
    }
  }

  @Test
  void whoIsWhatToWhomIsAsThePagesSay() {
    for (long seed = 1; seed <= SEEDS; seed++) {
      List<DecodedEvent> history = Histories.history(seed, SIZE);
      State state = TestState.fold(Histories.batches(history, seed)).state();
      ReferenceViews views = new ReferenceViews(ReferenceFold.of(history));
      for (EventId id : Answers.ids(history)) {
        Map<String, String> members = new TreeMap<>();
        state.members(Reader.NODE, id).forEach((did, role) -> members.put(did, role.text()));
        assertThat(members).as("seed %s, members of %s", seed, id).isEqualTo(views.members(id));
      }
      for (int person = 0; person < World.PEOPLE; person++) {
        DidKey did = World.root(person).did();
        String who = "seed " + seed + ", " + did;
        Social social = state.social();
        Set<String> friends = owners(after -> social.friends(Reader.NODE, did, after, PAGE));
        friends.remove(did.toString());
        assertThat(friends).as(who).isEqualTo(views.friends(did.toString()));
        assertThat(owners(after -> social.followers(Reader.NODE, did, after, PAGE)))
            .as(who)
            .isEqualTo(views.followers(did.toString()));
      }
      for (String post : List.of("post 0", "post 1")) {
        Query likes = Query.ofKind("like").about(post);
        assertThat(owners(after -> state.query(Reader.NODE, likes, after, PAGE)))
            .as("seed %s, %s", seed, post)
            .isEqualTo(views.likes(post));
      }
    }
  }

  private static Set<String> owners(Function<@Nullable Bytes, EntityPage> asked) {
    Set<String> owners = new TreeSet<>();
    for (Entity entity : Answers.all(asked)) {
      entity.owners().forEach(owner -> owners.add(owner.toString()));
    }
    return owners;
  }

  static void compare(List<DecodedEvent> history, long seed) {
    State first = TestState.fold(Histories.batches(history, seed)).state();
    List<State> others =
        Histories.deliveries(history, seed).stream()
            .skip(seed % 3)
            .limit(ORDERS)
            .map(order -> TestState.fold(Histories.batches(order, seed + 1)).state())
            .toList();
    for (Asker asker : askers(history, seed)) {
      String who = "seed " + seed + ", asked by " + asker.reader() + " at " + asker.now();
      Answers answers = new Answers(first, asker.reader(), asker.now()).about(history);
      Map<String, Set<ReferenceLog.Name>> expected = expected(asker, history);
      answers
          .found()
          .forEach(
              (what, names) ->
                  assertThat(names).as(who + ": " + what).isEqualTo(expected.get(what)));
      assertThat(readers(first, asker, history)).as(who).isEqualTo(expectedReaders(asker, history));
      for (State other : others) {
        Map<String, Object> again =
            new Answers(other, asker.reader(), asker.now()).about(history).told();
        answers
            .told()
            .forEach(
                (what, told) -> assertThat(again.get(what)).as(who + ": " + what).isEqualTo(told));
      }
    }
  }

  /** The node, whoever comes, and everybody at the end; and one of them in the midst of it. */
  private static List<Asker> askers(List<DecodedEvent> history, long seed) {
    Instant end = time(history.get(history.size() - 1)).plusSeconds(3600);
    Instant middle = time(history.get(history.size() / 2));
    ReferenceReader anyone = ReferenceReader.of(history, null, end.getEpochSecond());
    List<Asker> askers = new ArrayList<>();
    askers.add(new Asker(Reader.ANYONE, anyone, end));
    askers.add(new Asker(Reader.NODE, anyone.as(null, true, end.getEpochSecond()), end));
    for (int person = 0; person < World.PEOPLE; person++) {
      askers.add(person(anyone, person, end));
    }
    askers.add(person(anyone, (int) seed, middle));
    return askers;
  }

  private static Asker person(ReferenceReader like, int person, Instant now) {
    Reader reader = Reader.of(World.root(person).did(), now);
    return new Asker(reader, like.as(World.did(person), false, now.getEpochSecond()), now);
  }

  private static Instant time(DecodedEvent event) {
    return Instant.ofEpochMilli(event.header().timestamp().millis());
  }

  /** What the pages say is found, by the question. */
  private static Map<String, Set<ReferenceLog.Name>> expected(
      Asker asker, List<DecodedEvent> history) {
    ReferenceReader reader = asker.expected();
    Map<String, Set<ReferenceLog.Name>> expected = new TreeMap<>();
    for (EventId id : Answers.ids(history)) {
      expected.put(
          "get " + id,
          reader.get(id).map(ReferenceReader::name).stream()
              .collect(Collectors.toCollection(TreeSet::new)));
      expected.put("ancestors of " + id, reader.ancestors(id));
      expected.put("derivations of " + id, reader.derivations(id));
      expected.put("query about " + id, reader.about(id.toString()));
    }
    for (LogScope scope : Answers.scopes(history)) {
      expected.put("feed in " + scope, reader.feed(scope));
      expected.put("conflicts in " + scope, reader.conflicts(scope));
      expected.put("query in " + scope, reader.in(scope));
    }
    for (String kind : Answers.kinds(history)) {
      expected.put("query of " + kind, reader.ofKind(kind));
    }
    for (int person = 0; person < World.PEOPLE; person++) {
      String did = World.did(person);
      expected.put("query by " + did, reader.by(did));
      expected.put("query about " + did, reader.about(did));
      expected.put("feed of " + did, reader.feedOf(did));
    }
    return expected;
  }

  /** Who may read what is in circles, by their entities. */
  private static Map<EventId, Map<String, String>> readers(
      State state, Asker asker, List<DecodedEvent> history) {
    Map<EventId, Map<String, String>> all = new LinkedHashMap<>();
    for (EventId id : Answers.ids(history)) {
      Optional<Sharing.Readers> readers = state.sharing().of(asker.reader(), id, asker.now());
      if (readers.isPresent() && readers.get().scope().isCircle()) {
        Map<String, String> roles = new TreeMap<>();
        for (Sharing.Access access : readers.get().readers()) {
          roles.put(
              access.who().orElseThrow().toString(), access.role().map(Role::text).orElseThrow());
        }
        all.put(id, roles);
      }
    }
    return all;
  }

  private static Map<EventId, Map<String, String>> expectedReaders(
      Asker asker, List<DecodedEvent> history) {
    Map<EventId, Map<String, String>> all = new LinkedHashMap<>();
    for (EventId id : Answers.ids(history)) {
      ReferenceFold.@Nullable Entity entity = asker.expected().get(id).orElse(null);
      if (entity != null && entity.scope().isCircle()) {
        all.put(id, asker.expected().readers(entity.scope()));
      }
    }
    return all;
  }
}
