package io.vivim.search;

import static io.vivim.search.Sample.CALM;
import static io.vivim.search.Sample.circle;
import static io.vivim.search.Sample.draft;
import static io.vivim.search.Sample.found;
import static io.vivim.search.Sample.id;
import static io.vivim.search.Sample.owner;
import static io.vivim.search.Sample.show;
import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.events.LogScope;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a reader may not see changes nothing of the neighbours that the reader finds. */
class HiddenNeighboursTest {
  private static final int SEEN = 8000;
  private static final int TWINS = 500;
  private static final int HIDDEN = 6000;
  private static final int DIMENSION = 32;
  private static final int QUESTIONS = 40;
  private static final int NEIGHBOURS = 10;
  private static final int ROUNDS = 8;
  private static final Sight READER =
      Sight.of(Set.of(LogScope.PUBLIC, circle(1)), Set.of(owner(1)));

  @TempDir private Path folder;

  private static float[] vector(Random random, float[] centre, double spread) {
    float[] vector = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] = (float) (centre[i] + spread * random.nextGaussian());
    }
    return vector;
  }

  private static List<Change> seen(Random random) {
    List<Change> changes = new ArrayList<>();
    float[] twin = vector(random, new float[DIMENSION], 1);
    for (int i = 0; i < SEEN; i++) {
      float[] place = i < TWINS ? twin : vector(random, new float[DIMENSION], 1);
      LogScope scope = i % 3 == 0 ? circle(1) : LogScope.PUBLIC;
      changes.add(draft(i).scope(scope).embedding("m", place).put());
    }
    return changes;
  }

  private static List<float[]> questions() {
    Random random = new Random(3);
    List<float[]> questions = new ArrayList<>();
    for (int i = 0; i < QUESTIONS; i++) {
      questions.add(vector(random, new float[DIMENSION], 1));
    }
    return questions;
  }

  /** Documents nearer to the questions than anything that is seen. */
  private static List<Change> hidden() {
    Random random = new Random(4);
    List<Change> changes = new ArrayList<>();
    for (int i = 0; i < HIDDEN; i++) {
      float[] near = vector(random, questions().get(i % QUESTIONS), 0.05);
      changes.add(draft(SEEN + i).scope(circle(2)).embedding("m", near).put());
    }
    return changes;
  }

  private static List<SearchHit> ask(SearchIndex index, float[] question) {
    Embedding near = Embedding.of("m", question).orElseThrow();
    return index
        .search(SearchQuery.by(READER).near(near, NEIGHBOURS).limit(NEIGHBOURS).build())
        .hits();
  }

  /** What each question finds, of which the last is where many are at one place. */
  private static List<List<SearchHit>> answers(SearchIndex index) {
    List<List<SearchHit>> answers = new ArrayList<>();
    questions().forEach(question -> answers.add(ask(index, question)));
    answers.add(ask(index, vector(new Random(2), new float[DIMENSION], 1)));
    return answers;
  }

  /** Shows what both lists have, some of each at a time. */
  private static void fill(SearchIndex index, List<Change> seen, List<Change> hidden)
      throws Exception {
    for (int round = 0; round < ROUNDS; round++) {
      List<Change> batch = new ArrayList<>(part(hidden, round));
      batch.addAll(part(seen, round));
      show(index, round + 1, batch.toArray(Change[]::new));
    }
  }

  private static List<Change> part(List<Change> changes, int round) {
    return changes.subList(changes.size() * round / ROUNDS, changes.size() * (round + 1) / ROUNDS);
  }

  @Test
  void theAnswersAreTheSameWithAndWithoutWhatIsHidden() throws Exception {
    List<List<SearchHit>> alone;
    try (SearchIndex index = SearchIndex.open(folder.resolve("alone"), CALM)) {
      fill(index, seen(new Random(2)), List.of());
      alone = answers(index);
      assertThat(alone).allSatisfy(hits -> assertThat(hits).hasSize(NEIGHBOURS));
    }
    try (SearchIndex index = SearchIndex.open(folder.resolve("among"), CALM)) {
      fill(index, seen(new Random(2)), hidden());
      assertThat(answers(index)).isEqualTo(alone);
      assertThat(answers(index)).as("asked again").isEqualTo(alone);
      index.compact().toCompletableFuture().get();
      assertThat(answers(index)).as("in one segment").isEqualTo(alone);
    }
  }

  @Test
  void theAnswersAreTheSameOnceWhatWasSeenIsHidden() throws Exception {
    List<Change> seen = seen(new Random(2));
    List<Change> moved = new ArrayList<>();
    for (int i = 0; i < SEEN; i += 2) {
      moved.add(draft(i).scope(circle(2)).embedding("m", questions().get(i % QUESTIONS)).put());
    }
    List<List<SearchHit>> never;
    try (SearchIndex index = SearchIndex.open(folder.resolve("never"), CALM)) {
      List<Change> rest = new ArrayList<>();
      for (int i = 1; i < SEEN; i += 2) {
        rest.add(seen.get(i));
      }
      fill(index, rest, List.of());
      never = answers(index);
    }
    try (SearchIndex index = SearchIndex.open(folder.resolve("moved"), CALM)) {
      fill(index, seen, List.of());
      assertThat(answers(index)).isNotEqualTo(never);
      show(index, ROUNDS + 1, moved.toArray(Change[]::new));
      assertThat(answers(index)).isEqualTo(never);
    }
  }

  @Test
  void hiddenModelsTakeNoRoomFromThoseThatAreSeen() throws Exception {
    try (SearchIndex index = SearchIndex.open(folder, CALM)) {
      Change[] hidden = new Change[HIDDEN];
      for (int i = 0; i < HIDDEN; i++) {
        hidden[i] = draft(i).scope(circle(2)).embedding("hidden" + i, 1, 1).put();
      }
      show(index, 1, hidden);
      show(index, 2, draft(HIDDEN).embedding("m", 1, 0).put());
      Embedding near = Embedding.of("m", new float[] {1, 0}).orElseThrow();
      assertThat(found(index, SearchQuery.by(READER).near(near, NEIGHBOURS)))
          .containsExactly(id(HIDDEN));
    }
  }
}
