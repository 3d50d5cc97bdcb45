package io.vivim.search;

import static io.vivim.search.Sample.CALM;
import static io.vivim.search.Sample.circle;
import static io.vivim.search.Sample.draft;
import static io.vivim.search.Sample.id;
import static io.vivim.search.Sample.owner;
import static io.vivim.search.Sample.time;
import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.did.DidKey;
import io.vivim.events.EventId;
import io.vivim.events.LogScope;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.IntFunction;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random documents, changes and questions: the index finds what a linear scan finds. */
class SearchPropertyTest {
  private static final int ENTITIES = 60;
  private static final int ROUNDS = 25;
  private static final int CHANGES = 20;
  private static final int QUESTIONS = 20;
  private static final List<String> VOCABULARY =
      List.of("tea", "team", "teapot", "green", "Grün", "東京", "well-known", "ΟΔΟΣ", "a", "it's");

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6})
  void itFindsWhatALinearScanFinds(long seed, @TempDir Path folder) throws Exception {
    Random random = new Random(seed);
    LinearScan reference = new LinearScan();
    int found = 0;
    SearchIndex index = SearchIndex.open(folder, CALM);
    try {
      for (int round = 1; round <= ROUNDS; round++) {
        Change[] changes = new Change[random.nextInt(CHANGES)];
        for (int i = 0; i < changes.length; i++) {
          changes[i] = change(random);
          reference.apply(changes[i]);
        }
        Sample.show(index, round, changes);
        if (random.nextInt(5) == 0) {
          index.close();
          index = SearchIndex.open(folder, CALM);
          assertThat(index.position()).isEqualTo(round);
        }
        for (int i = 0; i < QUESTIONS; i++) {
          found += compare(index, reference, random);
        }
      }
    } finally {
      index.close();
    }
    assertThat(found).as("questions that found something").isGreaterThan(ROUNDS);
  }

  /** 1 where something was found. */
  private static int compare(SearchIndex index, LinearScan reference, Random random) {
    SearchQuery.Builder query = query(random);
    String text = random.nextInt(3) > 0 ? text(random, true) : null;
    if (text != null) {
      query.text(text);
    }
    List<EventId> expected = reference.find(query.build());
    List<EventId> actual = paged(index, query.limit(1 + random.nextInt(20)));
    if (text == null) {
      assertThat(actual).isEqualTo(expected);
    } else {
      assertThat(actual).as(text).containsExactlyInAnyOrderElementsOf(expected);
    }
    return expected.isEmpty() ? 0 : 1;
  }

  private static List<EventId> paged(SearchIndex index, SearchQuery.Builder query) {
    List<EventId> found = new ArrayList<>();
    SearchPage page = index.search(query.build());
    page.hits().forEach(hit -> found.add(hit.entity()));
    while (page.next().isPresent()) {
      page = index.search(query.after(page.next().orElseThrow()).build());
      assertThat(page.hits()).isNotEmpty();
      page.hits().forEach(hit -> found.add(hit.entity()));
    }
    return found;
  }

  private static Change change(Random random) {
    int entity = random.nextInt(ENTITIES);
    int kind = random.nextInt(10);
    if (kind == 0) {
      return new Change.Remove(id(entity));
    }
    if (kind == 1) {
      return new Change.Expunge(id(entity));
    }
    Sample.Draft draft =
        draft(entity)
            .type(type(random.nextInt(3)))
            .owners(owner(random.nextInt(4)), owner(random.nextInt(4)))
            .scope(scope(random.nextInt(4)))
            .at(time(random.nextInt(20)));
    for (int i = random.nextInt(3); i > 0; i--) {
      draft.tag(name(random), value(random.nextInt(3)));
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      draft.text(text(random, false));
    }
    if (random.nextBoolean()) {
      draft.embedding("m" + random.nextInt(2), random.nextFloat() + 1, random.nextFloat());
    }
    return draft.put();
  }

  private static SearchQuery.Builder query(Random random) {
    Sight sight =
        random.nextInt(4) == 0
            ? Sight.EVERYTHING
            : Sight.of(some(random, 4, SearchPropertyTest::scope), some(random, 4, Sample::owner));
    SearchQuery.Builder query = SearchQuery.by(sight);
    if (random.nextInt(4) == 0) {
      query.types(some(random, 3, SearchPropertyTest::type));
    }
    if (random.nextInt(4) == 0) {
      Set<DidKey> owners = some(random, 4, Sample::owner);
      query.owners(owners);
    }
    if (random.nextInt(4) == 0) {
      Set<LogScope> scopes = some(random, 4, SearchPropertyTest::scope);
      query.scopes(scopes);
    }
    if (random.nextInt(4) == 0) {
      query.tag(name(random), some(random, 3, SearchPropertyTest::value));
    }
    if (random.nextInt(4) == 0) {
      query.since(time(random.nextInt(20)));
    }
    if (random.nextInt(4) == 0) {
      query.until(time(random.nextInt(20)));
    }
    return query;
  }

  private static <T> Set<T> some(Random random, int of, IntFunction<T> make) {
    Set<T> some = new HashSet<>();
    for (int i = 0; i < of; i++) {
      if (random.nextInt(3) == 0) {
        some.add(make.apply(i));
      }
    }
    return some;
  }

  private static String text(Random random, boolean isQuestion) {
    StringBuilder text = new StringBuilder();
    boolean isPhrase = isQuestion && random.nextInt(4) == 0;
    text.append(isPhrase ? "\"" : "");
    int count = isQuestion ? 1 + random.nextInt(2) : random.nextInt(8);
    for (int i = 0; i < count; i++) {
      String word = VOCABULARY.get(random.nextInt(VOCABULARY.size()));
      boolean isPrefix = isQuestion && random.nextInt(4) == 0;
      int end = isPrefix ? 1 + random.nextInt(word.length()) : word.length();
      text.append(word, 0, end).append(isPrefix ? "* " : " ");
    }
    return text.toString();
  }

  private static String type(int number) {
    return List.of("acu", "memory", "message").get(number);
  }

  private static LogScope scope(int number) {
    return number == 0 ? LogScope.PUBLIC : circle(number);
  }

  private static String name(Random random) {
    return random.nextBoolean() ? "topic" : "to";
  }

  private static String value(int number) {
    return List.of("x", "pic", "").get(number);
  }
}
