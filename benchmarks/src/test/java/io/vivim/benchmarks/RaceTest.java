package io.vivim.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RaceTest {
  private static final Duration PLENTY = Duration.ofDays(1);

  @TempDir Path directory;

  private final ByteArrayOutputStream log = new ByteArrayOutputStream();

  @Test
  void wholeRunsAreMeasuredInTurn() throws Exception {
    Bench bench = bench(wholeRuns("echo ours >> order; echo 6", "echo limit >> order; echo 4"));

    assertThat(race(2, PLENTY).run(bench))
        .hasToString("{\"bench\":\"test\",\"rate\":6,\"limit\":4,\"ratio\":1.5}");
    assertThat(directory.resolve("order")).hasContent("ours\nlimit\nours\nlimit");
    assertThat(log.toString(StandardCharsets.UTF_8))
        .contains("heat 2 of 2: 6.0/s against 4.0/s, ratio 1.500");
  }

  @Test
  void theRateIsOnTheLastLineThatIsPrinted() throws Exception {
    Bench bench = bench(wholeRuns("echo 1; echo ready; echo 12.5", "echo 5"));

    assertThat(race(1, PLENTY).run(bench).toString()).contains("\"rate\":12.5,");
  }

  @Test
  void whatIsNoRateIsShown() {
    for (String output : List.of("many", "-3", "0", "NaN", "Infinity")) {
      assertThatThrownBy(() -> race(1, PLENTY).run(bench(wholeRuns("echo " + output, "echo 1"))))
          .isInstanceOf(BenchmarkFailedException.class)
          .hasMessageEndingWith(output);
    }
  }

  @Test
  void withoutTimeThereIsStillOneHeatForEveryCase() throws Exception {
    Case one = wholeRuns("echo ours >> order; echo 3", "echo 1");

    race(5, Duration.ZERO).run(bench(one, one));

    assertThat(Files.readAllLines(directory.resolve("order"))).hasSize(2);
    assertThat(log.toString(StandardCharsets.UTF_8)).contains("no time for heat 2 of 5");
  }

  @Test
  void aPreparationThatFailsEndsIt() {
    Bench bench =
        new Bench(
            "unready",
            () -> {
              throw new BenchmarkFailedException("no peer here");
            },
            List.of(wholeRuns("echo ours >> order; echo 1", "echo 1")));

    assertThatThrownBy(() -> race(1, PLENTY).run(bench))
        .isInstanceOf(BenchmarkFailedException.class)
        .hasMessage("no peer here");
    assertThat(directory.resolve("order")).doesNotExist();
  }

  /** A race on a clock that moves by a second whenever it is read. */
  private Race race(int heats, Duration time) {
    AtomicLong now = new AtomicLong();
    return new Race(
        heats,
        time,
        () -> now.addAndGet(1_000_000_000),
        new PrintStream(log, true, StandardCharsets.UTF_8));
  }

  private static Bench bench(Case... cases) {
    return new Bench("test", Bench.Preparation.NONE, List.of(cases));
  }

  private Case wholeRuns(String ours, String limit) {
    return new WholeRunsCase("whole", shell(ours), shell(limit), Duration.ofMinutes(1));
  }

  private Contestant shell(String script) {
    return new Contestant(script, List.of("sh", "-c", script), directory);
  }
}
