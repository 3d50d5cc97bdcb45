package io.vivim.search;

import static io.vivim.search.Sample.CALM;
import static io.vivim.search.Sample.all;
import static io.vivim.search.Sample.await;
import static io.vivim.search.Sample.draft;
import static io.vivim.search.Sample.found;
import static io.vivim.search.Sample.id;
import static io.vivim.search.Sample.show;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What was expunged is in no file: the bytes of its words, tags and embedding are looked for. */
class ExpungeTest {
  /** Cyrillic, which Lucene's compression of terms leaves as it is. */
  private static final String SECRET = "жэщюбцп";

  private static final String SECRET_TAG = "тцзфгды";
  private static final float[] SECRET_PLACE = {0.6f, 0, 0.8f, 0};

  @TempDir private Path folder;

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] place() {
    ByteBuffer bytes = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    for (float number : SECRET_PLACE) {
      bytes.putFloat(number);
    }
    return bytes.array();
  }

  /** The names of the files that hold these bytes. */
  private List<String> holding(byte[] sought) throws IOException {
    List<String> names = new ArrayList<>();
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        String all = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        if (all.contains(new String(sought, StandardCharsets.ISO_8859_1))) {
          names.add(file.getFileName().toString());
        }
      }
    }
    return names;
  }

  private static Change secret(int number) {
    return draft(number)
        .text("a " + SECRET + " word")
        .tag("topic", SECRET_TAG)
        .embedding("m", SECRET_PLACE)
        .put();
  }

  /** A secret among so many others that nothing is merged for its sake alone. */
  private static Change[] secretAmongOthers() {
    Change[] changes = new Change[20];
    for (int i = 0; i < changes.length; i++) {
      changes[i] = i == 1 ? secret(1) : draft(i).text("other").embedding("m", i, 1, 1, 1).put();
    }
    return changes;
  }

  private void isInTheFiles() throws IOException {
    assertThat(holding(utf8(SECRET))).isNotEmpty();
    assertThat(holding(utf8(SECRET_TAG))).isNotEmpty();
    assertThat(holding(place())).isNotEmpty();
  }

  private void isInNoFile() throws IOException {
    assertThat(holding(utf8(SECRET))).isEmpty();
    assertThat(holding(utf8(SECRET_TAG))).isEmpty();
    assertThat(holding(place())).isEmpty();
  }

  @Test
  void whatIsExpungedLeavesTheFiles() throws Exception {
    try (SearchIndex index = SearchIndex.open(folder, CALM)) {
      show(index, 1, secret(1), draft(2).text("other").put());
      show(index, 2, draft(3).text("third").put());
      index.commit();
      isInTheFiles();

      index.apply(3, List.of(new Change.Expunge(id(1))));
      await(index.waitForExpunged(3));

      isInNoFile();
      assertThat(found(index, all())).containsExactly(id(3), id(2));
    }
    isInNoFile();
  }

  @Test
  void aMereRemovalMayLeaveThem() throws Exception {
    try (SearchIndex index = SearchIndex.open(folder, CALM)) {
      show(index, 1, secretAmongOthers());
      index.commit();
      show(index, 2, new Change.Remove(id(1)));
      index.commit();
      assertThat(found(index, all().text(SECRET))).isEmpty();
      isInTheFiles();
    }
  }

  @Test
  void anEntityThatLivesOnIsNeverMissed() throws Exception {
    try (SearchIndex index = SearchIndex.open(folder, CALM)) {
      show(index, 1, secret(1));
      index.commit();
      isInTheFiles();

      Change rest = draft(1).text("rest").put();
      index.apply(2, List.of(new Change.Expunge(id(1)), rest));
      await(index.waitForExpunged(2));

      isInNoFile();
      assertThat(found(index, all().text("rest"))).containsExactly(id(1));
    }
  }

  @Test
  void earlierVersionsAreExpungedToo() throws Exception {
    try (SearchIndex index = SearchIndex.open(folder, CALM)) {
      show(index, 1, secretAmongOthers());
      index.commit();
      show(index, 2, draft(1).text("later").put());
      index.commit();
      isInTheFiles();

      index.apply(3, List.of(new Change.Expunge(id(1))));
      await(index.waitForExpunged(3));
      isInNoFile();
    }
  }

  @Test
  void aDebtSurvivesTheProcess() throws Exception {
    try (SearchIndex index = SearchIndex.open(folder, CALM)) {
      show(index, 1, secretAmongOthers());
      index.commit();
      isInTheFiles();
    }
    // The deletion is durable and the rewriting has not begun: what a crash in between leaves.
    OpenedIndex bare = new IndexFolder(folder).open(new IndexSettings(new Words(), 16), "");
    bare.change(new Change.Expunge(id(1)));
    bare.commit(new Progress("", 2, true));
    bare.close();
    isInTheFiles();

    try (SearchIndex index = SearchIndex.open(folder, CALM)) {
      assertThat(index.position()).isEqualTo(2);
      await(index.waitForExpunged(2));
      isInNoFile();
    }
  }

  @Test
  void manyExpungesWhileOthersWriteAllComeTrue() throws Exception {
    try (SearchIndex index = SearchIndex.open(folder, CALM.withCommit(20, CALM.commitEvery()))) {
      long position = 0;
      List<CompletionStage<Void>> waiting = new ArrayList<>();
      for (int i = 0; i < 40; i++) {
        show(index, ++position, secret(i), draft(1000 + i).text("stays").put());
        index.apply(++position, List.of(new Change.Expunge(id(i))));
        waiting.add(index.waitForExpunged(position));
      }
      for (CompletionStage<Void> each : waiting) {
        await(each);
      }
      isInNoFile();
      assertThat(found(index, all().text("stays").limit(100))).hasSize(40);
    }
  }
}
