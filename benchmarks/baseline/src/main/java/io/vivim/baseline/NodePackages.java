package io.vivim.baseline;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** A folder of JavaScript, the pinned packages that it runs on, and the Node.js that runs it. */
public final class NodePackages {
  private static final int OLDEST_NODE = 20;
  private static final Duration INSTALL_LIMIT = Duration.ofMinutes(2);
  private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);

  private final Path directory;

  /**
   * @param directory with a package.json and its lock
   */
  public NodePackages(Path directory) {
    this.directory = directory;
  }

  /** Where it is. */
  public Path directory() {
    return directory;
  }

  /**
   * Installs the packages where they are missing or older than the lock file; fails where there is
   * no Node.js, or npm cannot install.
   */
  public void install() throws IOException {
    requireNode();
    // npm writes this copy of the lock when it has finished, so it also marks a whole installation.
    Path installed = directory.resolve("node_modules/.package-lock.json");
    Path lock = directory.resolve("package-lock.json");
    if (Files.exists(installed)
        && Files.getLastModifiedTime(installed).compareTo(Files.getLastModifiedTime(lock)) >= 0) {
      return;
    }
    run(
        List.of("npm", "ci", "--silent", "--ignore-scripts", "--no-audit", "--no-fund"),
        INSTALL_LIMIT);
  }

  /** What runs a script, from the folder. */
  public static List<String> command(String script, String... arguments) {
    List<String> command = new ArrayList<>(List.of("node", script));
    command.addAll(List.of(arguments));
    return List.copyOf(command);
  }

  private void requireNode() throws IOException {
    String version;
    try {
      version = run(command("--version"), ANSWER_LIMIT).strip();
    } catch (IOException e) {
      throw new IOException(needs() + ": no `node` here", e);
    }
    if (majorOf(version) < OLDEST_NODE) {
      throw new IOException(needs() + ", not " + version);
    }
  }

  private static String needs() {
    return "the peer runs on Node.js " + OLDEST_NODE + " or later";
  }

  /** The 20 of v20.1.2, or 0 of a text that is no version. */
  static int majorOf(String version) {
    String digits = version.replaceFirst("^v(\\d{1,6})\\..*$", "$1");
    return digits.equals(version) ? 0 : Integer.parseInt(digits);
  }

  /** Runs a command to its end, and comes back with what it printed on stdout. */
  private String run(List<String> command, Duration limit) throws IOException {
    Path output = Files.createTempFile("vivim-node", ".out");
    try {
      Process process =
          new ProcessBuilder(command)
              .directory(directory.toFile())
              .redirectOutput(output.toFile())
              .redirectError(ProcessBuilder.Redirect.INHERIT)
              .start();
      try {
        process.getOutputStream().close();
        if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
          throw new IOException(
              command.get(0) + " did not end within " + limit.toSeconds() + " seconds");
        }
      } finally {
        Stream.concat(process.descendants(), Stream.of(process.toHandle()))
            .forEach(ProcessHandle::destroyForcibly);
      }
      if (process.exitValue() != 0) {
        throw new IOException(command + " failed with exit code " + process.exitValue());
      }
      return Files.readString(output);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      Files.deleteIfExists(output);
    }
  }
}
