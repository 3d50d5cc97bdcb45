package io.vivim.benchmarks.search;

import io.vivim.benchmarks.log.Figure;
import io.vivim.codec.Bytes;
import io.vivim.did.DidKey;
import io.vivim.did.KeyType;
import io.vivim.events.EventId;
import io.vivim.events.LogScope;
import io.vivim.events.Timestamp;
import io.vivim.search.Change;
import io.vivim.search.Embedding;
import io.vivim.search.SearchDocument;
import io.vivim.search.SearchHit;
import io.vivim.search.SearchIndex;
import io.vivim.search.SearchOptions;
import io.vivim.search.SearchQuery;
import io.vivim.search.Sight;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.IntPredicate;
import java.util.stream.Stream;

/**
 * Neighbours from an index as a follower leaves it, and from a scan over all embeddings: {@code
 * EMBEDDINGS FOLDER}. It prints a figure a line.
 */
public final class SearchBenchmark {
  private static final int DIMENSION = 384;
  private static final int NEIGHBOURS = 10;
  private static final int BATCH = 500;
  private static final int QUESTIONS = 500;

  /** Scans are slow, and need fewer to be timed well. */
  private static final int SCANS = 50;

  private static final int ROUNDS = 3;
  private static final long SEED = 42;
  private static final double MIN_RECALL = 0.95;
  private static final double MIN_RATIO = 20;
  private static final double MIN_RATIO_OF_READER = MIN_RATIO / 2;
  private static final double MIN_OF_UNFILTERED = 0.5;

  /** Less than the index waits for before it takes itself to be at rest. */
  private static final long TRICKLE_MILLIS = 250;

  private static final double NANOS = 1e9;
  private static final String MODEL = "mixture";
  private static final DidKey OWNER =
      new DidKey(KeyType.ED25519, Bytes.copyOf(new byte[KeyType.ED25519.keyBytes()]));

  /**
   * Who asks: everything is seen, or half of it, or a sixteenth.
   *
   * @param one in so many embeddings is seen
   */
  private record Asker(String name, int one, double ratio) {
    boolean sees(int number) {
      return number % one == 0;
    }

    /** Numbers that two is a divisor of are in circles that more see. */
    Sight sight() {
      Set<LogScope> scopes = new HashSet<>();
      for (int number = 0; number < CIRCLES; number += one) {
        scopes.add(circle(number));
      }
      return one == 1 ? Sight.EVERYTHING : Sight.of(scopes, Set.of());
    }
  }

  private static final int CIRCLES = 16;
  private static final List<Asker> ASKERS =
      List.of(
          new Asker("all", 1, MIN_RATIO),
          new Asker("reader-of-half", 2, MIN_RATIO_OF_READER),
          new Asker("reader-of-sixteenth", CIRCLES, MIN_RATIO_OF_READER));

  private final int count;
  private final float[][] vectors;
  private final Map<EventId, Integer> numbers = new HashMap<>();

  private SearchBenchmark(int count) {
    this.count = count;
    Mixture mixture = new Mixture(SEED, DIMENSION);
    vectors = new float[count + QUESTIONS][];
    Arrays.setAll(vectors, number -> mixture.next());
  }

  public static void main(String[] args) throws IOException {
    Path parent = Path.of(args[1]);
    Files.createDirectories(parent);
    Path folder = Files.createTempDirectory(parent, "index-");
    SearchBenchmark benchmark = new SearchBenchmark(Integer.parseInt(args[0]));
    try (SearchIndex index =
        SearchIndex.open(folder, SearchOptions.defaults(InstantSource.system()))) {
      benchmark.fill(index);
      benchmark.measureWhileFollowing(index);
      compact(index);
      benchmark.measure(index, "compacted");
    } finally {
      deleteAll(folder);
    }
  }

