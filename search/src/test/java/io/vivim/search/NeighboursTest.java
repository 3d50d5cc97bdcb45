package io.vivim.search;

import static io.vivim.search.Sample.CALM;
import static io.vivim.search.Sample.all;
import static io.vivim.search.Sample.circle;
import static io.vivim.search.Sample.draft;
import static io.vivim.search.Sample.found;
import static io.vivim.search.Sample.id;
import static io.vivim.search.Sample.show;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.vivim.events.EventId;
import io.vivim.events.LogScope;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NeighboursTest {
  private static final int VECTORS = 5000;
  private static final int DIMENSION = 64;
  private static final int CLUSTERS = 50;
  private static final int QUESTIONS = 100;
  private static final int BATCH = 500;
  private static final double SPREAD = 0.4;

  @TempDir private Path folder;

  private static Embedding embedding(String model, float... numbers) {
    return Embedding.of(model, numbers).orElseThrow();
  }

  @Test
  void theNearestComeFirstAndTellTheirCosine() throws Exception {
    try (SearchIndex index = SearchIndex.open(folder, CALM)) {
      show(
          index,
          1,
          draft(1).embedding("m", 1, 0).put(),
          draft(2).embedding("m", 3, 3).put(),
          draft(3).embedding("m", -1, 0).put(),
          draft(4).text("no embedding").put());

      SearchPage page = index.search(all().near(embedding("m", 5, 0), 3).build());
      assertThat(page.hits()).extracting(SearchHit::entity).containsExactly(id(1), id(2), id(3));
      assertThat(page.hits().get(0).score()).isCloseTo(1, within(1e-6f));
      assertThat(page.hits().get(2).score()).isCloseTo(0, within(1e-6f));
      assertThat(found(index, all().near(embedding("m", 5, 0), 1))).containsExactly(id(1));
    }
  }

  @Test
  void modelsAndDimensionsAreKeptApart() throws Exception {
    try (SearchIndex index = SearchIndex.open(folder, CALM)) {
      show(
          index,
          1,
          draft(1).embedding("m", 1, 0).put(),
          draft(2).embedding("n", 1, 0).put(),
          draft(3).embedding("m", 1, 0, 0).put());

      assertThat(found(index, all().near(embedding("m", 1, 0), 9))).containsExactly(id(1));
      assertThat(found(index, all().near(embedding("n", 1, 0), 9))).containsExactly(id(2));
      assertThat(found(index, all().near(embedding("m", 1, 0, 0), 9))).containsExactly(id(3));
      assertThat(found(index, all().near(embedding("o", 1, 0), 9))).isEmpty();
    }
  }

  @Test
  void longEmbeddingsAreFoundAndOutlastTheirWriter() throws Exception {
    float[] numbers = new float[Embedding.MAX_DIMENSION];
    Arrays.fill(numbers, 1);
    try (SearchIndex index = SearchIndex.open(folder, CALM)) {
      show(index, 1, draft(1).embedding("long", numbers).put());
    }
    try (SearchIndex index = SearchIndex.open(folder, CALM)) {
      assertThat(found(index, all().near(embedding("long", numbers), 1))).containsExactly(id(1));
    }
    assertThat(Embedding.of("longer", new float[Embedding.MAX_DIMENSION + 1])).isEmpty();
  }

  @Test
  void numbersThatPointNowhereAreNoEmbedding() {
    assertThat(Embedding.of("m", new float[0])).isEmpty();
    assertThat(Embedding.of("m", new float[] {0, 0})).isEmpty();
    assertThat(Embedding.of("m", new float[] {1, Float.NaN})).isEmpty();
    assertThat(Embedding.of("m", new float[] {1, Float.POSITIVE_INFINITY})).isEmpty();
    assertThat(Embedding.of("", new float[] {1})).isEmpty();
    assertThat(Embedding.of("m", new float[] {Float.MAX_VALUE, Float.MIN_VALUE})).isPresent();
  }

  @Test
  void wordsAndNeighboursAreJoinedByTheirRanks() throws Exception {
    try (SearchIndex index = SearchIndex.open(folder, CALM)) {
      show(
          index,
          1,
          draft(1).text("tea").embedding("m", 0, 1).put(),
          draft(2).text("tea and much more than that").embedding("m", 1, 0).put(),
          draft(3).text("rum").embedding("m", 1, 0.1f).put(),
          draft(4).text("tea").scope(circle(1)).embedding("m", 1, 0).put());

      SearchQuery.Builder query =
          SearchQuery.by(Sight.of(Set.of(LogScope.PUBLIC), Set.of()))
              .text("tea")
              .near(embedding("m", 1, 0), 2);
      List<SearchHit> hits = index.search(query.build()).hits();

      assertThat(hits).extracting(SearchHit::entity).containsExactly(id(2), id(1), id(3));
      assertThat(hits.get(0).score()).isCloseTo(1f / 62 + 1f / 61, within(1e-6f));
      assertThat(hits.get(1).score()).isCloseTo(1f / 61, within(1e-6f));
      assertThat(hits.get(2).score()).isCloseTo(1f / 62, within(1e-6f));

      SearchPage first = index.search(query.limit(2).build());
      assertThat(first.hits()).isEqualTo(hits.subList(0, 2));
      SearchPage second = index.search(query.after(first.next().orElseThrow()).build());
      assertThat(second.hits()).isEqualTo(hits.subList(2, 3));
      assertThat(second.next()).isEmpty();
    }
  }

  @Test
  void nearlyAllOfTheNearestAreFoundWithAndWithoutAReader() throws Exception {
    Random random = new Random(42);
    findsNearlyAllOf(mixture(random, VECTORS + QUESTIONS, new float[DIMENSION]));
  }

  /** As some models do: every embedding has much in common, and one number that outweighs all. */
  @Test
  void nearlyAllAreFoundOfEmbeddingsThatLieToOneSide() throws Exception {
    Random random = new Random(43);
    float[] side = new float[DIMENSION];
    fill(side, random, 1, new float[DIMENSION]);
    side[DIMENSION / 2] = 30;
    findsNearlyAllOf(mixture(random, VECTORS + QUESTIONS, side));
  }

  private void findsNearlyAllOf(float[][] vectors) throws Exception {
    try (SearchIndex index = SearchIndex.open(folder, CALM)) {
      for (int from = 0; from < VECTORS; from += BATCH) {
        Change[] batch = new Change[BATCH];
        for (int i = 0; i < BATCH; i++) {
          int number = from + i;
          batch[i] = draft(number).scope(scope(number)).embedding("m", vectors[number]).put();
        }
        show(index, from + BATCH, batch);
      }
      assertThat(recall(index, vectors, Sight.EVERYTHING, number -> true)).isGreaterThan(0.95);
      for (int readers : new int[] {2, 5}) {
        Sight sight = Sight.of(Set.of(circle(readers)), Set.of());
        assertThat(recall(index, vectors, sight, number -> scope(number).equals(circle(readers))))
            .isGreaterThan(0.95);
      }
    }
  }

  /** Half of the documents are in circle 2, and one in sixteen in circle 5. */
  private static LogScope scope(int number) {
    return circle(number % 2 == 0 ? 2 : number % 16 == 1 ? 5 : 9);
  }

  private static float[][] mixture(Random random, int count, float[] side) {
    float[][] centres = new float[CLUSTERS][DIMENSION];
    for (float[] centre : centres) {
      fill(centre, random, 1, side);
    }
    float[][] vectors = new float[count][DIMENSION];
    for (float[] vector : vectors) {
      fill(vector, random, SPREAD, centres[random.nextInt(CLUSTERS)]);
      normalise(vector);
    }
    return vectors;
  }

  private static void fill(float[] vector, Random random, double spread, float[] centre) {
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) (centre[i] + spread * random.nextGaussian());
    }
  }

  private static void normalise(float[] vector) {
    double length = Math.sqrt(dot(vector, vector));
    for (int i = 0; i < vector.length; i++) {
      vector[i] = (float) (vector[i] / length);
    }
  }

  private static double dot(float[] one, float[] other) {
    double sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += (double) one[i] * other[i];
    }
    return sum;
  }

  private static double recall(
      SearchIndex index, float[][] vectors, Sight sight, IntPredicate isSeen) {
    int hits = 0;
    for (int i = 0; i < QUESTIONS; i++) {
      float[] question = vectors[VECTORS + i];
      SearchQuery.Builder query =
          SearchQuery.by(sight).near(embedding("m", question), 10).limit(10);
      Set<EventId> nearest = new HashSet<>();
      IntStream.range(0, VECTORS)
          .filter(isSeen)
          .boxed()
          .sorted(Comparator.comparingDouble(number -> -dot(question, vectors[number])))
          .limit(10)
          .forEach(number -> nearest.add(id(number)));
      List<EventId> answer = found(index, query);
      assertThat(answer).hasSize(10);
      hits += (int) answer.stream().filter(nearest::contains).count();
    }
    return hits / (10.0 * QUESTIONS);
  }
}
