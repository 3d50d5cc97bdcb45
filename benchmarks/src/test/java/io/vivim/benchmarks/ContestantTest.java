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
    Contestant endless = shell("cat /dev/zero > /dev/null & wait");

    assertThatThrownBy(() -> endless.run(Duration.ofMillis(200)))
        .isInstanceOf(BenchmarkFailedException.class)
        .hasMessageContaining("did not end within");
    assertThat(ProcessHandle.current().descendants()).isEmpty();
    assertThat(ProcessHandle.allProcesses()).noneMatch(ContestantTest::readsZeros);
  }

  @Test
  void aCommandThatIsNotThereIsNamed() {
    assertThatThrownBy(
            () -> new Contestant("peer", List.of("no-such-command"), directory).run(Duration.ZERO))
        .isInstanceOf(BenchmarkFailedException.class)
        .hasMessageContaining("no-such-command");
  }

  @Test
  void nodesMajorVersionIsReadFromItsAnswer() {
    assertThat(NodeProject.majorOf("v20.20.2")).isEqualTo(20);
    assertThat(NodeProject.majorOf("not a version")).isZero();
  }

  private static boolean readsZeros(ProcessHandle process) {
    return process.isAlive() && process.info().commandLine().orElse("").contains("/dev/zero");
  }

  private Contestant shell(String script) {
    return new Contestant("shell", List.of("sh", "-c", script), directory);
  }
}
