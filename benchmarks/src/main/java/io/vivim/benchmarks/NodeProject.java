package io.vivim.benchmarks;

import io.vivim.baseline.NodePackages;
import java.io.IOException;
import java.nio.file.Path;

/** The JavaScript peers of benchmarks/baseline/js. */
final class NodeProject {
  private final NodePackages packages;

  NodeProject(Path directory) {
    packages = new NodePackages(directory);
  }

  /** Installs the packages where they are missing or older than the lock file. */
  void install() throws BenchmarkFailedException {
    try {
      packages.install();
    } catch (IOException e) {
      throw new BenchmarkFailedException(String.valueOf(e.getMessage()), e);
    }
  }

  /** A script of the project. */
  Contestant script(String label, String script, String... arguments) {
    return new Contestant(label, NodePackages.command(script, arguments), packages.directory());
  }
}
