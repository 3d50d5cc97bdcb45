package io.vivim.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ContestantTest {
  @TempDir Path directory;

  @Test
  void whatItPrintedComesBackWhole() throws Exception {
    assertThat(shell("echo 1; echo ready; echo 12.5").run(Duration.ofMinutes(1)))
        .isEqualTo("1\nready\n12.5\n");
  }

  @Test
  void aCommandThatFailsIsSaid() {
    assertThatThrownBy(() -> shell("echo 7; exit 3").run(Duration.ofMinutes(1)))
        .isInstanceOf(BenchmarkFailedException.class)
        .hasMessage("shell failed with exit code 3");
  }

  @Test
  void aCommandThatDoesNotEndIsKilledWithItsChildren() {
    // The path tells this process from every other on the machine.
    Contestant endless = shell("echo > endless; tail -f '" + directory + "/endless' & wait");

    assertThatThrownBy(() -> endless.run(Duration.ofSeconds(1)))
        .isInstanceOf(BenchmarkFailedException.class)
        .hasMessage("shell did not end within 1 s");
    assertThat(directory.resolve("endless")).exists();
    assertThat(ProcessHandle.allProcesses()).noneMatch(this::isEndless);
  }

  @Test
  void aCommandThatIsNotThereIsNamed() {
    assertThatThrownBy(
            () -> new Contestant("peer", List.of("no-such-command"), directory).run(Duration.ZERO))
        .isInstanceOf(BenchmarkFailedException.class)
        .hasMessageContaining("no-such-command");
  }

  private boolean isEndless(ProcessHandle process) {
    return process.isAlive()
        && process.info().commandLine().orElse("").contains(directory + "/endless");
  }

  private Contestant shell(String script) {
    return new Contestant("shell", List.of("sh", "-c", script), directory);
  }
}
