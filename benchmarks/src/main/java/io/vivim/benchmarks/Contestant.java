package io.vivim.benchmarks;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/**
 * One side of a comparison: a command that measures itself in a process of its own.
 *
 * <p>How it says its rate depends on its {@link Case}. What it prints on stderr goes to ours.
 *
 * @param label what it is, for the reader of stderr
 */
record Contestant(String label, List<String> command, Path directory) {
  Contestant {
    command = List.copyOf(command);
  }

  /** Starts the command, with its stdout going to a file. */
  ChildProcess start(File output, Map<String, String> environment) throws BenchmarkFailedException {
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(directory.toFile())
            .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
            .redirectOutput(output)
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(environment);
    try {
      return new ChildProcess(label, builder.start(), output);
    } catch (IOException e) {
      throw new BenchmarkFailedException(label + " does not start: " + e.getMessage(), e);
    }
  }

  /** Runs the command to its end, and comes back with what it printed on stdout. */
  String run(Duration limit) throws BenchmarkFailedException {
    File output = ChildProcess.newOutput();
    try (ChildProcess child = start(output, Map.of())) {
      return child.awaitOutput(limit);
    }
  }
}