  private static void deleteAll(Path root) throws IOException {
    try (Stream<Path> files = Files.walk(root)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static LogScope circle(int number) {
    return new LogScope("circle:" + EventId.ofHeader(Bytes.utf8("circle " + number % CIRCLES)));
  }

  private void fill(SearchIndex index) {
    long begin = System.nanoTime();
    for (int from = 0; from < count; from += BATCH) {
      List<Change> batch = new ArrayList<>();
      for (int number = from; number < Math.min(count, from + BATCH); number++) {
        batch.add(new Change.Put(document(number)));
      }
      index.apply(from + BATCH, batch);
    }
    index.waitFor(index.position()).toCompletableFuture().join();
    say("indexed in %,.0f s", (System.nanoTime() - begin) / NANOS);
  }

  private static void compact(SearchIndex index) {
    long begin = System.nanoTime();
    index.compact().toCompletableFuture().join();
    say("compacted in %,.0f s", (System.nanoTime() - begin) / NANOS);
  }

  /**
   * Measures the index as applying leaves it: the log goes on, if with nothing to index, so that
   * the index does not take itself to be at rest and compact itself. Its merges go on as well.
   */
  private void measureWhileFollowing(SearchIndex index) {
    ScheduledExecutorService log = Executors.newSingleThreadScheduledExecutor();
    try {
      Future<?> following =
          log.scheduleWithFixedDelay(
              () -> index.apply(index.position() + 1, List.of()),
              0,
              TRICKLE_MILLIS,
              TimeUnit.MILLISECONDS);
      measure(index, "applied");
      if (following.isDone()) {
        throw new IllegalStateException("the log ended while the index was measured");
      }
    } finally {
      log.shutdown();
    }
  }

  private SearchDocument document(int number) {
    EventId id = EventId.ofHeader(Bytes.utf8("entity " + number));
    numbers.put(id, number);
    return new SearchDocument(
        id,
        "memory",
        List.of(OWNER),
        circle(number),
        Timestamp.of(number, 0),
        List.of(),
        List.of(),
        Embedding.of(MODEL, vectors[number]).orElseThrow());
  }

  private void measure(SearchIndex index, String state) {
    double unfiltered = 0;
    for (Asker asker : ASKERS) {
      double rate = measure(index, state + "/" + asker.name(), asker);
      if (asker.one() == 1) {
        unfiltered = rate;
      } else {
        tell(
            state + "/" + asker.name() + "/rate-of-all",
            rate,
            unfiltered,
            Figure.Bar.atLeast(MIN_OF_UNFILTERED));
      }
    }
  }

  /** The rate. */
  private double measure(SearchIndex index, String name, Asker asker) {
    BruteForce scan = new BruteForce(vectors, count);
    IntPredicate isSeen = asker::sees;
    Sight sight = asker.sight();
    int hits = 0;
    for (int i = 0; i < QUESTIONS; i++) {
      Set<Integer> nearest = new HashSet<>();
      Arrays.stream(scan.nearest(vectors[count + i], NEIGHBOURS, isSeen)).forEach(nearest::add);
      for (SearchHit hit : ask(index, sight, i)) {
        hits += nearest.contains(numbers.get(hit.entity())) ? 1 : 0;
      }
    }
    tell(
        name + "/recall-at-10",
        hits,
        (double) NEIGHBOURS * QUESTIONS,
        Figure.Bar.atLeast(MIN_RECALL));
    double best = 0;
    double bestScan = 0;
    double bestSeen = 0;
    for (int round = 0; round < ROUNDS; round++) {
      best = Math.max(best, rate(QUESTIONS, i -> ask(index, sight, i)));
      bestScan =
          Math.max(
              bestScan, rate(SCANS, i -> scan.nearest(vectors[count + i], NEIGHBOURS, n -> true)));
      bestSeen =
          Math.max(
              bestSeen, rate(SCANS, i -> scan.nearest(vectors[count + i], NEIGHBOURS, isSeen)));
    }
    tell(name + "/rate", best, bestScan, Figure.Bar.atLeast(asker.ratio()));
    tell(name + "/rate-of-seen", best, bestSeen, Figure.Bar.NONE);
    return best;
  }

  private List<SearchHit> ask(SearchIndex index, Sight sight, int question) {
    Embedding near = Embedding.of(MODEL, vectors[count + question]).orElseThrow();
    return index
        .search(SearchQuery.by(sight).near(near, NEIGHBOURS).limit(NEIGHBOURS).build())
        .hits();
  }

  /** Something that is asked by its number. */
  @FunctionalInterface
  private interface Asking {
    Object ask(int question);
  }

  private static double rate(int questions, Asking asking) {
    int answers = 0;
    long begin = System.nanoTime();
    for (int i = 0; i < questions; i++) {
      answers += asking.ask(i).hashCode() == 0 ? 0 : 1;
    }
    long nanos = System.nanoTime() - begin;
    if (answers == 0) {
      throw new IllegalStateException("nothing was answered");
    }
    return questions * NANOS / nanos;
  }

  private static void tell(String name, double rate, double limit, Figure.Bar bar) {
    System.out.println(new Figure(name, rate, limit, bar));
  }

  private static void say(String format, Object... values) {
    System.err.println("  " + String.format(Locale.ROOT, format, values));
  }
}
