package io.vivim.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The JavaScript peers of benchmarks/baseline/js, with the pinned packages that they run on. */
final class NodeProject {
  private static final int OLDEST_NODE = 20;
  private static final Duration INSTALL_LIMIT = Duration.ofMinutes(2);
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);

  private final Path directory;

  NodeProject(Path directory) {
    this.directory = directory;
  }

  /** Installs the packages where they are missing or older than the lock file. */
  void install() throws BenchmarkFailedException {
    requireNode();
    // npm writes this copy of the lock when it has finished, so it also marks a whole installation.
    Path installed = directory.resolve("node_modules/.package-lock.json");
    Path lock = directory.resolve("package-lock.json");
    try {
      if (Files.exists(installed)
          && Files.getLastModifiedTime(installed).compareTo(Files.getLastModifiedTime(lock)) >= 0) {
        return;
      }
    } catch (IOException e) {
      throw new BenchmarkFailedException("cannot read " + e.getMessage(), e);
    }
    new Contestant(
            "npm ci",
            List.of("npm", "ci", "--silent", "--ignore-scripts", "--no-audit", "--no-fund"),
            directory)
        .run(INSTALL_LIMIT);
  }

  /** A script of the project. */
  Contestant script(String label, String script, String... arguments) {
    List<String> command = new ArrayList<>(List.of("node", script));
    command.addAll(List.of(arguments));
    return new Contestant(label, command, directory);
  }

  private void requireNode() throws BenchmarkFailedException {
    String version;
    try {
      version = script("node", "--version").run(ANSWER_LIMIT).strip();
    } catch (BenchmarkFailedException e) {
      throw new BenchmarkFailedException(
          "the peer of this benchmark runs on Node.js " + OLDEST_NODE + " or later: no `node` here",
          e);
    }
    if (majorOf(version) < OLDEST_NODE) {
      throw new BenchmarkFailedException(
          "the peer of this benchmark runs on Node.js "
              + OLDEST_NODE
              + " or later, not "
              + version);
    }
  }

  /** The 20 of v20.1.2, or 0 of a text that is no version. */
  static int majorOf(String version) {
    String digits = version.replaceFirst("^v(\\d{1,6})\\..*$", "$1");
    return digits.equals(version) ? 0 : Integer.parseInt(digits);
  }
}
