package io.vivim.search;

import static io.vivim.search.Sample.CALM;
import static io.vivim.search.Sample.circle;
import static io.vivim.search.Sample.draft;
import static io.vivim.search.Sample.found;
import static io.vivim.search.Sample.id;
import static io.vivim.search.Sample.show;
import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.events.EventId;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.lucene.document.Document;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.util.FixedBitSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What readers see is remembered, but never what they see no more. */
class SeenCacheTest {
  private static final int ENTITIES = 1500;
  private static final int DIMENSION = 24;
  private static final int NEIGHBOURS = 10;
  private static final int ROUNDS = 6;
  private static final int QUESTIONS = 30;
  private static final double MIN_RECALL = 0.95;

  @TempDir private Path folder;

  private final Random random = new Random(7);
  private final Map<Integer, Put> puts = new HashMap<>();

  /** An entity as it was put last. */
  private record Put(int number, int circle, Embedding embedding) {}

  @Test
  void whatMovedOutOfSightOrWasDeletedIsNeverFoundAgain() throws Exception {
    Sight sight = Sight.of(Set.of(circle(1)), Set.of());
    try (SearchIndex index = SearchIndex.open(folder, CALM)) {
      Change[] first = new Change[ENTITIES];
      for (int i = 0; i < ENTITIES; i++) {
        first[i] = put(i);
      }
      show(index, 1, first);
      int hits = 0;
      for (int round = 2; round < 2 + ROUNDS; round++) {
        for (int i = 0; i < QUESTIONS; i++) {
          hits += compare(index, sight);
        }
        List<Change> changes = new ArrayList<>();
        for (int i = round; i < ENTITIES; i += 9) {
          changes.add(i % 2 == 0 ? put(i) : remove(i));
        }
        show(index, round, changes.toArray(Change[]::new));
      }
      index.compact().toCompletableFuture().get();
      hits += compare(index, sight);
      double asked = NEIGHBOURS * (ROUNDS * QUESTIONS + 1.0);
      assertThat(hits / asked).isGreaterThan(MIN_RECALL);
    }
  }

  private Change put(int number) {
    Put put = new Put(number, random.nextInt(3) > 0 ? 1 : 2, embedding());
    puts.put(number, put);
    return draft(number).scope(circle(put.circle())).embedding("m", put.embedding().unit()).put();
  }

  private Change remove(int number) {
    puts.remove(number);
    return new Change.Remove(id(number));
  }

  private Embedding embedding() {
    float[] vector = new float[DIMENSION];
    for (int i = 0; i < DIMENSION; i++) {
      vector[i] = (float) (1 + random.nextGaussian());
    }
    return Embedding.of("m", vector).orElseThrow();
  }

  /** How many of the nearest were found; everything that is found has to be seen. */
  private int compare(SearchIndex index, Sight sight) {
    Embedding question = embedding();
    List<EventId> seen =
        puts.values().stream()
            .filter(put -> put.circle() == 1)
            .sorted(Comparator.comparingDouble(put -> -cosine(question, put.embedding())))
            .map(put -> id(put.number()))
            .toList();
    List<EventId> answer =
        found(index, SearchQuery.by(sight).near(question, NEIGHBOURS).limit(NEIGHBOURS));
    assertThat(seen).containsAll(answer);
    assertThat(answer).hasSize(NEIGHBOURS).doesNotHaveDuplicates();
    return (int) seen.stream().limit(NEIGHBOURS).filter(answer::contains).count();
  }

  private static double cosine(Embedding one, Embedding other) {
    double dot = 0;
    for (int i = 0; i < DIMENSION; i++) {
      dot += (double) one.unit()[i] * other.unit()[i];
    }
    return dot;
  }

  @Test
  void itKeepsWhatWasAskedForLastAndForgetsSegmentsThatAreGone() throws Exception {
    try (ByteBuffersDirectory directory = new ByteBuffersDirectory();
        IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig())) {
      writer.addDocument(new Document());
      writer.commit();
      DirectoryReader reader = DirectoryReader.open(directory);
      IndexReader.CacheHelper segment = reader.leaves().get(0).reader().getCoreCacheHelper();
      SeenCache cache = new SeenCache(10_000);
      for (int i = 0; i < 100; i++) {
        cache.put(segment, filter(i), entry());
        assertThat(cache.get(segment, filter(0))).isNotNull();
        assertThat(cache.bytes()).isLessThanOrEqualTo(10_000);
      }
      assertThat(cache.get(segment, filter(99))).isNotNull();
      assertThat(cache.get(segment, filter(1))).isNull();
      reader.close();
      assertThat(cache.get(segment, filter(99))).isNull();
      assertThat(cache.bytes()).isZero();
    }
  }

  private static TermQuery filter(int number) {
    return new TermQuery(new Term("scope", "" + number));
  }

  private static SeenCache.Entry entry() {
    return new SeenCache.Entry(new Seen(new FixedBitSet(64), 0), null);
  }
}
