package io.vivim.benchmarks;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A command that was started; closing it leaves neither it nor its children nor its output. */
final class ChildProcess implements AutoCloseable {
  private final String label;
  private final Process process;
  private final File output;

  ChildProcess(String label, Process process, File output) {
    this.label = label;
    this.process = process;
    this.output = output;
  }

  /** A file for a command's stdout, which takes all where a pipe would want a thread to read it. */
  static File newOutput() throws BenchmarkFailedException {
    try {
      File output = File.createTempFile("vivim-benchmark", ".out");
      output.deleteOnExit();
      return output;
    } catch (IOException e) {
      throw new BenchmarkFailedException("no temporary file: " + e.getMessage(), e);
    }
  }

  /** Kills every process that this one started, however it ends. */
  static void killAllOnExit() {
    Thread killer =
        new Thread(
            () -> ProcessHandle.current().descendants().forEach(ProcessHandle::destroyForcibly),
            "kill-children");
    Runtime.getRuntime().addShutdownHook(killer);
  }

  boolean isAlive() {
    return process.isAlive();
  }

  /** All of its stdout, once it has ended well. */
  String awaitOutput(Duration limit) throws BenchmarkFailedException {
    try {
      if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new BenchmarkFailedException(
            label + " did not end within " + limit.toSeconds() + " s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchmarkFailedException("interrupted", e);
    }
    if (process.exitValue() != 0) {
      throw new BenchmarkFailedException(label + " failed with exit code " + process.exitValue());
    }
    return output();
  }

  /** What it printed on stdout so far. */
  String output() {
    try {
      return Files.readString(output.toPath());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Kills it with its children, and comes back when they are gone. */
  @Override
  public void close() {
    List<ProcessHandle> all =
        Stream.concat(process.descendants(), Stream.of(process.toHandle())).toList();
    all.forEach(ProcessHandle::destroyForcibly);
    all.forEach(one -> one.onExit().join());
    // It is deleted on exit in any case.
    boolean unused = output.delete();
  }
}
