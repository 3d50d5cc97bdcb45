package io.vivim.node.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.eventlog.Source;
import io.vivim.events.DecodedEvent;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that writes and indexes is killed; the index goes on, and is as one made anew. */
class SearchKillTest {
  private static final int EVENTS = 400;
  private static final int KILLS = 3;
  private static final long SEED = 7;
  private static final long PATIENCE_SECONDS = 60;

  /** What the children and their judge all make. */
  static List<DecodedEvent> history() {
    Random random = new Random(SEED);
    Author author = new Author(3, new AtomicLong(Author.START_MILLIS));
    List<DecodedEvent> history = new ArrayList<>();
    List<DecodedEvent> heads = new ArrayList<>();
    while (history.size() < EVENTS) {
      int which = heads.isEmpty() ? 0 : random.nextInt(heads.size());
      int act = random.nextInt(10);
      DecodedEvent event;
      if (heads.size() < 5 || act < 5) {
        event = author.memory("word" + random.nextInt(20) + " number" + history.size());
        heads.add(event);
      } else if (act < 8) {
        event = author.update(heads.get(which), Author.set("content", "changed" + act));
        heads.set(which, event);
      } else if (act == 8) {
        event = author.delete(heads.remove(which));
      } else {
        event = author.erase(heads.get(which));
      }
      history.add(event);
    }
    return history;
  }

  @Test
  void killedInTheMiddleItGoesOnAndIsAsOneMadeAnew(@TempDir Path folder) throws Exception {
    Random random = new Random(SEED);
    for (int kill = 1; kill <= KILLS; kill++) {
      runAndKill(folder, kill * EVENTS / (KILLS + 1) + random.nextInt(20));
    }

    List<String> goneOn;
    try (SearchHome home = new SearchHome(folder)) {
      for (DecodedEvent event : history()) {
        SearchHome.await(home.ledger.log().submit(event.raw(), Source.LOCAL));
      }
      SearchHome.await(home.search().waitFor(home.head()));
      assertThat(home.head()).isEqualTo(EVENTS);
      goneOn = seen(home);
      assertThat(home.faults).isEmpty();
    }
    try (SearchHome anew = new SearchHome(folder, folder.resolve("anew"))) {
      SearchHome.await(anew.search().waitFor(anew.head()));
      assertThat(goneOn).isEqualTo(seen(anew)).hasSizeGreaterThan(EVENTS / 4);
    }
  }

  /** All documents, and which of them each word finds. */
  private static List<String> seen(SearchHome home) {
    List<String> seen = home.everything();
    for (int i = 0; i < 20; i++) {
      seen.add(home.found("word" + i).stream().sorted().toList().toString());
      seen.add(home.found("changed" + i).stream().sorted().toList().toString());
    }
    return seen;
  }

  private static void runAndKill(Path folder, int answers)
      throws IOException, InterruptedException {
    Process child =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                SearchingChild.class.getName(),
                folder.toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
      int seen = 0;
      while (seen < answers && lines.readLine() != null) {
        seen++;
      }
      assertThat(seen).as("the child ended by itself").isEqualTo(answers);
    } finally {
      child.toHandle().destroyForcibly();
      assertThat(child.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }
  }
}
