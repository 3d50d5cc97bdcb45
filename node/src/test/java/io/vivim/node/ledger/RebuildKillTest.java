package io.vivim.node.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import io.vivim.store.Engine;
import io.vivim.store.Store;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A rebuild that is killed goes on where it was, and comes to the same state. */
class RebuildKillTest {
  /** Enough for several commits of a rebuild. */
  private static final int EVENTS = 2600;

  private static final int KILLS_AT_RANDOM = 3;
  private static final long PATIENCE_SECONDS = 60;

  @TempDir Path folder;

  @ParameterizedTest
  @EnumSource(Engine.class)
  void killedInTheMiddleItIsGoneOnWith(Engine engine) throws Exception {
    Path home = folder.resolve("home");
    LedgerRows.submit(home, engine, RandomLog.of(1, EVENTS));
    Map<String, String> live = LedgerRows.rows(home, engine);

    long killedAt = killAtSecondPosition(engine, home);
    assertThat(LedgerRows.rows(home, engine)).isNotEqualTo(live);
    List<Long> positions = rebuild(engine, home);
    assertThat(positions.get(0)).as("goes on behind what was folded").isGreaterThan(killedAt);
    assertThat(LedgerRows.rows(home, engine)).isEqualTo(live);
    assertThat(rebuild(engine, home).get(0)).as("begins anew").isLessThan(killedAt);

    killAtSecondPosition(engine, home);
    LedgerRows.ledger(home, engine).close();
    assertThat(LedgerRows.rows(home, engine)).as("opened in between").isEqualTo(live);
  }

  @ParameterizedTest
  @EnumSource(Engine.class)
  void killedAtAnyMomentItComesToTheSame(Engine engine) throws Exception {
    Path home = folder.resolve("home");
    LedgerRows.submit(home, engine, RandomLog.of(2, EVENTS));
    Map<String, String> live = LedgerRows.rows(home, engine);
    Random random = new Random(engine.code().length());
    for (int kill = 0; kill < KILLS_AT_RANDOM; kill++) {
      Process child = start(engine, home, false);
      try (BufferedReader lines = lines(child)) {
        assertThat(lines.readLine()).isEqualTo("ready");
        child.waitFor(random.nextInt(400), TimeUnit.MILLISECONDS);
      } finally {
        end(child);
      }
    }
    rebuild(engine, home);
    assertThat(LedgerRows.rows(home, engine)).isEqualTo(live);
  }

  private long killAtSecondPosition(Engine engine, Path home) throws Exception {
    Process child = start(engine, home, true);
    try (BufferedReader lines = lines(child)) {
      assertThat(lines.readLine()).isEqualTo("ready");
      assertThat(Long.parseLong(lines.readLine())).isPositive();
      child.getOutputStream().write(1);
      child.getOutputStream().flush();
      return Long.parseLong(lines.readLine());
    } finally {
      end(child);
    }
  }

  private Process start(Engine engine, Path home, boolean waits) throws IOException {
    return new ProcessBuilder(RebuildingChild.command(engine, home, folder, waits))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static BufferedReader lines(Process child) {
    return new BufferedReader(
        new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8));
  }

  private static void end(Process child) throws InterruptedException {
    child.toHandle().destroyForcibly();
    assertThat(child.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
  }

  /** The positions that a rebuild in this process comes by. */
  private static List<Long> rebuild(Engine engine, Path home) {
    List<Long> positions = new ArrayList<>();
    try (Store store = LedgerRows.store(home, engine)) {
      Ledger.rebuild(store, positions::add);
    }
    return positions;
  }
}
