package io.vivim.eventlog;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.events.DecodedEvent;
import io.vivim.events.EventId;
import io.vivim.store.Engine;
import io.vivim.store.StoreOptions;
import io.vivim.store.Stores;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A process that ingests is killed, again and again, and loses nothing that it acknowledged. */
class KillTest {
  /** Events of one history; the shuffle makes some wait, and erasures make purges. */
  static final int EVENTS = 1500;

  private static final long PATIENCE_SECONDS = 60;
  private static final Set<String> OUTCOMES = Set.of("Accepted", "Duplicate", "Pending");

  /** The history that a child and its judge both make from the same seed. */
  static List<DecodedEvent> history(long seed) {
    List<DecodedEvent> history = new ArrayList<>(History.of(seed, EVENTS));
    Random random = new Random(seed);
    for (int i = 0; i < history.size(); i++) {
      int other = Math.min(history.size() - 1, i + random.nextInt(100));
      DecodedEvent kept = history.get(i);
      history.set(i, history.get(other));
      history.set(other, kept);
    }
    return history;
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void killedAtAnyMomentItLosesNothingAcknowledged(Engine engine, @TempDir Path directory)
      throws Exception {
    Random random = new Random(engine.code().length());
    long kills = TestSize.pick(10, 300);
    long seed = 0;
    Path home = directory.resolve("0");
    Map<EventId, String> acknowledged = new HashMap<>();
    Path file = directory.resolve("history");
    IngestingChild.write(history(seed), file);
    for (long kill = 0; kill < kills; kill++) {
      boolean isFinished = runAndKill(engine, home, file, random, acknowledged);
      judge(engine, home, seed, acknowledged);
      if (isFinished) {
        seed++;
        home = directory.resolve(String.valueOf(seed));
        IngestingChild.write(history(seed), file);
        acknowledged.clear();
      }
    }
  }

  /** Runs a child until a random number of answers came or a random time went by. */
  private static boolean runAndKill(
      Engine engine, Path home, Path history, Random random, Map<EventId, String> acknowledged)
      throws IOException, InterruptedException {
    Process child =
        new ProcessBuilder(IngestingChild.command(engine, home, history))
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    boolean isFinished = false;
    int patience = random.nextInt(EVENTS);
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
      // A kill of its own accord now and then, at no particular answer.
      boolean killsByTime = random.nextInt(3) == 0;
      if (killsByTime) {
        lines.readLine();
        child.waitFor(random.nextInt(300), TimeUnit.MILLISECONDS);
        child.toHandle().destroyForcibly();
      }
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.equals("done")) {
          isFinished = true;
        } else {
          note(line, acknowledged);
        }
        if (--patience == 0) {
          child.toHandle().destroyForcibly();
        }
      }
    } finally {
      child.toHandle().destroyForcibly();
      assertThat(child.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }
    return isFinished;
  }

  /** The last line of a killed child may be half a line, and then says nothing. */
  private static void note(String line, Map<EventId, String> acknowledged) {
    int space = line.indexOf(' ');
    String outcome = line.substring(space + 1);
    if (space > 0 && OUTCOMES.contains(outcome)) {
      EventId.parse(line.substring(0, space)).ifPresent(id -> acknowledged.put(id, outcome));
    }
  }

  private static void judge(Engine engine, Path home, long seed, Map<EventId, String> acknowledged)
      throws Exception {
    try (TestLog here = new TestLog(Stores.open(home, engine, StoreOptions.DEFAULT))) {
      assertThat(here.problems()).isEmpty();
      Set<EventId> held = here.held();
      Set<String> lost = new HashSet<>();
      acknowledged.forEach(
          (id, outcome) -> {
            boolean isIn = here.log.find(id).isPresent();
            boolean isSafe = outcome.equals("Pending") ? isIn || held.contains(id) : isIn;
            if (!isSafe) {
              lost.add(id + " " + outcome + " of history " + seed);
            }
          });
      assertThat(lost).isEmpty();
      for (EventId id : held) {
        assertThat(here.log.find(id)).as("both in the log and waiting").isEmpty();
      }
    }
  }
}
