package io.vivim.search;

import static io.vivim.search.Sample.CALM;
import static io.vivim.search.Sample.all;
import static io.vivim.search.Sample.draft;
import static io.vivim.search.Sample.found;
import static io.vivim.search.Sample.id;
import static io.vivim.search.Sample.show;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RecoveryTest {
  @TempDir private Path folder;

  private void fill() throws Exception {
    try (SearchIndex index = SearchIndex.open(folder, CALM)) {
      show(index, 7, draft(1).text("leaves").embedding("m", 1, 2).put(), draft(2).put());
    }
  }

  private void startsFromNothing() throws Exception {
    try (SearchIndex index = SearchIndex.open(folder, CALM)) {
      assertThat(index.position()).isZero();
      assertThat(found(index, all())).isEmpty();
      show(index, 1, draft(3).put());
      assertThat(found(index, all())).containsExactly(id(3));
    }
    try (SearchIndex index = SearchIndex.open(folder, CALM)) {
      assertThat(index.position()).isEqualTo(1);
    }
  }

  @Test
  void whatWasClosedGoesOnWhereItWas() throws Exception {
    fill();
    try (SearchIndex index = SearchIndex.open(folder, CALM)) {
      assertThat(index.position()).isEqualTo(7);
      assertThat(index.indexedTo()).isEqualTo(7);
      assertThat(index.durableTo()).isEqualTo(7);
      assertThat(found(index, all().text("leaves"))).containsExactly(id(1));
    }
  }

  @Test
  void anIndexOfAnotherLogStartsFromNothing() throws Exception {
    fill();
    try (SearchIndex index = SearchIndex.open(folder, CALM, "another")) {
      assertThat(index.position()).isZero();
      show(index, 1, draft(3).put());
    }
    try (SearchIndex index = SearchIndex.open(folder, CALM, "another")) {
      assertThat(found(index, all())).containsExactly(id(3));
    }
  }

  @Test
  void whatWasGivenUpStartsFromNothing() throws Exception {
    fill();
    SearchIndex.discard(folder);
    startsFromNothing();
  }

  @Test
  void aFolderThatIsNotThereIsMade() throws Exception {
    folder = folder.resolve("deep/er");
    startsFromNothing();
  }

  @Test
  void anyFileThatIsCutShortMakesItStartFromNothing() throws Exception {
    fill();
    List<String> names;
    try (Stream<Path> files = Files.list(folder)) {
      names = files.map(file -> file.getFileName().toString()).filter(n -> !isLock(n)).toList();
    }
    assertThat(names).isNotEmpty();
    for (String name : names) {
      Path file = folder.resolve(name);
      if (!Files.exists(file)) {
        fill();
      }
      byte[] bytes = Files.readAllBytes(file);
      Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
      startsFromNothing();
      clear();
    }
  }

  private void clear() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.delete(file);
      }
    }
  }

  private static boolean isLock(String name) {
    return name.equals(IndexWriter.WRITE_LOCK_NAME);
  }

  @Test
  void aFileThatIsMissingMakesItStartFromNothing() throws Exception {
    fill();
    try (Stream<Path> files = Files.list(folder)) {
      Path some =
          files
              .filter(file -> file.getFileName().toString().startsWith("_"))
              .findFirst()
              .orElseThrow();
      Files.delete(some);
    }
    startsFromNothing();
  }

  @Test
  void damageFoundWhileOpenMakesTheNextStartFromNothing() throws Exception {
    fill();
    Files.createFile(folder.resolve("damaged"));
    startsFromNothing();
  }

  @Test
  void anIndexOfAnotherLayoutIsMadeAnew() throws Exception {
    for (Map<String, String> data :
        List.of(
            Map.<String, String>of(),
            Map.of("vivim.layout", "1", "vivim.position", "5"),
            Map.of("vivim.layout", "2", "vivim.position", "-5"),
            Map.of("vivim.layout", "2"))) {
      try (Directory directory = FSDirectory.open(folder);
          IndexWriter writer = new IndexWriter(directory, new IndexWriterConfig())) {
        writer.setLiveCommitData(data.entrySet());
        writer.commit();
      }
      startsFromNothing();
    }
  }

  @Test
  void filesOfOthersAreLeftAlone() throws Exception {
    Path letter = Files.writeString(folder.resolve("letter.txt"), "dear");
    Files.writeString(folder.resolve("segments_1"), "nonsense", StandardOpenOption.CREATE);
    startsFromNothing();
    assertThat(letter).hasContent("dear");
  }

  @Test
  void anIndexThatIsOpenElsewhereIsRefusedAndKept() throws Exception {
    fill();
    try (SearchIndex index = SearchIndex.open(folder, CALM)) {
      assertThatThrownBy(() -> SearchIndex.open(folder, CALM))
          .isInstanceOfSatisfying(
              SearchException.class, e -> assertThat(e.error()).isEqualTo(SearchError.IN_USE));
      assertThat(found(index, all().text("leaves"))).containsExactly(id(1));
    }
  }

  @Test
  void aKilledProcessLosesNothingThatWasDurable() throws Exception {
    int position = 0;
    for (int kill = 0; kill < 2; kill++) {
      long told = runUntilKilled(position, 100 + 37 * kill);
      try (SearchIndex index = SearchIndex.open(folder, CALM)) {
        position = (int) index.position();
        assertThat(position).isGreaterThanOrEqualTo((int) told);
        for (int i = 1; i <= position; i += Math.max(1, position / 100)) {
          assertThat(found(index, all().text("n" + i))).containsExactly(id(i));
        }
        assertThat(found(index, all().text("n" + position))).containsExactly(id(position));
        assertThat(found(index, all().text("n" + (position + 1)))).isEmpty();
      }
    }
    assertThat(position).isPositive();
  }

  /** The last position that the process said was durable. */
  private long runUntilKilled(int from, int lines) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                DoomedFollower.class.getName(),
                folder.toString(),
                Integer.toString(from))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    long told = 0;
    try (BufferedReader out =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (int i = 0; i < lines; i++) {
        String line = out.readLine();
        assertThat(line).isNotNull();
        told = Long.parseLong(line);
      }
    } finally {
      process.destroyForcibly();
      process.waitFor();
    }
    return told;
  }

  /** Follows a log without an end, committing every 13 changes, and says how far is durable. */
  static final class DoomedFollower {
    private DoomedFollower() {}

    public static void main(String[] args) {
      SearchOptions options =
          Sample.CALM.withRefresh(Duration.ofMillis(1)).withCommit(13, Duration.ofHours(1));
      try (SearchIndex index = SearchIndex.open(Path.of(args[0]), options)) {
        if (index.position() != Long.parseLong(args[1])) {
          throw new IllegalStateException("went on from " + index.position());
        }
        for (int i = Integer.parseInt(args[1]) + 1; ; i++) {
          index.apply(i, List.of(draft(i).text("n" + i).put()));
          System.out.println(index.durableTo());
        }
      }
    }
  }
}
